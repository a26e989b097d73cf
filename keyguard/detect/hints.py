"""Whether content may hold something encoded: tests of bytes, cheaper than any expression.

Most content fails them all, and then no expression for encodings is compiled, nor even loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keyguard.settings import KeyFormat

LONGEST_RUN = 42
"""Letters and numbers in a row that are asked for before any pattern is tried. Base64 of a key of
35 characters holds 46 in every alignment; few lines of code have so many, and no SHA-1."""

_PACKED = (  # the last two: the second line of a dump
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
    b"00010",
    b"00020",
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


def list_hints(key_format: KeyFormat) -> tuple[tuple[bytes, ...], ...]:
    """What content holds, in lower case, in which a key may be written as a list of characters:
    all of the codes of a prefix, or its letters in quotes."""
    forms = ("{0}", "{0:02x}", "'{1}'", '"{1}"')
    return tuple(
        tuple(form.format(ord(each), each.lower()).encode() for each in prefix)
        for prefix, _ in key_format.prefixes
        for form in forms
    )


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
