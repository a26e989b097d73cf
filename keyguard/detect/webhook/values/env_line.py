"""Lines of env files: the literal behind a name, as it is written."""

from __future__ import annotations

import re

from keyguard.detect.webhook.naming.names import Named
from keyguard.detect.webhook.non_values.value_kinds import is_label
from keyguard.model.patterns import lazy_pattern

LONGEST_LINE = 2_000
"""Characters of a line that are looked at."""

_BEFORE_NAME = lazy_pattern(
    r"(?:[ \t]*(?:#|//|;))?[ \t]*(?:(?:export|set|setx|env)[ \t]+)?", re.IGNORECASE
)
_SIGN = lazy_pattern(r"[ \t]*(?:\+?=|:(?=[ \t]))[ \t]*")
_COMMENT = lazy_pattern(r"[ \t]+#.*\Z")
_QUOTED = lazy_pattern(
    r"""(?P<q>["'`])(?P<value>(?:\\.|(?!(?P=q))[^\\])*)(?P=q)(?=[ \t]*(?:#|\Z))"""
)


def line_of(text: str, named: Named) -> int | None:
    """Where the line begins that sets a name; None if the name is not at its beginning."""
    start = text.rfind("\n", max(0, named.start - LONGEST_LINE), named.start) + 1
    return start if _BEFORE_NAME.fullmatch(text, start, named.start) else None


def written_value(text: str, named: Named) -> tuple[str, int, bool] | None:
    """Everything written behind a name, without its quotes and without a comment behind a space.

    The text, where it begins, and whether it is in quotes; None if there is nothing.
    """
    sign = _SIGN.match(text, named.end)
    if sign is None:
        return None
    end = text.find("\n", sign.end(), sign.end() + LONGEST_LINE)
    line = text[sign.end() : end if end >= 0 else sign.end() + LONGEST_LINE].rstrip()
    if quoted := _QUOTED.match(line):
        return quoted["value"], sign.end() + 1, True
    line = _COMMENT.sub("", line).rstrip()
    is_comment = line[:1] == "#" and (" " in line or line[1:].isalpha() or len(line) == 1)
    return None if not line or is_comment or is_label(line) else (line, sign.end(), False)
