"""What base64 and hexadecimal digits can be, computed from what the bytes behind them can be.

A digit carries four or six bits, so whatever is known of bytes (letters, printable, one alphabet)
is known of their digits. The results are patterns in the syntax that ``re`` and hyperscan share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from string import ascii_lowercase, ascii_uppercase, digits

Class = frozenset[int]
"""The values that one byte can have."""

ANY = frozenset(range(256))
NUL = frozenset([0])
PRINTABLE = frozenset([*b"\t\n\r", *range(0x20, 0x7F)])

_BASE64 = ascii_uppercase + ascii_lowercase + digits + "+/"
_ALSO = {"+": "+-", "/": "/_"}
"""base64url has other digits for two values (RFC 4648, section 5)."""


def known(data: bytes) -> list[Class]:
    """The classes of bytes that are known."""
    return [frozenset([byte]) for byte in data]


def members(alphabet: str) -> Class:
    """The bytes of a character class, given without its brackets."""
    return frozenset(map(ord, re.findall(f"[{alphabet}]", "".join(map(chr, range(128))))))


def either(patterns: Iterable[bytes]) -> bytes:
    """One of these patterns."""
    return b"(?:" + b"|".join(patterns) + b")"


def plain(classes: Sequence[Class]) -> bytes:
    """The bytes themselves."""
    return b"".join(_counted(b"[%s]" % _escaped(each) for each in classes))


def base64_of(classes: Sequence[Class]) -> bytes:
    """Base64 of such bytes in each alignment: the whole groups among them."""
    return either(base64_groups(classes[skipped:]) for skipped in range(3))


def base64_groups(classes: Sequence[Class]) -> bytes:
    """The digits of all whole groups of three bytes."""
    groups = range(0, len(classes) - len(classes) % 3, 3)
    return b"".join(_counted(_base64_group(*classes[index : index + 3]) for index in groups))


def base64_beginning(classes: Sequence[Class]) -> bytes:
    """The digits that base64 of what begins so begins with."""
    return base64_groups([*classes, *[ANY] * (-len(classes) % 3)])


def hex_of(classes: Sequence[Class]) -> bytes:
    """Hexadecimal digits of such bytes, in either case."""
    return b"".join(_counted(map(_hex_pair, classes)))


@lru_cache
def _base64_group(first: Class, second: Class, third: Class) -> bytes:
    values = (
        {a >> 2 for a in first},
        {(a & 0x03) << 4 | b >> 4 for a in first for b in second},
        {(b & 0x0F) << 2 | c >> 6 for b in second for c in third},
        {c & 0x3F for c in third},
    )
    return b"".join(
        _one_of(
            "".join(_ALSO.get(digit, digit) for digit in map(_BASE64.__getitem__, sorted(each)))
        )
        for each in values
    )


@lru_cache
def _hex_pair(values: Class) -> bytes:
    """The high digits that go with the same low digits are one alternative."""
    highs: dict[str, str] = {}
    for high in range(16):
        lows = "".join(f"{low:x}" for low in range(16) if high << 4 | low in values)
        if lows:
            highs[lows] = highs.get(lows, "") + f"{high:x}"
    return either(_one_of(_cased(high)) + _one_of(_cased(low)) for low, high in highs.items())


def _cased(characters: str) -> str:
    return characters + characters.upper().strip(digits)


def _one_of(characters: str) -> bytes:
    return characters.encode() if len(characters) == 1 else b"[%s]" % _escaped(characters.encode())


def _escaped(values: Iterable[int]) -> bytes:
    return b"".join(
        b"%c" % value if chr(value).isalnum() and value < 0x80 else b"\\x%02x" % value
        for value in sorted(values)
    )


def _counted(patterns: Iterable[bytes]) -> Iterable[bytes]:
    """Each pattern once, with how often it is repeated."""
    for pattern, equal in groupby(patterns):
        times = len(list(equal))
        yield pattern if times == 1 else b"(?:%s){%d}" % (pattern, times)
