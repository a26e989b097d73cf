"""Computes what base64 and hexadecimal digits can be from what the bytes behind them can be.

A digit carries four or six bits, so whatever is known of bytes (letters, one alphabet) is known of
their digits, and of the digits of these if they are encoded once more. The results are patterns in
the syntax that ``re`` and hyperscan share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase, digits

Class = frozenset[int]
"""The values that one byte can have."""

ANY = frozenset(range(256))
NUL = frozenset([0])
TEXT = frozenset([*range(0x20, 0x7F), *b"\0\t\n\r"])

_FORMS = [
    frozenset(forms.encode()) for forms in (*ascii_uppercase, *ascii_lowercase, *digits, "+-", "/_")
]
"""How each value is written; base64url has other digits for two of them (RFC 4648, section 5)."""
KEPT = 1024
"""Classes whose digits are remembered: most patterns consist of the same few."""


def known(data: bytes) -> list[Class]:
    """The classes of known bytes."""
    return [frozenset([byte]) for byte in data]


def members(alphabet: str) -> Class:
    """The bytes of a character class, given without its brackets."""
    return frozenset(map(ord, re.findall(f"[{alphabet}]", "".join(map(chr, range(128))))))


def plain(classes: Sequence[Class]) -> bytes:
    """The bytes themselves."""
    return b"".join(_counted([_one_of(each) for each in classes]))


def alignments(classes: Sequence[Class]) -> Iterator[list[Class]]:
    """Base64 of such bytes behind none, one and two others: the digits of which they leave
    anything known. A known prefix has four of those in a row in each, which are fast to look for.
    """
    for skipped in range(3):
        digits = base64_of([*[ANY] * skipped, *classes])
        yield digits[8 * skipped // 6 : -(-8 * (skipped + len(classes)) // 6)]


def hex_patterns(classes: Sequence[Class]) -> Iterator[list[Class]]:
    """Hexadecimal of such bytes, whatever is in front of them."""
    yield hex_of(classes)


def base64_of_text() -> bytes:
    """The base64 digits of the whole groups in sixteen characters of text, in any alignment."""
    return plain(base64_of([TEXT] * 12))


def hex_of_text() -> bytes:
    """The hexadecimal digits of sixteen characters, in UTF-16 too; a name with a value has so
    many."""
    return rb"(?:[2-7][0-9A-Fa-f]|0[09AaDd]){16}"


def base64_of(classes: Sequence[Class]) -> list[Class]:
    """The digits of such bytes; what the last group lacks can be anything."""
    padded = [*classes, *[ANY] * (-len(classes) % 3)]
    groups = (padded[index : index + 3] for index in range(0, len(padded), 3))
    return [digit for group in groups for digit in _base64_group(*group)]


def hex_of(classes: Sequence[Class]) -> list[Class]:
    """Hexadecimal digits of such bytes, in either case; what goes with what is not kept apart."""
    return [digit for byte in classes for digit in _hex_pair(byte)]


@lru_cache(maxsize=KEPT)
def _hex_pair(byte: Class) -> tuple[Class, Class]:
    high, low = {value >> 4 for value in byte}, {value & 15 for value in byte}
    return _hex_digit(high), _hex_digit(low)


def _hex_digit(values: Iterable[int]) -> Class:
    return frozenset("".join(f"{value:x}{value:X}" for value in values).encode())


@lru_cache(maxsize=KEPT)
def _base64_group(first: Class, second: Class, third: Class) -> tuple[Class, ...]:
    return (
        _digit(_bits(first, 0, 2), NUL),
        _digit(_bits(first, 4), _bits(second, 0, 4)),
        _digit(_bits(second, 2), _bits(third, 0, 6)),
        _digit(NUL, _bits(third)),
    )


@lru_cache(maxsize=KEPT)
def _bits(values: Class, left: int = 0, right: int = 0) -> Class:
    """The part that each byte has in the six bits of a digit."""
    return frozenset(value << left >> right & 0x3F for value in values)


@lru_cache(maxsize=KEPT)
def _digit(high: Class, low: Class) -> Class:
    """The forms of the digits that these bits make together."""
    return frozenset().union(*(_FORMS[one | other] for one in high for other in low))


@lru_cache(maxsize=KEPT)
def _one_of(values: Class) -> bytes:
    escaped = b"".join(
        b"%c" % value if chr(value).isalnum() and value < 0x80 else b"\\x%02x" % value
        for value in sorted(values)
    )
    return escaped if len(values) == 1 else b"[%s]" % escaped


def _counted(patterns: Sequence[bytes]) -> Iterator[bytes]:
    """Each pattern once, with how often it is repeated."""
    last, times = b"", 0
    for pattern in patterns:
        if pattern == last:
            times += 1
            continue
        if times:
            yield last if times == 1 else b"(?:%s){%d}" % (last, times)
        last, times = pattern, 1
    if times:
        yield last if times == 1 else b"(?:%s){%d}" % (last, times)
