"""The Gateway's host where code calls it.

Only literals count: ``"https://api.gateway.connexease.com/..."``. Comments, links and sentences
name the host as well, and call nothing. The documentation's host is none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.model import Confidence, Detection, Kind, View
from keyguard.model.patterns import lazy_pattern
from keyguard.prefilter.clue_kinds import ClueKind, ClueKinds
from keyguard.prefilter.windows import ClueReach

HOST_CALL_CLUES = ClueKinds({ClueKind.GATEWAY})
LITERAL_REACH = 400
"""Characters in front of the host that show what it is a part of."""
HOST_CALL_REACH = ClueReach(before=LITERAL_REACH + 40, after=2)
"""How far around the clue, which is the end of the 26 characters of the host, a call is decided."""

HOST = lazy_pattern(
    r"(?<![A-Za-z0-9.-])(?:(?:api|proxy)\.gateway|api-gateway)\.connexease\.com"
    r"(?![A-Za-z0-9-]|\.[A-Za-z0-9])",
    re.IGNORECASE,
)
"""Matches the hosts of the API, of today and before, as docs.gateway.connexease.com names them, and
the panel's."""

_IN_LITERAL = lazy_pattern(
    r"""(?:["'`]|<string[^<>]{0,80}>|^[ \t]*[A-Z][A-Z0-9_]{0,60}[ \t]*=[ \t]*)[^\s"'`<>]{0,120}\Z"""
)
"""How a literal begins; the last form is a setting without quotes, as in an ``.xcconfig``."""
_IN_LINK = lazy_pattern(r"""href\\?["']?\s{0,2}[=:]\s{0,2}[{\\"'`]{1,4}[^\s"'`]{0,120}\Z""")
_AFTER_COMMENT_MARK = lazy_pattern(r"^\s*\*|(?:^|[^:\\\"'`}])//")
_OPEN_COMMENT = lazy_pattern(r"(?:^|\n)[ \t]*(?:/\*|<!--)(?![\s\S]*(?:\*/|-->))")


def find_host_calls(view: View) -> Iterator[Detection]:
    """Every literal with the Gateway's host, in readable text."""
    if view.binary or "connexease" not in view.text.lower():
        return
    for match in HOST.finditer(view.text):
        if _is_called(view.text, match.start()):
            yield Detection(
                view=view,
                start=match.start(),
                end=match.end(),
                kind=Kind.GATEWAY_CALL,
                value=match[0].lower(),
                confidence=Confidence.HIGH,
            )


def _is_called(text: str, start: int) -> bool:
    before = text[max(0, start - LITERAL_REACH) : start]
    line = before.rpartition("\n")[2]
    return (
        bool(_IN_LITERAL.search(line))
        and not _IN_LINK.search(line)
        and not _AFTER_COMMENT_MARK.search(line)
        and not _OPEN_COMMENT.search(before)
    )
