"""Texts that show whether an expression has many ways to match the same: what it repeats, repeated,
with an end that it does not expect."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

if sys.version_info >= (3, 11):
    from re import _constants as sre
    from re import _parser as parser
else:
    import sre_constants as sre
    import sre_parse as parser

TIMES = 30
"""If each can be matched in two ways, that is a thousand million."""
FEW = 4
"""What repeats less often has few ways in all."""
LITTLE, MUCH = 2, 18
"""Times more than it has to that a part is there. Of six that can each be divided in as many places
as ``MUCH`` there are millions of ways."""
MUCH_IN = 4
"""One draw of so many."""
ENDS = ("\0", "\n\0", "x!")
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT)
_CATEGORIES = {sre.CATEGORY_SPACE: " \t\n", sre.CATEGORY_DIGIT: "07", sre.CATEGORY_WORD: "a_0"}
_ANYTHING = 'ab1 "-'

Part = tuple[Any, Any]


def pumped(expression: str | bytes, flags: int, draws: int) -> Iterator[str | bytes]:
    """Some texts for each part that may be repeated, and is made of parts."""
    chance = random.Random(repr(expression))
    for before, repeated in _repeated(parser.parse(expression, flags), []):
        for draw in range(draws):
            more = LITTLE if draw % MUCH_IN else MUCH
            unit = _drawn(repeated, chance, more) + _drawn(repeated, chance, more)
            for end in ENDS:
                text = _drawn(before, chance, LITTLE) + unit * (TIMES // 2) + end
                yield text.encode("latin-1") if isinstance(expression, bytes) else text


def _repeated(parsed: Iterable[Part], before: Sequence[Part]) -> Iterator[tuple[list[Part], Any]]:
    """What is repeated, wherever, with what is in front of it."""
    before = list(before)
    for kind, value in parsed:
        if kind in _REPEATS:
            if value[1] >= FEW and _is_made_of_parts(value[2]):
                yield list(before), value[2]
            yield from _repeated(value[2], before)
        elif kind in (sre.SUBPATTERN, sre.ASSERT, sre.ASSERT_NOT):
            yield from _repeated(value[-1], before)
        elif kind is sre.BRANCH:
            for each in value[1]:
                yield from _repeated(each, before)
        before.append((kind, value))


def _is_made_of_parts(parsed: Sequence[Part]) -> bool:
    return len(parsed) > 1 or parsed[0][0] in (*_REPEATS, sre.SUBPATTERN, sre.BRANCH)


def _drawn(parsed: Iterable[Part], chance: random.Random, more: int) -> str:
    """A text that parts match, as far as that can be told of each by itself."""
    return "".join(_part(kind, value, chance, more) for kind, value in parsed)


def _part(kind: Any, value: Any, chance: random.Random, more: int) -> str:
    if kind is sre.LITERAL:
        return chr(value)
    if kind in (sre.ANY, sre.NOT_LITERAL):
        return chance.choice(_ANYTHING)
    if kind is sre.IN:
        return _of_class(value, chance)
    if kind in _REPEATS:
        most = min(value[1], value[0] + more)
        times = most if more == MUCH else chance.randint(value[0], most)
        return "".join(_drawn(value[2], chance, more) for _ in range(times))
    if kind is sre.SUBPATTERN:
        return _drawn(value[-1], chance, more)
    if kind is sre.BRANCH:
        return _drawn(chance.choice(value[1]), chance, more)
    return ""  # what is asked of a place, and groups that are met again


def _of_class(members: Sequence[Part], chance: random.Random) -> str:
    if members[0][0] is sre.NEGATE:
        return chance.choice(_ANYTHING)
    kind, value = chance.choice(members)
    if kind is sre.CATEGORY:
        return chance.choice(_CATEGORIES.get(value, _ANYTHING))
    return chr(chance.choice(value) if kind is sre.RANGE else value)
