"""Keys that are written in pieces: ``"pk_" + "..."``, adjacent literals, ``append``, ``join``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from keyguard.detect.text.search import positions
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple
from keyguard.prefilter.clues import split_tails
from keyguard.settings import KeyFormat

MOST_PIECES = 8
LONGEST_PIECE = 64
LONGEST_JOINED = 1_300
"""Characters of source from a key's prefix to the end of its last piece."""
LONGEST_CONTINUATION = 800
"""Characters of source behind the first piece of a literal that may hold the others."""

_QUOTE = r"""\\{0,3}["'`]"""
_WRAPPED_LINE = r"(?:[\s\\]|[_`]\r?\n){0,60}"
"""Space, and what says at the end of a line that it goes on."""
_OPERATOR = (
    r"(?:(?:\)|\.\w{1,20}\(\))\s?)?(?:\+\+?|\.\.?|<>|<<|\|\||&|\*)"
    r"|\)?[;\s]{0,20}[\w.]{0,30}(?:append|concat|plus|push_str)\(|stringByAppendingString:"
    r"|;?\s{0,20}\w{1,30}\s?[+.]="
)
_OPENING = rf"[rRbBuUfF@$L&]{{0,2}}{_QUOTE}"
_FILLED_IN = r"(?:[#$]?\{|\\\()[ \t]?"
_FORMAT = rf"(?:%s|\{{0?\}}){_QUOTE}"
_FORMATS = rf"{_FORMAT}(?:[ \t]?%[ \t]?\(?|\.format\(|,\s{{1,20}})"
_APPENDED = r"[ \t]?(?:;|\r?\n)\s{0,20}\w{1,30}\+="
_JOINT = (
    rf"(?:{_QUOTE}[\s\\]{{0,60}}(?:(?P<comma>,)|{_OPERATOR})?{_WRAPPED_LINE}{_OPENING}"
    rf"|(?:{_QUOTE}[ \t]?[)}}])?{_FILLED_IN}{_OPENING}|{_QUOTE}[ \t]?\}}|{_FORMATS}{_OPENING}"
    rf"|(?:{_QUOTE})?{_APPENDED}[\"']?|{_QUOTE}(?=[A-Za-z0-9])|\\\r?\n[ \t]{{0,60}})"
)
"""What is between two pieces that are one value; nothing between literals in Python, C and
shells, a quote alone before bare text in shells, the end of a line within a literal, the braces
around a literal in a template, what formats it, an assignment of a shell that adds."""
_PIECE_ENDS = rf"(?={_QUOTE}|\\\r?\n|{_FILLED_IN}{_QUOTE}|{_FORMAT}|{_APPENDED})"
_LAST_PIECE_ENDS = rf"(?={_QUOTE}|\\\r?\n|[\s,;)]|{_FILLED_IN}{_QUOTE}|\Z)"
_JOINS_BEFORE = (
    rf"(?i)(?:concat|paste0|join|implode|add)\w{{0,10}}!?\(\s{{0,20}}(?:{_QUOTE}{{2}},\s{{0,20}})?"
    rf"(?:(?:\[\]string)?[\[({{])?\s{{0,20}}{_QUOTE}\Z"
)
_JOINS_AFTER = (
    rf"{_QUOTE}\s{{0,20}},?\s{{0,20}}[\])]\s{{0,20}}\.(?:join|concat)\("
    rf"|{_QUOTE},\s{{0,20}}sep\s{{0,4}}=\s{{0,4}}{_QUOTE}{{2}}"
)
"""Expressions that are seldom asked, so ``re`` compiles them when they are."""
_BEFORE, _AFTER = 80, 60
SPLIT_PREFIX_REACH = 140
"""Characters in front of the second piece of a prefix that may hold its first."""
_CONTINUED = lazy_pattern(
    rf"{_QUOTE}\s{{0,60}}(?:\+|\.\.?|<>|&|\\\r?\n)\s{{0,60}}[rRbBuUfF@$L]{{0,2}}{_QUOTE}"
    rf"(?P<piece>[^\"'`\\\r\n]{{1,200}})(?={_QUOTE})"
)
"""A literal of any content behind another. Without an operator it could be the next key."""


class Joined(NamedTuple):
    """A key that ends at ``end``; ``body`` joins its pieces behind the prefix."""

    prefix: str
    body: str
    end: int

    def __repr__(self) -> str:
        return f"Joined({self.prefix!r}, {self.end})"


def split_prefixes(text: str, key_format: KeyFormat) -> Iterator[int]:
    """Where keys begin whose prefix itself is in two pieces: ``"p" + "k_..."``."""
    quoted = [quote + tail for tail in split_tails(key_format) for quote in "\"'`"]
    for quote in positions(text, quoted):
        head = _split_prefix(key_format).search(text, max(0, quote - SPLIT_PREFIX_REACH), quote + 1)
        if head:
            yield head.start("head")


class Pieces(NamedTuple):
    """The expressions for the pieces of keys of one format."""

    first: re.Pattern[str]
    following: re.Pattern[str]


@lru_cache(maxsize=4)
def pieces_of(key_format: KeyFormat) -> Pieces:
    """The expressions for keys whose prefix may itself be in two pieces."""
    piece = f"(?P<piece>[{key_format.alphabet}]"
    first = f"(?:(?P<prefix>{_prefixes(key_format)})|{_split(key_format)})"
    return Pieces(
        lazy_pattern(
            f"{first}{piece}{{0,{LONGEST_PIECE}}})(?![{key_format.alphabet}]){_PIECE_ENDS}"
        ),
        lazy_pattern(f"{_JOINT}{piece}{{1,{LONGEST_PIECE}}}){_LAST_PIECE_ENDS}"),
    )


def joined_key(text: str, start: int, pieces: Pieces) -> Joined | None:
    """The key whose prefix is at ``text[start]``, if it is made of several literals."""
    limit = start + LONGEST_JOINED
    first = pieces.first.match(text, start, limit)
    if first is None:
        return None
    prefix = first["prefix"] or first["head"] + first["tail"]
    body, end = first["piece"], first.end()
    listed = False
    for _ in range(MOST_PIECES - 1):
        following = pieces.following.match(text, end, limit)
        if following is None or following.end() == limit:  # whether it ends there is not seen
            break
        listed = listed or following["comma"] is not None
        body, end = body + following["piece"], following.end()
    in_one_piece = end == first.end() and first["prefix"]
    if in_one_piece or (listed and not _is_joined(text, start, end)):
        return None
    return Joined(prefix, body, end)


def continuation(text: str, end: int) -> tuple[str, int]:
    """The text added to the literal ending at ``text[end]``, and where its last piece ends."""
    added, limit = "", end + LONGEST_CONTINUATION
    for _ in range(MOST_PIECES - 1):
        following = _CONTINUED.match(text, end, limit)
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
def _split_prefix(key_format: KeyFormat) -> re.Pattern[str]:
    return re.compile(rf"(?<=[\"'`])(?P<head>{_heads(key_format)}){_plain(_JOINT)}\Z")


def _split(key_format: KeyFormat) -> str:
    """A prefix in two pieces, the second one of which begins a literal."""
    tail = "|".join(map(re.escape, split_tails(key_format))) or "(?!)"
    return rf"(?P<head>{_heads(key_format)}){_plain(_JOINT)}(?P<tail>{tail})"


def _heads(key_format: KeyFormat) -> str:
    return "|".join(re.escape(prefix[0]) for prefix, _ in key_format.prefixes)


def _plain(expression: str) -> str:
    return expression.replace("?P<comma>", "?:")
