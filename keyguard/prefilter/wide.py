"""Text in UTF-16 and UTF-32 within other content: whether there is any, and what is around it."""

from __future__ import annotations

import re

from keyguard.model.at_once import AT_ONCE, Expression
from keyguard.model.patterns import lazy_pattern
from keyguard.prefilter.clues import SPAN

_EXPRESSION = rb"\x00[A-Za-z0-9_%]\x00{1,3}[A-Za-z0-9_%]\x00"
"""What can make all of the content worth a look: letters, digits or signs of escapes in UTF-16 or
UTF-32, rare in binaries, certain in text. It begins with a byte that most content lacks."""
_ANY = Expression(_EXPRESSION)
_EACH = lazy_pattern(_EXPRESSION)
_MANY = 2
"""Every how many bytes are a NUL where that is sought in vain for most of them."""
_CHARACTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_%"
_AS_ONE = bytes.maketrans(_CHARACTERS, b"a" * len(_CHARACTERS))
_WIDE_AS_ONE = lazy_pattern(
    rb"a\0(?:a\0(?<=\0.{4})|\0a\0(?<=\0.{5})|\0\0a\0(?<=\0.{6}))", re.DOTALL
)
"""The same of content in which each of these characters is one, which begins with that."""

WIDE_REACH = 4 * SPAN
"""Bytes that contain any clue in these character sets, four for each byte of it."""
_APART = b"\x01"


def is_wide(data: bytes) -> bool:
    """Whether content holds characters in UTF-16 or UTF-32."""
    if b"\0" not in data:  # which is found out many times as fast as how many there are
        return False
    if AT_ONCE.compile is not None or data.count(b"\0") * _MANY < len(data):
        return _ANY.is_in(data)
    return _WIDE_AS_ONE.search(data.translate(_AS_ONE)) is not None


def narrowed(data: bytes) -> bytes:
    """The surroundings of characters in UTF-16 and UTF-32, one byte for each.

    In a program that is little: its strings are apart, and form no clues together.
    """
    parts, begin, end, position = [], 0, 0, 0
    while found := _EACH.search(data, position):
        position = found.start() + WIDE_REACH
        if found.start() - WIDE_REACH > end:
            parts.append(data[begin:end])
            begin = found.start() - WIDE_REACH
        end = position + WIDE_REACH
    parts.append(data[begin:end])
    return _APART.join(parts).replace(b"\0", b"")
