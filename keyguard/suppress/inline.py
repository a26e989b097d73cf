"""``keyguard: allow[rule-id] reason`` on the line, ``keyguard: allow-next-line[...]`` above it."""

from __future__ import annotations

import re

from keyguard.model import Suppression

REACH = 1_000
"""Characters on either side that are searched: minified files are one line."""

_MARKER = re.compile(
    r"keyguard:[ \t]{0,4}allow(?P<next>-next-line)?(?![A-Za-z-])"
    r"(?:\[(?P<rules>[A-Za-z0-9_. ,*-]{0,400})\])?"
    r"[ \t:-]{0,4}(?P<reason>[^\n]{0,200})"
)
_COMMENT_ENDS = re.compile(r"\s*(?:\*/|-->|--%>|#}|%>|\*\)|\]\]|['\"`]?[),;}\]]*)\s*$")


def inline_allow(text: str, start: int, end: int, rule_id: str) -> Suppression | None:
    """The marker that allows ``rule_id`` for the value at ``text[start:end]``, if there is one.

    A marker without brackets, or with ``[*]``, allows every rule.
    """
    before = text[max(0, start - REACH) : start]
    line_start = before.rpartition("\n")[2]
    line_end = text[end : end + REACH].partition("\n")[0]
    earlier = before[: len(before) - len(line_start)].removesuffix("\n")
    previous_line = earlier.rpartition("\n")[2]
    for line, wants_next in ((line_start + " " + line_end, False), (previous_line, True)):
        for marker in _MARKER.finditer(line):
            if bool(marker["next"]) is wants_next and _allows(marker["rules"], rule_id):
                return Suppression("inline", _COMMENT_ENDS.sub("", marker["reason"]).strip())
    return None


def _allows(rules: str | None, rule_id: str) -> bool:
    if rules is None:
        return True
    allowed = {rule.strip() for rule in rules.split(",")}
    return bool(allowed & {rule_id, "*"})
