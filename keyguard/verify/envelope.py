"""What an answer of the Gateway says of the key: a table of statuses and error codes.

Errors come as ``{"isSuccess": false, "errors": {"code", "group", "description", "params"}}``
(docs.gateway.connexease.com, Authentication and Errors). An answer without this form may come from
a proxy or a login page on the way, and says nothing.
"""

from __future__ import annotations

import json
import re
from typing import Any

from keyguard.http.exchange import Answer
from keyguard.model.liveness import Liveness, LivenessCheck
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

_CODE = lazy_pattern(r"[A-Z]{2,16}_[0-9]{3}")
"""What is quoted of an answer: nothing else of it may reach a report."""


class Row(NamedTuple):
    """The first row whose status and code are those of an answer decides.

    ``code`` is a regular expression for the code of an error, which may be empty where an envelope
    has none; None is for what is no envelope of an error.
    """

    statuses: range
    code: str | None
    liveness: Liveness
    reason: str


def _only(status: int) -> range:
    return range(status, status + 1)


_ANY, _SUCCESS = range(100, 1000), range(200, 300)
_ALIVE, _DEAD, _UNKNOWN = Liveness.ALIVE, Liveness.DEAD, Liveness.UNKNOWN

ROWS = (
    Row(_only(401), "AUTH_001", _DEAD, "the Gateway does not know it, or it is revoked or expired"),
    Row(_only(401), "AUTH_00[23]", _UNKNOWN, "the Gateway did not get the header as it was sent"),
    Row(_only(500), "AUTH_00[45]", _UNKNOWN, "the Gateway could not check it"),
    Row(_ANY, "AUTH_.*", _UNKNOWN, "status and code of the Gateway's answer contradict each other"),
    Row(_only(402), ".+", _ALIVE, "the Gateway accepts it, though it can't be billed"),
    Row(_only(429), ".+", _ALIVE, "the Gateway accepts it, though its limit is reached"),
    Row(_only(400), ".+", _ALIVE, "the Gateway accepts it, and misses only a message"),
    Row(_SUCCESS, ".*", _UNKNOWN, "status and code of the Gateway's answer contradict each other"),
    Row(_SUCCESS, None, _ALIVE, "the Gateway accepts it"),
    Row(range(300, 400), None, _UNKNOWN, "the answer is a redirect, which is not followed"),
    Row(_ANY, ".*", _UNKNOWN, "the Gateway failed for another reason"),
    Row(_ANY, None, _UNKNOWN, "the answer is not one of the Gateway's"),
)


def judge(answer: Answer) -> LivenessCheck:
    """The verdict of an answer on the key that was sent."""
    if not answer.whole:
        return LivenessCheck(_UNKNOWN, f"the answer ({answer.status}) is cut off or too large")
    code = _error_code(answer.body)
    for row in ROWS:
        if answer.status in row.statuses and _is_of(row, code):
            quoted = f"{answer.status} {code}" if code and _CODE.fullmatch(code) else answer.status
            return LivenessCheck(row.liveness, f"{row.reason} ({quoted})")
    return LivenessCheck(_UNKNOWN, "the answer has no status of HTTP")


def _is_of(row: Row, code: str | None) -> bool:
    if row.code is None or code is None:
        return row.code is code
    return re.fullmatch(row.code, code, re.DOTALL) is not None


class _TwiceError(ValueError):
    """A document contradicts itself."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are there once. Raises ``_TwiceError`` for another."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceError
    return found


def _refused(word: str) -> None:
    """``NaN`` and the like are no JSON. Raises ``ValueError``."""
    raise ValueError(word)


def _error_code(body: bytes) -> str | None:
    """The code in an envelope of the Gateway's errors; empty if it has none, None for the rest."""
    try:
        document: Any = json.loads(body, object_pairs_hook=_once, parse_constant=_refused)
    except _TwiceError:
        return ""
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or document.get("isSuccess") is not False:
        return None
    errors = document.get("errors")
    code = errors.get("code") if isinstance(errors, dict) else None
    return code if isinstance(code, str) else ""
