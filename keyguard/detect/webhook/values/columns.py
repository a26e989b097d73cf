"""Values in a column that is named after a webhook's secret, where no statement has the name beside
the value.

Dumps of MySQL and SQLite, ``COPY`` of PostgreSQL, CSV.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.detect.webhook.naming.names import Named
from keyguard.detect.webhook.values.nearby import is_random
from keyguard.detect.webhook.values.sql_insert import COLUMNS_REACH, FARTHEST, column_of
from keyguard.detect.webhook.values.text_at import TextAt
from keyguard.model.patterns import lazy_pattern

MOST_ROWS = 50
SHORTEST_CELL = 6
_TABLE = lazy_pattern(
    r"\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?[`\"\[]?(?:\w{1,60}[`\"\]]?\.[`\"\[]?)?(?P<table>\w{1,80})"
    r"[`\"\]]?\s{0,20}\((?P<columns>[^;]{0,600})\Z",
    re.IGNORECASE,
)
_COPY = lazy_pattern(r"^COPY\s[\w.\"]{1,160}\s\((?P<columns>[^()]{0,600})\Z", re.MULTILINE)
_COPY_ENDS = lazy_pattern(
    r"\"?(?:,[^()]{0,600})?\)\s+FROM\s+stdin[^;\n]{0,80};\r?\n", re.IGNORECASE
)
_END_OF_COPY = "\\."
_CELL = r"(?:\"[^\W\d][\w .-]{0,59}\"| ?[^\W\d][\w.-]{0,59})"
_HEADERS = {
    mark: lazy_pattern(rf"\ufeff?{_CELL}(?:{re.escape(mark)}{_CELL}){{1,60}}\r?")
    for mark in ",;\t|"
}
"""First lines of CSV, by what separates their cells."""
_RULE = lazy_pattern(r"[ \t]*[|+:-][-|+:=\s]{2,400}")


def column_values(text: str, named: Named) -> Iterator[TextAt]:
    """The values of the column that is named there, each with where it begins."""
    before = text[max(0, named.start - COLUMNS_REACH) : named.start]
    if "CREATE" in before or "create" in before:
        yield from _dumped(text, named, before)
    if "COPY" in before and (copied := _COPY.search(before)):
        yield from _copied(text, named, copied["columns"].count(","))
    else:
        yield from _separated(text, named)


def _dumped(text: str, named: Named, before: str) -> Iterator[TextAt]:
    table = _TABLE.search(before)
    if table is None:
        return
    limit = min(len(text), named.end + FARTHEST)
    insert = re.compile(
        rf"\bINTO\s+[`\"\[]?(?:\w{{1,60}}[`\"\]]?\.[`\"\[]?)?{table['table']}[`\"\]]?\s{{1,20}}VALUES\s{{0,20}}",
        re.IGNORECASE,
    ).search(text, named.end, limit)
    if insert:
        yield from column_of(text, insert.end(), limit, _commas(table["columns"]))


def _commas(columns: str) -> int:
    """The commas outside of brackets: ``price decimal(10,2)`` is one column."""
    depth = commas = 0
    for sign in columns:
        depth += (sign == "(") - (sign == ")")
        commas += sign == "," and depth == 0
    return commas


def _copied(text: str, named: Named, column: int) -> Iterator[TextAt]:
    limit = min(len(text), named.end + FARTHEST)
    ends = _COPY_ENDS.match(text, named.end, limit)
    if ends is None:
        return
    for line, start in _lines(text, ends.end(), limit):
        cells = line.split("\t")
        if line == _END_OF_COPY or column >= len(cells):
            return
        yield from _cell(cells, column, start)


def _separated(text: str, named: Named) -> Iterator[TextAt]:
    """The column of CSV: every row has as many cells as the first line, which has names alone."""
    begin = text.rfind("\n", max(0, named.start - COLUMNS_REACH), named.start) + 1
    end = text.find("\n", named.end, named.end + COLUMNS_REACH)
    if end < 0:
        return
    if "|" in text[begin:end] and (drawn := list(_drawn_table(text, named, begin, end))):
        yield from drawn
        return
    header = text[begin:end]
    rows = ((mark, row) for mark, row in _HEADERS.items() if mark in header)
    mark = next((mark for mark, row in rows if row.fullmatch(header)), "")
    if not mark or _is_row(text[:begin], header, mark):
        return
    names = [cell.strip(' "\r\ufeff') for cell in header.split(mark)]
    if named.name not in names:
        return
    column = names.index(named.name)
    for line, start in _lines(text, end + 1, min(len(text), named.end + FARTHEST)):
        cells = line.split(mark)
        if len(cells) < len(names) or (len(cells) > len(names) and '"' not in line):
            return
        if '"' not in "".join(cells[:column]) or len(cells) == len(names):
            yield from _cell(cells, column, start, len(mark))


def _is_row(above: str, line: str, mark: str) -> bool:
    """Whether a line of names has one with as many cells above it, and so heads no column."""
    previous = above[above.rfind("\n", 0, -1) + 1 :]
    return previous.count(mark) == line.count(mark) and not previous.startswith("#")


def _drawn_table(text: str, named: Named, begin: int, end: int) -> Iterator[TextAt]:
    """What looks random in the column of a table of Markdown, or as clients of databases draw it:
    there are words in most of them."""
    column = text.count("|", begin, named.start)
    lines = list(_lines(text, end + 1, min(len(text), named.end + FARTHEST)))
    if not lines or not _RULE.fullmatch(lines[0][0]):
        return
    for line, start in lines[1:]:
        cells = line.split("|")
        if column >= len(cells):
            return
        value = cells[column].strip(" `*\t")
        if is_random(value):
            at = sum(len(each) + 1 for each in cells[:column]) + cells[column].index(value)
            yield value, start + at


def _cell(cells: list[str], column: int, start: int, mark: int = 1) -> Iterator[TextAt]:
    """A cell without its quotes, if it may hold a secret: one word."""
    cell = cells[column]
    value = cell.strip().strip('"')
    if len(value) >= SHORTEST_CELL and not any(map(str.isspace, value)):
        before = sum(len(each) + mark for each in cells[:column])
        yield value, start + before + cell.index(value)


def _lines(text: str, begin: int, limit: int) -> Iterator[TextAt]:
    """Whole lines, and where each begins."""
    for _ in range(MOST_ROWS):
        end = text.find("\n", begin, limit)
        if end < 0:
            end = limit
        if begin >= end:
            return
        yield text[begin:end].rstrip("\r"), begin
        begin = end + 1
