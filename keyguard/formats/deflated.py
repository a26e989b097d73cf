"""Deflated streams that are found in a document by the look of them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from keyguard.formats.archive import TOO_MUCH, Archive, Member, Missing
from keyguard.formats.budget import Budget


def texts(archive: Archive, streams: Iterable[bytes], budget: Budget) -> Iterator[Member | Missing]:
    """What these unpack to, without names. What follows a stream may be left behind it."""
    for stream in streams:
        content = _inflated(stream, budget.bytes + 1) if not budget.is_spent else b""
        if budget.is_spent or len(content) > budget.bytes:
            yield TOO_MUCH
            return
        budget.spend(len(content))
        yield Member(archive.format.name, b"", content)


def _inflated(stream: bytes, limit: int) -> bytes:
    """What a stream unpacks to, up to a limit; nothing if it turns out to be none."""
    try:
        return zlib.decompressobj().decompress(stream, limit)
    except zlib.error:
        return b""
