"""Deflated streams in a document that are recognised by their first bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from keyguard.formats import inflate
from keyguard.formats.archive import TOO_MUCH, Archive, Item
from keyguard.formats.budget import Budget
from keyguard.formats.member import Named, read_member
from keyguard.formats.pieces import FED, GIVEN
from keyguard.model.chunks import Chunks
from keyguard.model.data import Stretch


def texts(archive: Archive, streams: Iterable[Stretch], budget: Budget) -> Iterator[Item]:
    """The content of these streams, without names. Bytes may follow a stream."""
    for stream in streams:
        if budget.is_spent:
            yield TOO_MUCH
            return
        yield from text(archive, _parts_of(stream), budget, len(stream))


def text(archive: Archive, parts: Iterable[bytes], budget: Budget, packed: int) -> Iterator[Item]:
    """The content of a stream of about ``packed`` bytes.

    It comes in parts; if they raise ``ValueError`` the stream is damaged.
    """
    called = Named(archive.format.name, b"", f"a packed text of its {archive.format.name}")
    yield from read_member(called, Chunks(_inflated(parts, packed)).read, budget, (ValueError,))


def _parts_of(stream: Stretch) -> Iterator[bytes]:
    return (bytes(stream[at : at + FED]) for at in range(0, len(stream), FED))


def _inflated(parts: Iterable[bytes], packed: int) -> Iterator[bytes]:
    """What a stream unpacks to, up to where it turns out to be none."""
    decoder = inflate.decoder(inflate.ZLIB, packed)
    for part in parts:
        while True:
            try:
                content = decoder.decompress(part, GIVEN)
            except inflate.ERRORS:
                return
            if content:
                yield content
            if decoder.eof:
                return
            part = decoder.unconsumed_tail
            if not part and len(content) < GIVEN:
                break
