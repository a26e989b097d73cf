"""The value in a row of SQL whose name is in another cell.

Rows that are inserted, with their columns or without, rows of ``COPY``, and a row that is updated
where the name is.
"""

from __future__ import annotations

import re

from keyguard.detect.webhook.naming.names import Named
from keyguard.detect.webhook.values.sql_insert import (
    ABOUT_SETTINGS,
    INSERT,
    MAY_HOLD_VALUES,
    NEXT_ROW,
    cells_at,
    last_word,
    literal_of,
)
from keyguard.detect.webhook.values.text_at import TextAt
from keyguard.model.patterns import lazy_pattern

ROW_REACH = 1_100
"""Characters in front of a name within which its statement begins."""
ROW_LENGTH = 1_000
"""Characters behind a name within which its row ends."""


_COPY = lazy_pattern(
    r"^COPY\s(?P<table>[\w.\"]{1,160})\s\((?P<columns>[^()]{0,600})\)\sFROM\sstdin[^;\n]{0,80};\r?\n",
    re.MULTILINE | re.IGNORECASE,
)
_UPDATE = lazy_pattern(
    r"\bUPDATE\s{1,20}(?P<table>[^\s()]{1,120})\s[^;]{0,80}?\bSET\s(?P<set>[^;]{1,800}?)"
    r"\bWHERE\s(?:[^;']{0,160}\bAND\s{1,20})?[`\"\[]?(?:\w{1,40}\.)?\w{0,20}"
    r"(?P<named>name|key|code|path|option|setting)[`\"\]]?\s?=\s?N?'[\w.:/-]{0,40}\Z",
    re.IGNORECASE,
)
_SET = lazy_pattern(
    r"(?:\A|,)\s{0,20}(?:\w{1,40}\.)?[`\"\[]?(?P<column>\w{1,60})[`\"\]]?\s{0,4}=\s{0,4}(?:[EN]?'(?P<literal>[^'\n]{1,512})')?",
    re.IGNORECASE,
)
_UPSERT = lazy_pattern(
    r"\)[^;']{0,20}\bON\s(?:CONFLICT|DUPLICATE)\b[^;']{0,120}\b(?:SET|UPDATE)\s{1,20}[`\"\[]?\w{0,40}?value"
    r"[`\"\]]?\s?=\s?[EN]?'(?P<literal>[^'\n]{1,512})'",
    re.IGNORECASE,
)
VALUE_COLUMNS = frozenset({"value", "val"})
"""Last words of columns that hold what a setting is set to."""
SAYS_HOW = lazy_pattern(
    r"(?i:(?:in)?active|(?:en|dis)abled|pending|revoked|expired|string|str|text|varchar|password|secret|hidden|encrypted"
    r"|system|default|prod(?:uction)?|staging|development|live|test|yes|no|on|off|true|false|global|public|private"
    r"|json|input|textarea|admin|user|all|ok|new|set|used?|valid|required|optional|none|null|[a-z0-9])"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}\S{0,20}|[0-9:.-]{1,40}"
)
"""Cells that say of what kind a setting is, or since when."""
UNSAID = lazy_pattern(r"(?=\S{0,512}[0-9])(?=\S{0,512}[A-Za-z])\S{8,512}")
"""What may be a value without a column that says so, with a cell between."""
_NULL = r"\N"


def row_values(text: str, named: Named) -> list[TextAt] | None:
    """The values of the setting that a cell names; None if no row says which cells they are."""
    before = text[max(0, named.start - ROW_REACH) : named.start]
    upper = before.upper()
    if text[named.end : named.end + 1] == "'":
        if "WHERE" in upper and (update := _UPDATE.search(before)):
            return _updated(update, named.start - len(before))
        if "INSERT" in upper or "INTO" in upper:
            return _inserted(text, named, named.start - len(before))
    if "COPY" in upper and "\t" in text[named.start - 1 : named.end + 1]:
        return _copied(text, named, named.start - len(before))
    return None


