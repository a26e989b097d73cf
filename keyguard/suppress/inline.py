"""``keyguard: allow[rule-id] reason`` on the line, ``keyguard: allow-next-line[...]`` above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from keyguard.model import Suppression
from keyguard.model.patterns import lazy_pattern

REACH = 1_000
"""Characters on either side that are searched: a minified file is one line."""

ANY = "*"
"""Stands for every rule, in the brackets."""

_BEGINS = "keyguard:"
_MARKER = lazy_pattern(
    rf"{_BEGINS}[ \t]{{0,4}}allow(?P<next>-next-line)?(?![A-Za-z-])"
    r"(?:\[(?P<rules>[A-Za-z0-9_. ,*-]{0,400})\])?"
    r"[ \t:-]{0,4}(?P<reason>(?:(?!\W{0,8}keyguard:[ \t]{0,4}allow)[^\n]){0,200})"
)
_ALONE = lazy_pattern(r"\W*(?:REM\W+)?keyguard:", re.IGNORECASE)
"""A line that holds a comment only: one above it is about the line below it as well."""
_COMMENT_ENDS = lazy_pattern(r"\s*(?:\*/}?|-->|-?-?%>|#}|\*@|\*\)|\]\]|['\"`]?[),;}\]]*)\s*$")


def may_be_marked(text: str, start: int, end: int) -> bool:
    """Whether a marker may be near the value at ``text[start:end]``."""
    return _has_any(text) and text.find(_BEGINS, max(0, start - REACH), end + REACH) >= 0


@lru_cache(maxsize=4)
def _has_any(text: str) -> bool:
    """Whether a marker may be anywhere in a text: kept while what is in it is judged."""
    return _BEGINS in text


def inline_allow(text: str, start: int, end: int, rule_id: str) -> Suppression | None:
    """The marker that allows ``rule_id`` for the value at ``text[start:end]``, if there is one.

    A marker without brackets, or with ``[*]``, allows every rule.
    """
    for marker in _markers(text, start, end):
        rules = _rules(marker)
        if rules is None or rules & {rule_id, ANY}:
            return Suppression("inline", _COMMENT_ENDS.sub("", marker["reason"]).strip())
    return None


def allowed_rules(text: str, start: int, end: int) -> set[str]:
    """The names in the markers for the value at ``text[start:end]``, be they rules or not."""
    return {rule for marker in _markers(text, start, end) for rule in _rules(marker) or () if rule}


def _markers(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The markers on the line of a value, and those on lines above that are about the next line, of
    which each rule may have its own."""
    before = text[max(0, start - REACH) : start]
    line_start = before.rpartition("\n")[2]
    line_end = text[end : end + REACH].partition("\n")[0]
    earlier = before[: len(before) - len(line_start)].removesuffix("\n")
    yield from _of_kind(line_start + " " + line_end, wants_next=False)
    while earlier:
        earlier, _, line = earlier.rpartition("\n")
        found = _of_kind(line, wants_next=True)
        yield from found
        if not found or not _ALONE.match(line):
            return


def _of_kind(line: str, *, wants_next: bool) -> list[re.Match[str]]:
    return [each for each in _MARKER.finditer(line) if bool(each["next"]) is wants_next]


def _rules(marker: re.Match[str]) -> set[str] | None:
    """The names in the brackets; None without brackets."""
    names = marker["rules"]
    return None if names is None else {name.strip() for name in names.split(",")}
