"""Deflated streams that are found in a document by the look of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from keyguard.formats import inflate
from keyguard.formats.archive import TOO_MUCH, Archive, Item
from keyguard.formats.budget import Budget
from keyguard.formats.member import Named, read_member
from keyguard.model.chunks import Chunks

_FED = 1 << 16
"""Packed bytes that a decoder gets at a time."""
_GIVEN = 1 << 20
"""Bytes that it gives back at a time."""


def texts(archive: Archive, streams: Iterable[bytes], budget: Budget) -> Iterator[Item]:
    """What these unpack to, without names. What follows a stream may be left behind it."""
    called = Named(archive.format.name, b"", f"a packed text of its {archive.format.name}")
    for stream in streams:
        if budget.is_spent:
            yield TOO_MUCH
            return
        yield from read_member(called, Chunks(_inflated(stream)).read, budget)


def _inflated(stream: bytes) -> Iterator[bytes]:
    """What a stream unpacks to, up to where it turns out to be none."""
    decoder = inflate.decoder(inflate.ZLIB, len(stream))
    position = 0
    while True:
        left = decoder.unconsumed_tail
        if not left:
            left = stream[position : position + _FED]
            position += len(left)
        try:
            content = decoder.decompress(left, _GIVEN)
        except inflate.ERRORS:
            return
        if content:
            yield content
        elif not left or decoder.eof:
            return
