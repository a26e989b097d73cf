"""Where text is packed in documents: the streams of PDF, the texts of PNG."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

PDF, PNG = b"%PDF-", b"\x89PNG\r\n\x1a\n"
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_NOT_TEXT = re.compile(rb"/(?:Image|FontFile|Length1|XRef)\b")
"""Streams of pixels, of glyphs, and of positions, by their dictionaries."""
_DICTIONARY = 400
"""Bytes in front of a stream that tell what it is."""
_TEXT = re.compile(
    rb"zTXt[^\0]{1,79}\0\0|iTXt[^\0]{1,79}\0\x01\0[^\0]{0,200}\0[^\0]{0,400}\0", re.DOTALL
)
"""Texts that are packed, up to where that begins (PNG specification, 11.3.3); others are plain."""


def deflated(data: bytes) -> Iterator[bytes]:
    """Each packed stream of a PDF or PNG, with what follows it."""
    yield from _in_pdf(data) if data.startswith(PDF) else _in_png(data)


def inflate_stream(packed: bytes, limit: int) -> bytes:
    """What a stream unpacks to, up to a limit. As far as it goes, since streams are found by the
    look of them."""
    try:
        return zlib.decompressobj().decompress(packed, limit)
    except zlib.error:
        return b""


def _in_pdf(data: bytes) -> Iterator[bytes]:
    for found in _STREAM.finditer(data):
        dictionary = data[max(0, found.start() - _DICTIONARY) : found.start()]
        own = dictionary.rpartition(b" obj")[2]
        if not _NOT_TEXT.search(own):
            yield data[found.end() : data.find(b"endstream", found.end())]


def _in_png(data: bytes) -> Iterator[bytes]:
    for found in _TEXT.finditer(data):
        start = found.start()
        length = int.from_bytes(data[start - 4 : start], "big")
        yield data[found.end() : start + 4 + length]
