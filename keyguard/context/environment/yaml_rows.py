"""The lines of a YAML document, and the lines that each is nested in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from keyguard.context.window import KEPT
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

_ROW = lazy_pattern(
    r"^( *)(?=[^\s#])((?:- {1,8}){0,4})(?:[\"']?([\w.%/@-]{1,100})[\"']?[ \t]{0,8}:(?=\s|\Z))?",
    re.MULTILINE,
)


class Row(NamedTuple):
    """A line; ``column`` is where its key is, behind the dashes of a list."""

    start: int
    column: int
    key: str


class Rows(NamedTuple):
    """The lines of one document, each by its number, with what many questions need."""

    rows: list[Row]
    starts: list[int]
    parents: list[int]
    """For each line the last key before it that is less indented; negative if there is none."""
    shallower: list[int]
    """For each line the next one that is less indented; the number of lines if there is none."""
    items: dict[int, list[int]]
    """Where the items of lists begin, by the column of their keys."""
    last: int
    """Where the document ends."""

    def at(self, offset: int) -> int:
        """The line at a position; negative in front of the first line."""
        return bisect_right(self.starts, offset) - 1

    def enclosing(self, here: int) -> Iterator[tuple[Row, int]]:
        """The keys that a line is nested in, innermost first, each with where its block ends."""
        parent = self.parents[here]
        while parent >= 0:
            row = self.rows[parent]
            yield row, self._end_of_block(here, row.column)
            parent = self.parents[parent]

    def mapping(self, here: int, column: int, start: int, end: int) -> tuple[int, int]:
        """The keys in ``column`` that belong together; in a list, those of the item around the
        line."""
        items = self.items.get(column, [])
        index = bisect_right(items, self.starts[here])
        before = items[index - 1] if index else start
        after = items[index] if index < len(items) else end
        return max(start, before), min(end, after)

    def _end_of_block(self, here: int, column: int) -> int:
        """Where the first line behind this one is that is indented as little as ``column``."""
        number = here + 1
        while number < len(self.rows) and self.rows[number].column > column:
            number = self.shallower[number]
        return self.starts[number] if number < len(self.rows) else self.last


@lru_cache(maxsize=KEPT)
def rows_of(text: str, first: int, last: int) -> Rows:
    """The lines of the document ``text[first:last]``."""
    rows: list[Row] = []
    items: dict[int, list[int]] = {}
    for found in _ROW.finditer(text, first, last):
        row = Row(found.start(), found.end(2) - found.start(), found[3] or "")
        rows.append(row)
        if found[2]:
            items.setdefault(row.column, []).append(row.start)
    return Rows(rows, [row.start for row in rows], _parents(rows), _shallower(rows), items, last)


def _parents(rows: list[Row]) -> list[int]:
    parents: list[int] = []
    open_keys: list[int] = []
    for number, row in enumerate(rows):
        deeper = len(open_keys)
        while deeper and rows[open_keys[deeper - 1]].column >= row.column:
            deeper -= 1
        parents.append(open_keys[deeper - 1] if deeper else -1)
        if row.key:
            del open_keys[deeper:]
            open_keys.append(number)
    return parents


def _shallower(rows: list[Row]) -> list[int]:
    shallower = [len(rows)] * len(rows)
    waiting: list[int] = []
    for number, row in enumerate(rows):
        while waiting and rows[waiting[-1]].column > row.column:
            shallower[waiting.pop()] = number
        waiting.append(number)
    return shallower
