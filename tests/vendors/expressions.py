"""Texts that an expression matches, drawn from a seed."""

from __future__ import annotations

import random
import string
import sys
from collections.abc import Iterable
from functools import cache
from typing import Any

if sys.version_info >= (3, 11):
    from re import _constants as sre
    from re import _parser as parser
else:
    import sre_constants as sre
    import sre_parse as parser

PRINTABLE = string.ascii_letters + string.digits + string.punctuation


def text_of(expression: str, seed: object, *, longest: bool = False) -> str:
    """A text that ``expression`` matches, as short or as long as it may be."""
    parsed = parser.parse(expression)
    return _drawn(parsed, random.Random(f"keyguard {expression} {seed}"), longest)


def _drawn(parsed: Iterable[Any], chance: random.Random, longest: bool) -> str:
    return "".join(_part(kind, value, chance, longest) for kind, value in parsed)


def _part(kind: Any, value: Any, chance: random.Random, longest: bool) -> str:
    if kind is sre.LITERAL:
        return chr(value)
    if kind is sre.IN:
        return chance.choice(_printable(tuple(value)))
    if kind is sre.MAX_REPEAT:
        fewest, most, repeated = value
        times = most if longest else fewest
        return "".join(_drawn(repeated, chance, longest) for _ in range(times))
    if kind is sre.SUBPATTERN:
        return _drawn(value[-1], chance, longest)
    if kind is sre.BRANCH:
        return _drawn(chance.choice(value[1]), chance, longest)
    if kind is sre.ASSERT:  # what has to stand in front is written there
        return _drawn(value[1], chance, longest)
    raise NotImplementedError(kind)


@cache
def _printable(members: tuple[Any, ...]) -> list[str]:
    return [char for char in PRINTABLE if _holds(members, char)]


def _holds(members: Iterable[Any], char: str) -> bool:
    inside, within = True, False
    for kind, value in members:
        if kind is sre.NEGATE:
            inside = False
        elif kind is sre.LITERAL:
            within |= ord(char) == value
        elif kind is sre.RANGE:
            within |= value[0] <= ord(char) <= value[1]
        elif kind is not sre.CATEGORY:  # of white space alone, and PRINTABLE has none
            raise NotImplementedError(kind)
    return within is inside
