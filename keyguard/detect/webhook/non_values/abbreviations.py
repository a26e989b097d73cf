"""Whether a literal is a short form of its own name in a table of them: ``{hookSecret: "hsec"}``.

Generators of ids have such tables, and maps of columns to short names.
"""

from __future__ import annotations

from keyguard.detect.webhook.non_values.value_kinds import squeezed
from keyguard.model.patterns import lazy_pattern

REACH = 600
"""Characters around a value within which the other rows of the table are."""
LEAST = 3
"""Other rows that must be short forms of their names."""
_ROW = lazy_pattern(
    r"(?P<name>[A-Za-z][\w$-]{0,60})[\"'`]?\s{0,4}(?::|=>?)\s{0,4}"
    r"(?P<q>[\"'])(?P<value>[^\"'\n]{1,60})(?P=q)"
)
_SHORT = lazy_pattern(r"[a-z]{1,6}[_-]?")


def is_among_abbreviations(text: str, start: int, name: str, value: str) -> bool:
    """Whether the literal at ``text[start]`` abbreviates its name, as at least half of its
    neighbours do.

    Settings that merely repeat their names (``user: "user"``) are no table.
    """
    if not (_SHORT.fullmatch(value) and _abbreviates(value, name)):
        return False
    around = text[max(0, start - REACH) : start + len(value) + REACH]
    rows = [row for row in _ROW.finditer(around) if row["value"] != value]
    short = [row for row in rows if _abbreviates(row["value"], row["name"])]
    shorter = [row for row in short if row["value"].lower() != row["name"].lower()]
    return len(short) >= LEAST and 2 * len(short) >= len(rows) and len(shorter) > 1


def _abbreviates(value: str, name: str) -> bool:
    """``vview`` is one of ``videoView``: its letters are in the name, in their order."""
    letters = iter(squeezed(name))
    short = value.rstrip("_-")
    return short[:1] == name[:1].lower() and all(each in letters for each in short)
