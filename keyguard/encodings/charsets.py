"""The character set of bytes: UTF-8, UTF-16, UTF-32, a code page, or none if they are binary."""

from __future__ import annotations

import codecs
import re

from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

SNIFFED = 8_000
"""Bytes in which a NUL makes a file binary; as many as git looks at."""

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32 is before UTF-16, whose little-endian mark is its beginning."""

_WIDE_MARKS = tuple(mark for mark, _ in BYTE_ORDER_MARKS)

WIDE_CHARSETS = (
    ("utf-16-le", 2, 0),
    ("utf-16-be", 2, 1),
    ("utf-32-le", 4, 0),
    ("utf-32-be", 4, 3),
)
"""Character set, bytes a character, and which of them holds an ASCII letter; the others are NUL."""

_WITHOUT_NUL = tuple(row for row in WIDE_CHARSETS if row[1] == 2)
"""No character takes four bytes without one."""

NARROW = "utf-8-sig"
"""UTF-8 with or without a mark; text in a code page, which is not UTF-8, is read as Latin-1."""
BINARY = "latin-1"

_IN_TEXT = bytes([1, *range(9, 14), 0x1A, *range(0x20, 256)])
"""What is deleted to see whether there are control characters: the end of a file of DOS is in texts
as well, and the first one is in ``line_wrap.APART``, between parts of texts. Escapes are not: what
they colour begins behind a letter."""
_BEGINS_STRUCTURE = lazy_pattern(
    rb"[\x80-\xbf]|\xd9\xd9\xf7|\([dlt]p[0-9]{1,4}\n|c[\w.]{1,80}\n[\w.]{1,80}\n(?:p[0-9]|\()"
)
"""Maps and arrays of CBOR (RFC 8949, 3.1) and MessagePack, streams of pickle: text in UTF-8 cannot
begin so, and in a code page it would be a sign that few texts begin with. Pickle's protocol 0 is
ASCII: containers and objects (https://docs.python.org/3/library/pickletools.html)."""

_FOUR_BYTES = 4
_ENDS = "\n\t \u3000\u3001\u3002\u300c\uff01\uff0c\uff1a\uff1b\uff1f"
"""What is between words, clauses or lines; but for the first three in Chinese and Japanese."""
_LONGEST_CLAUSE = 200
"""Characters."""

_ASCII_RUN = lazy_pattern(rb"[ -~]{24}")
"""Half as many characters in a row, of two bytes each that are ASCII, come about in no text."""
_SEVERAL = lazy_pattern(rb"\x01{4,}")
_IS_ASCII = bytes(0 < byte <= 0x7F for byte in range(256))
_IS_NUL = bytes(byte == 0 for byte in range(256))
_BLANK = bytes(byte if byte == ord("\n") else ord(" ") for byte in range(256))
_CUT_BEGINNING = rb"\A[\x80-\xbf]{1,3}"
_CUT_END = rb"[\xc0-\xff][\x80-\xbf]{0,2}\Z"


class Reading(NamedTuple):
    """How to read bytes."""

    charset: str
    adjoining: bool
    """Whether strings can be end to end in them, with anything between: it takes a character that
    no text holds, which need not be NUL."""

    @property
    def binary(self) -> bool:
        """Whether the bytes are those of a binary file, a character a byte."""
        return self.charset == BINARY


def reading_of(data: bytes, charset: str = "") -> Reading:
    """How the bytes are to be read: asked of the same content for each window of its text. The
    ``charset`` of a piece is that of the content it is a piece of."""
    global _last
    if _last is None or _last[0] is not data:
        charset = charset or charset_of(data)
        _last = data, Reading(charset, charset == BINARY or _adjoins(data, charset))
    return _last[1]


_last: tuple[bytes, Reading] | None = None
"""What was asked of last: an object, since to compare or to hash content would read all of it."""


def _adjoins(data: bytes, charset: str) -> bool:
    """Whether what is no binary by its beginning holds characters that no text holds: of UTF-16 a
    NUL, as in resources of Android, which have a length in front of each string."""
    if charset != NARROW:
        return charset.startswith("utf-16") and b"\0\0\0" in data
    return b"\0" in data or bool(data[:SNIFFED].translate(None, _IN_TEXT)) or _is_struct(data)


def charset_of(data: bytes) -> str:
    """How to read the bytes; ``BINARY`` means one character for each byte.

    The mark of a wide character set is not believed where nothing is wide: each ASCII character
    would have a NUL, and no credential is without one.
    """
    if has_wide_mark(data):
        return next(name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark))
    head = data[:SNIFFED]
    has_nul = b"\0" in head
    if not has_nul and _begins_as_utf_8(head):
        return NARROW
    rows = WIDE_CHARSETS if has_nul else _WITHOUT_NUL
    wide = (row[0] for row in rows if _is_wide(head, *row))
    return next(wide, BINARY if has_nul else NARROW)


