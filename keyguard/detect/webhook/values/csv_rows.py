"""The value in a row of CSV that has its name in another cell, as settings are exported."""

from __future__ import annotations

from keyguard.detect.webhook.naming.names import Named
from keyguard.detect.webhook.values.sql_insert import last_word
from keyguard.detect.webhook.values.sql_rows import (
    ROW_LENGTH,
    ROW_REACH,
    SAYS_HOW,
    UNSAID,
    VALUE_COLUMNS,
)
from keyguard.detect.webhook.values.text_at import TextAt
from keyguard.model.patterns import lazy_pattern

MARKS = ",;\t"
"""What separates the cells."""
_CELLS = {
    mark: lazy_pattern(
        rf"(?:[ ]?\"(?P<quoted>(?:[^\"]|\"\"){{0,600}})\"[ ]?|(?P<bare>[^{mark}\"]{{0,600}}))"
        rf"(?P<then>{mark}|\Z)"
    )
    for mark in MARKS
}
_NAME_COLUMNS = frozenset({
    "key", "name", "setting", "option", "variable", "var", "parameter", "param", "property", "code",
    "slug", "env", "path", "config",
})  # fmt: skip
"""Last words of columns that hold what a setting is called."""


def csv_values(text: str, named: Named) -> list[TextAt] | None:
    """The values of the setting that is named in a cell; None if the name is in no such row."""
    begin = text.rfind("\n", max(0, named.start - ROW_LENGTH), named.start) + 1
    end = text.find("\n", named.end, named.end + ROW_LENGTH)
    line = text[begin : end if end >= 0 else named.end + ROW_LENGTH].rstrip("\r")
    mark = next((each for each in MARKS if each in line), "")
    if not mark or not begin:
        return None
    cells = _cells(line, mark)
    own = next((n for n, cell in enumerate(cells) if begin + cell[1] == named.start), -1)
    if own < 0 or cells[own][0] != named.name:
        return None
    if begin <= ROW_REACH and (columns := _header(text, mark, len(cells))):
        names = list(map(last_word, columns))
        if names[own] in _NAME_COLUMNS and not VALUE_COLUMNS.isdisjoint(names):
            return [
                (value, begin + start)
                for (value, start), name in zip(cells, names, strict=True)
                if name in VALUE_COLUMNS and value
            ]
        return None
    above = text[text.rfind("\n", 0, begin - 1) + 1 : begin - 1]
    return _beside(cells, own, begin) if len(_cells(above, mark)) == len(cells) > 1 else None


def _header(text: str, mark: str, count: int) -> list[str]:
    """The names of the columns, if that is what the first line has; else nothing."""
    first = text[: text.find("\n", 0, ROW_REACH) + 1].strip("\ufeff\r\n")
    names = [name for name, _ in _cells(first, mark)]
    return names if len(names) == count and all(name[:1].isalpha() for name in names) else []


def _beside(cells: list[TextAt], own: int, begin: int) -> list[TextAt] | None:
    """Of a row whose columns are not known: what is behind the name, and says nothing of it."""
    value, start = cells[own + 1] if own + 1 < len(cells) else ("", 0)
    if not UNSAID.fullmatch(value) or SAYS_HOW.fullmatch(value):
        return None
    return [(value, begin + start)]


def _cells(line: str, mark: str) -> list[TextAt]:
    """The cells of a line without quotes, and where in it each begins; none if it is no row."""
    found: list[TextAt] = []
    position = 0
    while cell := _CELLS[mark].match(line, position):
        group = "bare" if cell["quoted"] is None else "quoted"
        found.append((cell[group], cell.start(group)))
        position = cell.end()
        if not cell["then"]:
            return found
    return []
