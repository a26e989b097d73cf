"""Values that SQL puts in named columns: ``INSERT INTO ... (..., webhook_secret) VALUES (...)``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.detect.webhook.naming.names import Named
from keyguard.detect.webhook.values.text_at import TextAt
from keyguard.model.patterns import lazy_pattern

COLUMNS_REACH = 600
"""Characters on either side of a column within which the list of columns begins and ends."""
FARTHEST = 2_000
"""Characters behind a column within which its values are looked for."""
MOST_COLUMNS = 64

_LIST_BEGINS = lazy_pattern(
    r"\b(?:INTO\s[^()]{1,200}|INSERT\s{0,20})\((?P<columns>[^()]{0,600})\Z", re.IGNORECASE
)
_OTHERS = r"[\"'`\]]?(?:\s{0,20},[^()]{0,600})?\)"
_CLAUSE = r"(?:(?:OVERRIDING|OUTPUT|KEY)\b[^;()']{0,80}(?:\([^()]{0,80}\)\s{0,40})?)?"
_LIST_ENDS = lazy_pattern(
    rf"{_OTHERS}\s{{0,40}}{_CLAUSE}(?:VALUES\s{{0,40}}|(?P<select>SELECT\s{{1,40}}))", re.IGNORECASE
)
_ALIAS_BEGINS = lazy_pattern(
    r"(?P<rows>\(\s{0,40}VALUES\s{0,40}\([^;]{1,500}\)\s{0,40})\)\s{0,40}(?:AS\s{1,20})?"
    r"[`\"\[]?\w{1,60}[`\"\]]?\s{0,20}\((?P<columns>[^()]{0,400})\Z",
    re.IGNORECASE,
)
_TABLE_ENDS = lazy_pattern(
    rf"{_OTHERS}\s{{1,20}}AS\s{{1,20}}\(\s{{0,40}}VALUES\s{{0,40}}", re.IGNORECASE
)
_TABLE_BEGINS = lazy_pattern(
    r"(?:\bWITH|,)\s{1,20}\w{1,60}\s{0,20}\((?P<columns>[^()]{0,400})\Z", re.IGNORECASE
)
INSERT = lazy_pattern(
    r"\b(?:INSERT|INTO)\s{1,20}(?!INTO\b|OR\b|IGNORE\b)(?P<table>[^\s()]{1,120})\s{0,20}"
    r"(?:\((?P<columns>[^()]{0,600})\)\s{0,40}(?:KEY\s?\([^()]{0,80}\)\s{0,40})?)?"
    r"(?:VALUES\b|(?P<select>SELECT\s{1,40}))",
    re.IGNORECASE,
)
_NEIGHBOURS = lazy_pattern(r"'\s{0,4},\s{0,4}N?'")
_LAST_WORD = lazy_pattern(r"[a-z]+(?=[^a-z]*\Z)")
ABOUT_SETTINGS = frozenset({
    "action", "caption", "captions", "category", "column", "columns", "comment", "component",
    "control", "description", "feature", "features", "field", "fields", "format", "group",
    "help", "hint", "icon", "kind", "label", "labels", "mode", "note", "notes", "permission",
    "permissions", "placeholder", "privilege", "privileges", "role", "roles", "rule", "rules",
    "scope", "scopes", "section", "status", "summary", "title", "titles", "translation",
    "translations", "type", "types", "unit", "validation", "widget", "widgets",
})  # fmt: skip
"""Last words of columns and tables that describe settings rather than hold their values."""
MAY_HOLD_VALUES = frozenset({"component", "feature", "features", "field", "fields", "section"})
"""Those of the words whose tables hold values if one of their columns is called value."""
NEXT_ROW = lazy_pattern(r"\s{0,40}\(")
_CELL = lazy_pattern(
    r"\s{0,40}(?:[ENen]?'(?P<literal>(?:[^'\n]|''){0,600})'(?:::\w{1,20})?"
    r"|\"(?P<double>[^\"\n]{0,600})\"|\$\$(?P<dollar>[^$\n]{0,600})\$\$"
    r"|[^'\"(),;]{0,200}(?:\([^()]{0,300}\))?)\s{0,40}(?P<then>[,);]|(?i:from|where|union)\b)"
)


def inserted(text: str, named: Named) -> Iterator[TextAt]:
    """The literals that go into the column of this name, a row each, with where each begins."""
    earliest = max(0, named.start - COLUMNS_REACH)
    lower = text[earliest : named.end + COLUMNS_REACH].lower()
    if "values" not in lower and "select" not in lower:
        return
    limit = min(len(text), named.end + FARTHEST)
    begins = _LIST_BEGINS.search(text, earliest, named.start)
    if begins and (ends := _LIST_ENDS.match(text, named.end, named.end + COLUMNS_REACH)):
        column = begins["columns"].count(",")
        if ends["select"]:
            yield from _cell_of(cells_at(text, ends.end(), limit), column)
        else:
            yield from column_of(text, ends.end(), limit, column)
    elif alias := _ALIAS_BEGINS.search(text, earliest, named.start):
        rows = alias.start("rows") + alias["rows"].lower().index("values") + len("values")
        yield from column_of(text, rows, alias.end("rows"), alias["columns"].count(","))
    elif (table := _TABLE_BEGINS.search(text, earliest, named.start)) and (
        ends := _TABLE_ENDS.match(text, named.end, named.end + COLUMNS_REACH)
    ):
        yield from column_of(text, ends.end(), limit, table["columns"].count(","))


def is_about_setting(text: str, named: Named, start: int) -> bool:
    """Whether the literal at ``text[start]``, in one row of SQL with a name, describes a setting.

    That is so if its column or table says of what kind a setting is, or what it is called.
    """
    if named.end > start or not _NEIGHBOURS.fullmatch(text, named.end, start):
        return False
    inserts = list(INSERT.finditer(text, max(0, start - FARTHEST), start))
    if not inserts:
        return False
    insert = inserts[-1]
    columns = (insert["columns"] or "").split(",")
    limit = min(len(text), start + COLUMNS_REACH)
    of_value = {
        last_word(column)
        for number, column in enumerate(columns)
        if column and any(start == at for _, at in column_of(text, insert.end(), limit, number))
    }
    if "value" in of_value and last_word(insert["table"]) in MAY_HOLD_VALUES:
        return False
    return not ABOUT_SETTINGS.isdisjoint({*of_value, last_word(insert["table"])})


def last_word(name: str) -> str:
    """The last word of a column's or a table's name, in lower case."""
    word = _LAST_WORD.search(name.lower())
    return word[0] if word else ""


def column_of(text: str, position: int, limit: int, column: int) -> Iterator[TextAt]:
    """The literals in one column of the rows that begin at a position, with where each begins."""
    while row := NEXT_ROW.match(text, position, limit):
        values = cells_at(text, row.end(), limit)
        if column >= len(values):
            return
        yield from _cell_of(values, column)
        position = values[-1].end() + 1
        if text[position - 1 : position] != ",":
            return


def _cell_of(values: list[re.Match[str]], column: int) -> list[TextAt]:
    return literal_of(values[column]) if column < len(values) else []


def literal_of(cell: re.Match[str]) -> list[TextAt]:
    """The quoted content of a cell, and where it begins; nothing for a number or an expression."""
    groups = ("literal", "double", "dollar")
    return [(cell[group], cell.start(group)) for group in groups if cell[group]]


def cells_at(text: str, position: int, limit: int) -> list[re.Match[str]]:
    """The cells of the row whose first one begins at a position, up to ``MOST_COLUMNS``."""
    found: list[re.Match[str]] = []
    while len(found) < MOST_COLUMNS and (cell := _CELL.match(text, position, limit)):
        found.append(cell)
        if cell["then"] != ",":
            break
        position = cell.end()
    return found