def has_wide_mark(data: bytes) -> bool:
    """Whether the bytes begin with the mark of UTF-16 or UTF-32, and may be such text."""
    return data.startswith(_WIDE_MARKS) and b"\0" in data


def is_wide(data: bytes) -> bool:
    """Whether the bytes begin as text in UTF-16 or UTF-32 does, with a mark or without."""
    return charset_of(data) not in (NARROW, BINARY)


def byte_order(data: bytes) -> str:
    """The character set and byte order of bytes that begin with a mark; empty for others."""
    if not has_wide_mark(data):
        return ""
    charset = charset_of(data)
    is_big = data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE))
    return charset + ("-be" if is_big else "-le")


def decoded(data: bytes, charset: str) -> str:
    """The text of bytes in a character set, or in a code page in place of ``NARROW``."""
    if charset == BINARY:
        return data.decode(charset, "replace")
    return _in_lines(_text_of(data, charset))


def _text_of(data: bytes, charset: str) -> str:
    if charset != NARROW:
        return data.decode(charset, "replace")
    try:
        return data.decode(NARROW)
    except UnicodeDecodeError:
        return character_a_byte(data)


def _in_lines(text: str) -> str:
    """The text with line feeds where carriage returns alone end its lines, as in files that old
    editors and Excel for the Mac write. Positions are as they were."""
    return text if "\n" in text else text.replace("\r", "\n")


def character_a_byte(data: bytes) -> str:
    """The bytes as Latin-1, without a wide mark: its letters would be part of the first word."""
    mark = next((mark for mark in _WIDE_MARKS if data.startswith(mark)), b"")
    return " " * len(mark) + data[len(mark) :].decode("latin-1")


def read_against_charset(data: bytes, charset: str) -> str:
    """The bytes of wide text as Latin-1, but for the ASCII in it that is read as such: blanks stand
    for that, so that nothing is found twice."""
    width = 4 if "32" in charset else 2
    is_big = charset.endswith("be") or data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE))
    read = bytearray(data)
    for run in _SEVERAL.finditer(_ascii_units(data, width, width - 1 if is_big else 0)):
        start, end = run.start() * width, run.end() * width
        read[start:end] = read[start:end].translate(_BLANK)
    return character_a_byte(bytes(read))


def _ascii_units(data: bytes, width: int, letter: int) -> bytes:
    """A byte for each character: 1 for one that is ASCII, else 0."""
    size = len(data) // width
    found = int.from_bytes(data[letter::width][:size].translate(_IS_ASCII), "little")
    for offset in range(width):
        if offset != letter:
            found &= int.from_bytes(data[offset::width][:size].translate(_IS_NUL), "little")
    return found.to_bytes(size, "little")


def whole_characters(part: bytes) -> bytes:
    """The part without the pieces of UTF-8 characters that its ends cut off."""
    if part.isascii():
        return part
    return re.sub(_CUT_END, b"", re.sub(_CUT_BEGINNING, b"", part, count=1), count=1)


def _is_struct(data: bytes) -> bool:
    """Whether it begins as serialized data does, which need not hold any control character."""
    return not data.startswith(codecs.BOM_UTF8) and _BEGINS_STRUCTURE.match(data) is not None


def _is_wide(head: bytes, charset: str, width: int, letter: int) -> bool:
    """Whether nearly every character of ``head`` is an ASCII letter padded with NULs, or all of it
    is text of another script. Numbers of four bytes have such NULs too, but are seldom text."""
    letters = head[letter::width]
    padding = b"".join(head[offset::width] for offset in range(width) if offset != letter)
    if not padding or letters.count(0) >= 0.1 * len(letters):
        return False
    text = _begins_as(charset, head)
    if padding.count(0) > 0.7 * len(padding):
        return width < _FOUR_BYTES or text is not None
    return not _ASCII_RUN.search(head) and _is_prose(text or "")


def _begins_as_utf_8(head: bytes) -> bool:
    try:
        codecs.utf_8_decode(head, "strict", False)  # the head may end within a character
    except UnicodeDecodeError:
        return False
    return True


def _begins_as(charset: str, head: bytes) -> str | None:
    """The text that begins with these bytes, which may end within a character; None if they are of
    another character set."""
    try:
        return codecs.getincrementaldecoder(charset)().decode(head)
    except UnicodeDecodeError:
        return None


def _is_prose(text: str) -> bool:
    """Whether it has ends of words, clauses or lines: numbers of two bytes or four have few."""
    ends = sum(map(text.count, _ENDS))
    if not ends:
        return False
    shown = sum(map(str.isprintable, text)) + sum(map(text.count, "\r\n\t"))
    return 0 < len(text) <= ends * _LONGEST_CLAUSE and shown >= 0.9 * len(text)