def _updated(update: re.Match[str], first: int) -> list[TextAt] | None:
    found = list(_SET.finditer(update["set"]))
    start = first + update.start("set")
    words = [last_word(each["column"]) for each in found]
    if not VALUE_COLUMNS.isdisjoint(words):
        return [
            (each["literal"], start + each.start("literal"))
            for each, word in zip(found, words, strict=True)
            if word in VALUE_COLUMNS and each["literal"]
        ]
    said = {*ABOUT_SETTINGS, update["named"].lower()}
    return [] if words and said.issuperset(words) else None


def _inserted(text: str, named: Named, first: int) -> list[TextAt] | None:
    inserts = list(INSERT.finditer(text, first, named.start))
    if not inserts:
        return None
    insert = inserts[-1]
    cells = _row_around(text, insert, named)
    own = next((n for n, cell in enumerate(cells) if cell.start() < named.start < cell.end()), -1)
    if own < 0:
        return None
    table, columns = last_word(insert["table"]), (insert["columns"] or "").split(",")
    if not insert["columns"]:
        return [] if table in ABOUT_SETTINGS else _unsaid(cells, own)
    words = list(map(last_word, columns))
    if len(words) != len(cells) or words[own] in VALUE_COLUMNS:
        return None
    values = [cells[n] for n, word in enumerate(words) if word in VALUE_COLUMNS]
    if not values:
        return [] if ABOUT_SETTINGS.issuperset(words[own + 1 : own + 2]) else None
    if table in ABOUT_SETTINGS - MAY_HOLD_VALUES:
        return []
    last = cells[-1].end() - 1
    upsert = _UPSERT.match(text, last, last + ROW_LENGTH) if text[last : last + 1] == ")" else None
    return [
        *(cell for value in values for cell in literal_of(value)),
        *([(upsert["literal"], upsert.start("literal"))] if upsert else []),
    ]


def _row_around(text: str, insert: re.Match[str], named: Named) -> list[re.Match[str]]:
    """The cells of the row that a name is in; none if it is in no row."""
    limit = min(len(text), named.end + ROW_LENGTH)
    if insert["select"]:
        return cells_at(text, insert.end(), limit)
    position = insert.end()
    while row := NEXT_ROW.match(text, position, limit):
        cells = cells_at(text, row.end(), limit)
        if not cells or row.end() > named.start:
            return []
        position = cells[-1].end()
        if position > named.start:
            return cells
        if text[position : position + 1] != ",":
            return []
        position += 1
    return []


def _unsaid(cells: list[re.Match[str]], own: int) -> list[TextAt] | None:
    """Of a row without columns: what is behind the name, and says neither of what kind it is nor
    since when."""
    said = False
    for cell in cells[own + 1 :]:
        for value, start in literal_of(cell):
            if not SAYS_HOW.fullmatch(value):
                if not said:
                    return None
                return [(value, start)] if UNSAID.fullmatch(value) else []
            said = True
    return [] if said else None


def _copied(text: str, named: Named, first: int) -> list[TextAt] | None:
    copies = list(_COPY.finditer(text, first, named.start))
    if not copies or "\n\\." in text[copies[-1].end() - 1 : named.start]:
        return None
    words = list(map(last_word, copies[-1]["columns"].split(",")))
    begin = text.rfind("\n", 0, named.start) + 1
    end = text.find("\n", named.end, named.end + ROW_LENGTH)
    cells = text[begin : end if end >= 0 else named.end + ROW_LENGTH].rstrip("\r").split("\t")
    own = text.count("\t", begin, named.start)
    if len(cells) != len(words) or words[own] in VALUE_COLUMNS:
        return None
    starts = [begin + sum(len(each) + 1 for each in cells[:n]) for n in range(len(cells))]
    values = [
        (cell, start)
        for cell, start, word in zip(cells, starts, words, strict=True)
        if word in VALUE_COLUMNS and cell not in ("", _NULL)
    ]
    return values or None
