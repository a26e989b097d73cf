"""What an audit adds: how far each credential has spread, and the repository's habits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from keyguard.fingerprint import digest
from keyguard.model import State
from keyguard.model.audit import Exposure
from keyguard.model.report import Report
from keyguard.report.masked import Shown

NAMED = 4
"""Paths and refs that are named; the rest is counted."""

_STATES = {
    State.HEAD: "still at HEAD",
    State.TREE: "in the work tree",
    State.INDEX: "in the index",
    State.HISTORY: "in older commits",
    State.UNREACHABLE: "in objects that no ref leads to",
    State.MESSAGE: "in commit or tag messages",
    State.STDIN: "in standard input",
}


def title(exposure: Exposure, shown: Shown) -> str:
    """``production key pk_Ab1C****``."""
    detection = exposure.detection
    return f"{detection.kind.words} {shown.redactor.mask(detection.value, detection.kind)}"


def sentences(exposure: Exposure, shown: Shown) -> list[str]:
    """Where it stands, since when, on which refs, in which environments."""
    paths = [shown.path(path) for path in exposure.paths]
    facts = [
        f"{_counted(len(paths), 'place')}: {_some(paths)}",
        " and ".join(_STATES[state] for state in exposure.states),
    ]
    if exposure.first is not None:
        facts.append(f"first in {shown.commit(exposure.first)}")
    if exposure.refs:
        facts.append(f"reached by {_some([shown.words(ref) for ref in exposure.refs])}")
    if exposure.environments:
        facts.append(f"in {' and '.join(each.value for each in exposure.environments)} settings")
    return facts


def as_json(report: Report, shown: Shown) -> dict[str, Any]:
    """The fields ``exposures`` and ``hygiene`` of an audit's JSON."""
    return {
        "exposures": [_exposure(exposure, shown) for exposure in report.exposures],
        "hygiene": [
            {"check": check.name, "passed": check.passed, "message": shown.raw(check.message)}
            for check in report.checks
        ],
    }


def _exposure(exposure: Exposure, shown: Shown) -> dict[str, Any]:
    detection, first = exposure.detection, exposure.first
    return {
        "kind": detection.kind.value,
        "redacted": shown.raw(shown.redactor.mask(detection.value, detection.kind)),
        "digest": digest(detection.value),
        "paths": [shown.raw_path(path) for path in exposure.paths],
        "states": [state.value for state in exposure.states],
        "environments": [environment.value for environment in exposure.environments],
        "first_commit": first and shown.raw(first.id),
        "first_author": first and shown.raw(first.author),
        "first_date": first and shown.raw(first.date),
        "refs": [shown.raw(ref) for ref in exposure.refs],
    }


def _some(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
