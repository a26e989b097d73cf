"""Values in a list of their own, apart from the list of their columns.

Code binds such a list to an INSERT, and migrations of Entity Framework have one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.detect.webhook.comparison.operands import arguments_of
from keyguard.detect.webhook.naming.names import Named
from keyguard.detect.webhook.values.sql_insert import COLUMNS_REACH, FARTHEST
from keyguard.detect.webhook.values.text_at import TextAt
from keyguard.model.patterns import lazy_pattern

MOST_ROWS = 20
_INSERT = lazy_pattern(r"\bINTO\s[^()\"']{1,200}\((?P<columns>[^()]{0,600})\Z", re.IGNORECASE)
_PARAMETER = r"(?:\?|%s|\$[0-9]{1,3}|[:@]\w{1,40})"
_VALUES = lazy_pattern(
    r"[\"'`\]]?(?:\s{0,20},[^()]{0,600})?\)\s{0,40}VALUES\s{0,20}"
    r"\((?P<parameters>[^()]{0,200}(?:\(\)[^()]{0,200}){0,4})\)[^\"'`;]{0,200};?\s{0,20}"
    r"[\"'`]{1,3}\s{0,40}\)?\s{0,4}(?=,)",
    re.IGNORECASE,
)
_ONE = lazy_pattern(rf"\s{{0,20}}{_PARAMETER}\s{{0,20}}\Z")
_COLUMNS_OF_EF = lazy_pattern(
    r"\bcolumns:\s{0,20}new\s?(?:string)?\s?\[\]\s{0,40}\{(?P<columns>[^{}]{0,600})\Z"
)
_VALUES_OF_EF = lazy_pattern(
    r"\"[^{}]{0,600}\}\s{0,4},\s{0,40}values:\s{0,20}new\s?\w{0,20}\s?\[,?\]\s{0,40}(?=\{)"
)
"""https://learn.microsoft.com/dotnet/api/microsoft.entityframeworkcore.migrations.migrationbuilder.insertdata"""
_LITERAL = lazy_pattern(
    r"\s{0,60}[bBrRuUN@$]?(?P<q>[\"'`])(?P<value>[^\"'`\n]{1,512})(?P=q)\s{0,60}\Z"
)
_OPENS = lazy_pattern(r"\s{0,60}(?:(?:new\s)?[\w.<>&]{0,30}(?:\[\])?\s?)?[\[({]")


def values_apart(text: str, named: Named) -> Iterator[TextAt]:
    """The literals at this column's place, one for each row, with where each begins."""
    earliest = max(0, named.start - COLUMNS_REACH)
    limit = min(len(text), named.end + FARTHEST)  # what follows a name is soon tried
    if values := _VALUES.match(text, named.end, limit):
        if insert := _INSERT.search(text, earliest, named.start):
            before = values["parameters"].split(",")[: insert["columns"].count(",") + 1]
            if _ONE.match(before[-1]) and before[-1].strip()[0] in "?%$":
                column = sum(_ONE.match(each) is not None for each in before) - 1
                yield from _bound(text, values.end(), limit, column)
    elif (values := _VALUES_OF_EF.match(text, named.end, limit)) and (
        columns := _COLUMNS_OF_EF.search(text, earliest, named.start)
    ):
        yield from _rows(text, values.end(), limit, columns["columns"].count(","))


def _bound(text: str, comma: int, limit: int, column: int) -> Iterator[TextAt]:
    """What follows a statement: a list of values, a list of such lists, or the values."""
    opening = _OPENS.match(text, comma + 1, limit)
    if opening is None:
        yield from _cell(text, list(arguments_of(text, comma, FARTHEST)), column)
    else:
        yield from _rows(text, opening.end() - 1, limit, column)


def _rows(text: str, opening: int, limit: int, column: int) -> Iterator[TextAt]:
    cells = list(arguments_of(text, opening, limit - opening))
    nested = [_OPENS.match(text, start, min(end, limit)) for start, end in cells[:MOST_ROWS]]
    if not any(nested):
        yield from _cell(text, cells, column)
    for row in nested:
        if row:
            yield from _cell(text, list(arguments_of(text, row.end() - 1)), column)


def _cell(text: str, cells: list[tuple[int, int]], column: int) -> Iterator[TextAt]:
    if column < len(cells) and (literal := _LITERAL.match(text, *cells[column])):
        yield literal["value"], literal.start("value")
