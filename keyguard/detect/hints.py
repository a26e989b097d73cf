"""Whether content may hold something encoded: tests of bytes, cheaper than any expression.

Most content fails them all, and then no expression for encodings is compiled, nor even loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from keyguard.wrapping import BETWEEN

if TYPE_CHECKING:
    from keyguard.settings import KeyFormat

LONGEST_RUN = 42
"""Letters and numbers in a row that are asked for before any pattern is tried. Base64 of a key of
35 characters holds 46 in every alignment; few lines of code have so many, and no SHA-1."""

_PACKED = (
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"1AY&SY",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"ustar",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\xed\xab\xee\xdb\x03\0",
    b"!<arch>\ndebian-binary",
)
_PACKED_IN_TEXT = (b"UEsDB", b"H4sI")
"""The same for zip and gzip in base64."""
_ESCAPES = (
    (b"\\", (rb"\x", rb"\u", rb"\0", rb"\1", rb"\\")),
    (b"&", (b"&#", b"bar;", b"&amp;")),
    (b"%", (b"%2", b"%3", b"%4", b"%5", b"%6", b"%7")),
)
"""A character, and how escapes go on that begin with it."""
_LETTERS_AND_NUMBERS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_LINE_MARKS = bytes(
    ord("d") if byte in _BASE64 else ord("n") if byte in b"\r\n\"'`\\" else 0 for byte in range(256)
)
_END_OF_DIGITS = b"d" * 16 + b"n"
_DIGITS_OF_LINE = rb"[A-Za-z0-9+/_-]{16}"
MARKS = bytes(ord("d") if byte in _LETTERS_AND_NUMBERS else 0 for byte in range(256))
"""Makes each letter and number a ``d``, and all else NUL."""


def run_length(key_format: KeyFormat) -> int:
    """The base64 digits that hold nothing but bits of the key, in the worst alignment.

    No digit of printable text is one of the last two of base64's alphabet, but for those of
    ``>``, ``?`` and ``~``, so letters and numbers will do.
    """
    shortest = key_format.length + min(len(prefix) for prefix, _ in key_format.prefixes)
    return min(LONGEST_RUN, (8 * shortest - 4) // 6)


def has_run(data: bytes, shortest: int) -> bool:
    """Whether so many letters and numbers stand in a row."""
    return b"d" * shortest in data.translate(MARKS)


def may_hold_dump(data: bytes) -> bool:
    """Whether content may hold the second line of a dump: its offset is 16, or 20 in octal."""
    return b"00010" in data or b"00020" in data


def list_hints(key_format: KeyFormat) -> tuple[tuple[bytes, ...], ...]:
    """What content holds, in lower case, in which a key may be written as a list of characters:
    the codes of the end of its prefix, or its letters in quotes."""
    forms = ("{0}", "{0:02x}", "'{1}'", '"{1}"')
    tails = dict.fromkeys(prefix[-2:] for prefix, _ in key_format.prefixes)
    return tuple(
        tuple(form.format(ord(each), each.lower()).encode() for each in tail)
        for tail in tails
        for form in forms
    )


def digit_hints(key_format: KeyFormat) -> tuple[bytes, ...]:
    """What content holds in which a key stands in base64, however it is aligned: the digits that
    are sure."""
    prefixes = [prefix.encode() for prefix, _ in key_format.prefixes]
    return tuple(_digits(prefix, skipped) for prefix in prefixes for skipped in range(3))


def hex_hints(key_format: KeyFormat) -> tuple[bytes, ...]:
    """The same in hexadecimal, in either case."""
    tails = dict.fromkeys(prefix[-2:].encode().hex() for prefix, _ in key_format.prefixes)
    return tuple(form.encode() for tail in tails for form in (tail, tail.upper()))


def _digits(data: bytes, skipped: int) -> bytes:
    """The base64 digits that hold nothing but bits of this, behind so many other bytes."""
    first, last = -(-8 * skipped // 6), 8 * (skipped + len(data)) // 6
    bits = int.from_bytes(data, "big") << 6
    shifts = (8 * (skipped + len(data)) - 6 * digit for digit in range(first, last))
    return bytes(_BASE64[bits >> shift & 63] for shift in shifts)


def short_lines(data: bytes) -> Iterator[int]:
    """Where digits end that fill a line or a literal, and go on in the next."""
    marks = data.translate(_LINE_MARKS)
    end = marks.find(_END_OF_DIGITS)
    while end >= 0:
        end += len(_END_OF_DIGITS) - 1
        if re.match(BETWEEN + _DIGITS_OF_LINE, data[end : end + 60]):
            yield end
        end = marks.find(_END_OF_DIGITS, end)


def may_be_packed(data: bytes) -> bool:
    """Whether content may be an archive, or hold one in base64."""
    return any(magic in data for magic in (*_PACKED, *_PACKED_IN_TEXT))


def may_be_encoded(data: bytes, lowered: bytes, shortest: int) -> bool:
    """Whether content, given as it is and in lower case, may hold a clue of what is encoded."""
    return (
        has_run(data, shortest)
        or may_be_packed(data)
        or any(
            character in lowered and any(form in lowered for form in forms)
            for character, forms in _ESCAPES
        )
    )
