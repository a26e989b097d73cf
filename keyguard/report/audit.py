"""The fields that JSON has for a whole repository: its credentials, and its habits."""

from __future__ import annotations

from typing import Any

from keyguard.fingerprint import digest
from keyguard.model import Commit, Finding
from keyguard.model.refs import is_branch, short
from keyguard.model.report import Report
from keyguard.report.credentials import Credential, credentials, headline
from keyguard.report.masked import Shown
from keyguard.report.redact import mask


def clean_up(report: Report, shown: Shown) -> dict[str, Any]:
    """The fields ``summary`` and ``credentials``: each credential once, the most urgent first."""
    found = credentials(report.active)
    return {
        "summary": headline(found),
        "credentials": [_credential(each, shown) for each in found],
    }


def as_json(report: Report, shown: Shown) -> dict[str, Any]:
    """The fields ``exposures`` and ``hygiene`` of an audit's JSON."""
    found = sorted(credentials(report.active), key=_widest_first)
    return {
        "exposures": [_exposure(each, shown) for each in found],
        "hygiene": [
            {"check": check.name, "passed": check.passed, "message": shown.raw(check.told())}
            for check in report.checks
        ],
    }


def _credential(credential: Credential, shown: Shown) -> dict[str, Any]:
    detection = credential.detection
    return {
        "kind": detection.kind.value,
        "vendor": shown.raw(detection.vendor),
        "redacted": mask(detection.value, detection.kind),
        "digest": digest(detection.value),
        "severity": credential.severity.label,
        "rules": list(dict.fromkeys(shown.rule(each) for each in credential.findings)),
        "reaches": sorted(surface.value for surface in credential.ships),
        "places": [_place(each, shown) for each in credential.places],
        "branches": [shown.raw(short(name)) for name in credential.refs if is_branch(name)],
        "refs": [shown.raw(name) for name in credential.refs],
        "at_head": credential.is_at_head,
        "still_there": credential.is_there,
        "pushed": credential.pushed,
        "environments": [environment.value for environment in credential.environments],
        "first": _commit(credential.first, shown),
        "last": _commit(credential.last, shown),
    }


def _place(finding: Finding, shown: Shown) -> dict[str, Any]:
    return {
        "path": shown.raw_path(finding.place.path),
        "line": finding.region.line,
        "state": finding.place.state.value,
    }


def _exposure(credential: Credential, shown: Shown) -> dict[str, Any]:
    detection, first = credential.detection, credential.first
    return {
        "kind": detection.kind.value,
        "redacted": shown.raw(shown.redactor.mask(detection.value, detection.kind)),
        "digest": digest(detection.value),
        "paths": [shown.raw_path(path) for path in _paths(credential)],
        "states": [state.value for state in credential.states],
        "environments": [environment.value for environment in credential.environments],
        "first_commit": first and shown.raw(first.id),
        "first_author": first and shown.raw(first.author),
        "first_date": first and shown.raw(first.date),
        "refs": [shown.raw(short(ref)) for ref in credential.refs],
    }


def _commit(commit: Commit | None, shown: Shown) -> dict[str, str] | None:
    if commit is None:
        return None
    return {
        "commit": shown.raw(commit.id),
        "author": shown.raw(commit.author),
        "date": shown.raw(commit.date),
    }


def _paths(credential: Credential) -> list[bytes]:
    return sorted(finding.place.path for finding in credential.places)


def _widest_first(credential: Credential) -> tuple[int, list[bytes]]:
    paths = _paths(credential)
    return -len(paths), paths
