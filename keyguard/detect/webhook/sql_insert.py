"""What ``INSERT INTO ... (..., webhook_secret, ...) VALUES (...)`` puts into a named column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from keyguard.detect.webhook.names import Named
from keyguard.model.patterns import lazy_pattern

COLUMNS_REACH = 600
"""Characters on either side of a column in which the list of columns begins and ends."""
FARTHEST = 2_000
"""Characters behind a column in which its values are looked for."""
MOST_COLUMNS = 64

_LIST_BEGINS = lazy_pattern(r"\bINTO\s[^()]{1,200}\((?P<columns>[^()]{0,600})\Z", re.IGNORECASE)
_LIST_ENDS = lazy_pattern(
    r"[\"'`\]]?(?:\s{0,20},[^()]{0,600})?\)\s{0,40}VALUES\s{0,40}", re.IGNORECASE
)
_NEXT_ROW = lazy_pattern(r"\s{0,40}\(")
_VALUE = lazy_pattern(
    r"\s{0,40}(?:[ENen]?'(?P<literal>(?:[^'\n]|''){0,600})'(?:::\w{1,20})?"
    r"|[^'(),]{0,200}(?:\([^()]{0,300}\))?)\s{0,40}(?P<then>[,)])"
)


def inserted(text: str, named: Named) -> Iterator[tuple[str, int]]:
    """The literals that go into the column of this name, a row each, and where they begin."""
    earliest = max(0, named.start - COLUMNS_REACH)
    if "into" not in text[earliest : named.start].lower():
        return
    begins = _LIST_BEGINS.search(text, earliest, named.start)
    ends = _LIST_ENDS.match(text, named.end, named.end + COLUMNS_REACH) if begins else None
    if begins is None or ends is None:
        return
    limit = min(len(text), named.end + FARTHEST)
    yield from column_of(text, ends.end(), limit, begins["columns"].count(","))


def column_of(text: str, position: int, limit: int, column: int) -> Iterator[tuple[str, int]]:
    """The literals in one column of the rows that begin at a position, and where they begin."""
    while row := _NEXT_ROW.match(text, position, limit):
        values = list(islice(_values(text, row.end(), limit), MOST_COLUMNS))
        if column >= len(values):
            return
        value = values[column]
        if value["literal"]:
            yield value["literal"], value.start("literal")
        position = values[-1].end() + 1
        if text[position - 1 : position] != ",":
            return


def _values(text: str, position: int, limit: int) -> Iterator[re.Match[str]]:
    while value := _VALUE.match(text, position, limit):
        yield value
        if value["then"] == ")":
            return
        position = value.end()
