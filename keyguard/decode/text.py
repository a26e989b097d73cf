"""Encodings, and what counts as binary."""

from __future__ import annotations

import codecs
import re

from keyguard.model import Blob, TextTopics, View

SNIFFED = 8_000
"""Bytes in which a NUL makes a file binary; the same number as git's."""

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32 stands before UTF-16, whose little-endian mark is its beginning."""

_WIDE_MARKS = tuple(mark for mark, _ in BYTE_ORDER_MARKS)

WIDE_ENCODINGS = (
    ("utf-16-le", 2, 0),
    ("utf-16-be", 2, 1),
    ("utf-32-le", 4, 0),
    ("utf-32-be", 4, 3),
)
"""Encoding, bytes a character, and which of them holds an ASCII letter; the others are NUL."""

NARROW = "utf-8-sig"
"""UTF-8 with or without a mark, or what an older encoding of a byte a character leaves of it."""
BINARY = "latin-1"

_CUT_BEGINNING = re.compile(rb"\A[\x80-\xbf]{1,3}")
_CUT_END = re.compile(rb"[\xc0-\xff][\x80-\xbf]{0,2}\Z")


def view_of(blob: Blob) -> View:
    """The readable text of a blob, whatever its encoding."""
    text, binary = read_text(blob.data)
    return View(blob, text, binary=binary)


def window_of(blob: Blob, start: int, end: int, topics: TextTopics) -> View:
    """The readable text of a blob between two bytes; all of it if a character takes several."""
    encoding = encoding_of(blob.data)
    if encoding not in (NARROW, BINARY):
        return view_of(blob)
    part = blob.data[start:end]
    text = _decode(_whole_characters(part) if encoding == NARROW else part, encoding)
    return View(blob, text, binary=encoding == BINARY, topics=topics)


def read_text(data: bytes) -> tuple[str, bool]:
    """The text, and whether it is that of a binary file, a character a byte."""
    encoding = encoding_of(data)
    return _decode(data, encoding), encoding == BINARY


def encoding_of(data: bytes) -> str:
    """How the bytes are to be read; as ``BINARY`` a character a byte.

    A mark of a wide encoding is not believed where nothing is wide: each ASCII character would have
    a NUL, and no credential is without one.
    """
    if has_wide_mark(data):
        return next(name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark))
    head = data[:SNIFFED]
    if b"\0" not in head:
        return NARROW
    wide = (row[0] for row in WIDE_ENCODINGS if _is_wide(head, *row[1:]))
    return next(wide, BINARY)


def has_wide_mark(data: bytes) -> bool:
    """Whether the bytes begin as text in UTF-16 or UTF-32 does, and may be some."""
    return data.startswith(_WIDE_MARKS) and b"\0" in data


def narrow_view_of(blob: Blob) -> View | None:
    """What a blob with a mark of a wide encoding says to those who do not believe the mark.

    Two bytes in front of a file must not hide all of it. None if there is no such mark.
    """
    return View(blob, _character_a_byte(blob.data)) if has_wide_mark(blob.data) else None


def _decode(data: bytes, encoding: str) -> str:
    if encoding != NARROW:
        return data.decode(encoding, "replace")
    try:
        return data.decode(NARROW)
    except UnicodeDecodeError:
        return _character_a_byte(data)


def _character_a_byte(data: bytes) -> str:
    """The bytes as Latin-1, in which the letters of a wide mark would be part of the first word."""
    mark = next((mark for mark in _WIDE_MARKS if data.startswith(mark)), b"")
    return " " * len(mark) + data[len(mark) :].decode("latin-1")


def _whole_characters(part: bytes) -> bytes:
    """The part without what its ends cut off of a character in UTF-8."""
    return _CUT_END.sub(b"", _CUT_BEGINNING.sub(b"", part, count=1), count=1)


def _is_wide(head: bytes, width: int, letter: int) -> bool:
    """Whether nearly every character of ``head`` is an ASCII letter padded with NULs."""
    letters = head[letter::width]
    padding = b"".join(head[offset::width] for offset in range(width) if offset != letter)
    return (
        bool(padding)
        and padding.count(0) > 0.7 * len(padding)
        and letters.count(0) < 0.1 * len(letters)
    )
