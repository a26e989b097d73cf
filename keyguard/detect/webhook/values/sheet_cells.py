"""The cells of a spreadsheet beside the name of a secret, or below it in its column.

ECMA-376, part 1, 18.3.1.4: a cell says where it is, ``<c r="B2">``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.detect.webhook.naming.names import Named
from keyguard.detect.webhook.non_values.value_kinds import looks_random
from keyguard.detect.webhook.values.text_at import TextAt
from keyguard.model.patterns import lazy_pattern

CELL_REACH = 200
"""Characters in front of a name within which its cell begins."""
SHEET_REACH = 2_000
"""Characters behind a name within which its values are."""

_PLACE = r"<(?:\w{1,8}:)?c\b[^<>]{0,80}\br=\"(?P<column>[A-Z]{1,3})(?P<row>\d{1,7})\"[^<>]{0,80}>"
_TEXT = r"\s{0,4}(?:<(?:\w{1,8}:)?is>\s{0,4})?<(?:\w{1,8}:)?t\b[^<>]{0,60}>"
_CELL_OF_NAME = lazy_pattern(rf"{_PLACE}{_TEXT}[^<>]{{0,80}}\Z")
_CELL = lazy_pattern(rf"{_PLACE}{_TEXT}\s{{0,4}}(?P<value>[^<>]{{1,512}}?)\s{{0,4}}</")
_MAY_BE_SECRET = lazy_pattern(r"(?=\D{0,512}\d)(?=[^A-Za-z]{0,512}[A-Za-z])\S{8,512}")


def is_in_sheet(text: str, named: Named) -> bool:
    """Whether a name is in a cell that says where it is."""
    return _cell_of(text, named) is not None


def values_of_cell(text: str, named: Named) -> Iterator[TextAt]:
    """The next cell of the row, and what looks random below the name, with where each begins."""
    cell = _cell_of(text, named)
    if cell is None:
        return
    is_first = True
    for other in _CELL.finditer(text, named.end, named.end + SHEET_REACH):
        beside = is_first and other["row"] == cell["row"]
        below = other["row"] != cell["row"] and other["column"] == cell["column"]
        is_first = False
        if (beside and _MAY_BE_SECRET.fullmatch(other["value"])) or (
            below and looks_random(other["value"])
        ):
            yield other["value"], other.start("value")


def _cell_of(text: str, named: Named) -> re.Match[str] | None:
    if not text.startswith("<", named.end):
        return None
    return _CELL_OF_NAME.search(text, max(0, named.start - CELL_REACH), named.start)
