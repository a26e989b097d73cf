"""Names of constraints and indexes that look like a key: ``CONSTRAINT pk_<32 hex> PRIMARY KEY``.

Tools that write SQL call a primary key ``pk_`` and a hash of its table and columns.
"""

from __future__ import annotations

import re

from keyguard.model.patterns import lazy_pattern

REACH = 160
"""Characters in front of a name that show that it is one; behind it fewer do."""

_HASH = lazy_pattern(r"[0-9a-f]+|[0-9A-F]+")
_QUOTE = r"[\"'`\[]?"
_BEFORE = lazy_pattern(
    r"\b(?:CONSTRAINT|INDEX|SEQUENCE|(?:FOREIGN|UNIQUE)\s+KEY)"
    rf"(?:\s+(?:IF|NOT|EXISTS|CONCURRENTLY|ONLY)\b)*\s+(?:\w+\.)?{_QUOTE}\Z"
    r"|(?:@@?\w{1,20}|(?:Primary|Foreign)Key\w{0,20}|Unique\w{0,12}|Index|Constraint)"
    r"\([^()\n]{0,100}\b(?:map|name)\s?[:=]\s?[\"']\Z"
    r"|(?:(?:add|create|drop|rename)_?(?:primary|foreign|index|unique|constraint)\w{0,12}"
    r"|(?-i:(?:Primary|Foreign)Key\w{0,12})|has(?:Constraint|Database)?Name)"
    r"\(\s{0,20}(?:[^()\n\"']{0,60},\s{0,4})?[\"'`]\Z"
    r"|(?:\.|->)(?:primary|unique|index)\(\[[^\]\n]{1,80}\],\s{0,4}[\"'`]\Z"
    r"|\b(?:\w{1,20}_)?(?:index|foreign_key|constraint|primary_key)\b[^\n]{0,100}\bname:\s?[\"']\Z"
    r"|(?:constraint|index|(?:primary|foreign)_?key)_?name[\"']?\s?[:=]\s?[\"']?\Z",
    re.IGNORECASE,
)
_KEY_BEFORE = lazy_pattern(rf"\bKEY\s+{_QUOTE}\Z", re.IGNORECASE)
_COLUMNS_AFTER = lazy_pattern(r"[\"'`\]]?\s{0,4}\(")
_KIND_AFTER = lazy_pattern(
    r"[\"'`\]]?\s{1,20}(?:(?:PRIMARY|FOREIGN|UNIQUE)\s+KEY|UNIQUE|CHECK)\b", re.IGNORECASE
)


def names_constraint(text: str, start: int, end: int, body: str) -> bool:
    """Whether what looks like a key at ``text[start:end]`` is the name of a constraint."""
    if not _HASH.fullmatch(body):
        return False
    first = max(0, start - REACH)
    return bool(
        _BEFORE.search(text, first, start)
        or _KIND_AFTER.match(text, end)
        or (_KEY_BEFORE.search(text, first, start) and _COLUMNS_AFTER.match(text, end))
    )
