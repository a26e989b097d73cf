"""Keys that are written in pieces: ``"pk_" + "..."``, adjacent literals, ``append``, ``join``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from keyguard.settings import KeyFormat

MOST_PIECES = 8
LONGEST_PIECE = 64

_QUOTE = r"""\\{0,3}["'`]"""
_JOINT = (
    rf"{_QUOTE}[\s\\]{{0,60}}"
    r"(?:(?P<comma>,)|\)?[;\s]{0,20}[\w.]{0,30}(?:append|concat|plus)\("
    r"|;?\s{0,20}\w{1,30}\s?[+.]=|\+\+?|\.\.?|<>|\|\||&)?"
    rf"[\s\\]{{0,60}}(?:[rRbBuUfF@$L]{{0,2}}){_QUOTE}"
)
"""What stands between two literals that are one value; nothing at all in Python, C and shells."""
_JOINS_BEFORE = (
    rf"(?i)(?:concat|paste0|join|add)\w{{0,10}}!?\(\s{{0,20}}(?:{_QUOTE}{{2}},\s{{0,20}})?[\[({{]?\s{{0,20}}"
    rf"{_QUOTE}\Z"
)
_JOINS_AFTER = rf"{_QUOTE}\s{{0,20}},?\s{{0,20}}[\])]\s{{0,20}}\.(?:join|concat)\("
"""Seldom asked, so compiled by ``re`` when they are."""
_BEFORE, _AFTER = 80, 60
_CONTINUED = re.compile(
    rf"{_QUOTE}\s{{0,60}}(?:\+|\.\.?|<>|&|\\\r?\n)\s{{0,60}}[rRbBuUfF@$L]{{0,2}}{_QUOTE}"
    rf"(?P<piece>[^\"'`\\\r\n]{{1,200}})(?={_QUOTE})"
)
"""A literal of any content behind another. Without an operator it could be the next key."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A key that ends at ``end``; ``body`` is what its pieces behind the prefix are together."""

    prefix: str
    body: str = field(repr=False)
    end: int


def joined_key(text: str, start: int, key_format: KeyFormat) -> Joined | None:
    """The key whose prefix stands at ``text[start]``, if it is made of several literals."""
    first = _first_piece(key_format).match(text, start)
    if first is None:
        return None
    body, end = first["piece"], first.end()
    listed = False
    for _ in range(MOST_PIECES - 1):
        following = _next_piece(key_format).match(text, end)
        if following is None:
            break
        listed = listed or following["comma"] is not None
        body, end = body + following["piece"], following.end()
    if end == first.end() or (listed and not _is_joined(text, start, end)):
        return None
    return Joined(first["prefix"], body, end)


def continuation(text: str, end: int) -> tuple[str, int]:
    """What is added to the literal that ends at ``text[end]``, and where the last piece ends."""
    added = ""
    for _ in range(MOST_PIECES - 1):
        following = _CONTINUED.match(text, end)
        if following is None:
            break
        added, end = added + following["piece"], following.end()
    return added, end


def _is_joined(text: str, start: int, end: int) -> bool:
    """Whether the members of a list become one value: ``concat(a, b)``, ``[a, b].join("")``."""
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    return bool(re.search(_JOINS_BEFORE, before) or re.match(_JOINS_AFTER, after))


def _prefixes(key_format: KeyFormat) -> str:
    return "|".join(re.escape(prefix) for prefix, _ in key_format.prefixes)


@lru_cache(maxsize=4)
def _first_piece(key_format: KeyFormat) -> re.Pattern[str]:
    return re.compile(
        f"(?P<prefix>{_prefixes(key_format)})"
        f"(?P<piece>[{key_format.alphabet}]{{0,{LONGEST_PIECE}}})(?={_QUOTE})"
    )


@lru_cache(maxsize=4)
def _next_piece(key_format: KeyFormat) -> re.Pattern[str]:
    return re.compile(
        f"{_JOINT}(?P<piece>[{key_format.alphabet}]{{1,{LONGEST_PIECE}}})(?={_QUOTE})"
    )
