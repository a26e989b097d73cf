"""Where a quote, a comment and a line of an env file end."""

from __future__ import annotations

import re
from functools import lru_cache

from keyguard.dotenv.dialect import Dialect
from keyguard.model.patterns import lazy_pattern

REACH = 2_000
"""Characters in which a value that goes over several lines ends."""
BLANK = " \t\r\f\v"
BLANKS = lazy_pattern(rf"[{BLANK}]*([^{BLANK}]?)")
"""Blanks, and the character behind them as a group."""


def closing_quote(text: str, begin: int, quote: str, dialect: Dialect) -> int:
    """Where a quote ends; -1 if it does not."""
    limit = begin + REACH if quote in dialect.multiline else line_end(text, begin)
    position = text.find(quote, begin, limit)
    while position >= 0 and quote in dialect.escaped_quotes and _is_escaped(text, begin, position):
        position = text.find(quote, position + 1, limit)
    return position


def last_quote(text: str, begin: int, quote: str) -> int:
    """Where the last quote of a line is that has at most a comment behind it; -1 without one."""
    position = text.rfind(quote, begin, line_end(text, begin))
    while position >= 0:
        behind = BLANKS.match(text, position + 1)
        if behind and behind[1] in ("", "\n", "#"):
            return position
        position = text.rfind(quote, begin, position)
    return -1


def line_end(text: str, start: int) -> int:
    """Where the line feed is, or the end of the text."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end


@lru_cache(maxsize=64)
def beginning_of(comment: str) -> re.Pattern[str]:
    """What begins a comment in text without quotes, by its expression."""
    return re.compile(comment)


def _is_escaped(text: str, begin: int, position: int) -> bool:
    first = position
    while first > begin and text[first - 1] == "\\":
        first -= 1
    return (position - first) % 2 == 1
