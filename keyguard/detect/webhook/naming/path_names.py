"""Names that are paths: the value behind ``shop/webhook/secret`` is often none of it."""

from __future__ import annotations

from keyguard.detect.webhook.values.nearby import is_random
from keyguard.model.patterns import lazy_pattern

LONGEST_LINE = 200
_DIGEST = lazy_pattern(r"[0-9a-f]{32,128}")
_FILE = lazy_pattern(r"\.[a-z]{1,4}\Z")
_ROW = lazy_pattern(
    r"[^\n]{0,120}/[\w-]{1,80}\"?(?::|=|,|\s)\s{0,4}\"?(?P<digest>[0-9a-f]{32,128})\"?,?\r?"
)


def is_behind_path(text: str, name: str, start: int, value: str) -> bool:
    """Whether a value is no secret because a path is in front of it.

    Words that a person chose name a route, a module or a file there, and lock files keep a digest
    for each path.
    """
    if "/" in name and (not is_random(value) or _FILE.search(name)):
        return True
    return _DIGEST.fullmatch(value) is not None and _is_among_digests(text, start, len(value))


def _is_among_digests(text: str, start: int, length: int) -> bool:
    above = text[max(0, start - 2 * LONGEST_LINE) : start].rpartition("\n")[0].rpartition("\n")[2]
    below = text[start : start + 2 * LONGEST_LINE].partition("\n")[2].partition("\n")[0]
    rows = filter(None, map(_ROW.fullmatch, (above, below)))
    return any(len(row["digest"]) == length for row in rows)
