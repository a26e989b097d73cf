"""Encodings, and what counts as binary."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from keyguard.model import Blob, View

SNIFFED = 8_000
"""Bytes in which a NUL makes a file binary; the same number as git's."""

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32 stands before UTF-16, whose little-endian mark is its beginning."""

WIDE_ENCODINGS = (
    ("utf-16-le", 2, 0),
    ("utf-16-be", 2, 1),
    ("utf-32-le", 4, 0),
    ("utf-32-be", 4, 3),
)
"""Encoding, bytes a character, and which of them holds an ASCII letter; the others are NUL."""


def views(blob: Blob) -> Iterator[View]:
    """The readable text of a blob: one view, whatever its encoding."""
    text, binary = _decode(blob.data)
    yield View(blob, text, binary=binary)


def _decode(data: bytes) -> tuple[str, bool]:
    """The text, and whether it is that of a binary file, a character a byte."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), False
    head = data[:SNIFFED]
    if b"\0" in head:
        for encoding, width, letter in WIDE_ENCODINGS:
            if _is_wide(head, width, letter):
                return data.decode(encoding, "replace"), False
        return data.decode("latin-1"), True
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        return data.decode("latin-1"), False


def _is_wide(head: bytes, width: int, letter: int) -> bool:
    """Whether nearly every character of ``head`` is an ASCII letter padded with NULs."""
    letters = head[letter::width]
    padding = [byte for offset in range(width) if offset != letter for byte in head[offset::width]]
    return (
        bool(padding)
        and padding.count(0) > 0.7 * len(padding)
        and letters.count(0) < 0.1 * len(letters)
    )
