"""The report of a fleet for programs: one JSON document, whose fields are a contract."""

from __future__ import annotations

import json
from typing import Any, TextIO

from keyguard import __version__
from keyguard.fleet.report import words
from keyguard.fleet.report.breakage import stages
from keyguard.fleet.report.contents import (
    FleetCredential,
    FleetReport,
    FleetRepository,
    Gap,
    HeldPlace,
    Moment,
)
from keyguard.fleet.store.reading import Held, Run
from keyguard.model import Confidence, Severity
from keyguard.report import Presentation
from keyguard.report.masked import Shown
from keyguard.report.sanitize import write_json

SCHEMA = "keyguard-fleet/1"
_LEVELS = sorted(Severity, reverse=True)


def write(report: FleetReport, stream: TextIO, presentation: Presentation) -> None:
    """Writes one JSON document, in ASCII whatever the stream can hold."""
    write_json(document(report, words.shown()), stream)


def document(report: FleetReport, show: Shown) -> dict[str, Any]:
    """The document as values of the ``json`` module, its fields in the order of the contract."""
    return {
        "schema": SCHEMA,
        "version": __version__,
        "command": "fleet report",
        "complete": report.complete,
        "summary": words.headline(report),
        "runs": [_run(run, show) for run in report.runs],
        "since": _moment(report.since) if report.since else None,
        "credentials": [_credential(each, report, show) for each in report.credentials],
        "gone": [_credential(each, report, show) for each in report.gone],
        "findings": [_place(place, show) for place in report.others],
        "suppressed": [_place(place, show) for place in report.suppressed],
        "repositories": [_repository(each, show) for each in report.repositories],
        "gaps": [_gap(gap, show) for gap in report.gaps],
    }


def _run(run: Run, show: Shown) -> dict[str, Any]:
    return {
        "number": run.number,
        "began": run.began,
        "ended": run.ended or None,
        "shard": show.raw(run.shard) or None,
        "version": show.raw(run.stamp.version),
        "rules": show.raw(run.stamp.rules),
        "settings": show.raw(run.stamp.settings),
    }


def _moment(moment: Moment) -> dict[str, Any]:
    return {
        "time": moment.time,
        "run": moment.run.number if moment.run else None,
        "same_rules": moment.same_rules,
    }


def _credential(credential: FleetCredential, report: FleetReport, show: Shown) -> dict[str, Any]:
    where = credential.where
    return {
        "digest": credential.digest,
        "kind": credential.kind.value,
        "vendor": show.raw(credential.worst.vendor),
        "redacted": show.raw(credential.worst.redacted),
        "severity": credential.severity.label,
        "liveness": credential.liveness or None,
        "liveness_reason": show.raw(credential.liveness_reason) or None,
        "change": credential.change.value if credential.change else None,
        "newly_read": credential.newly_read,
        "repositories": where.repositories,
        "networks": where.networks,
        "environments": [environment.value for environment in credential.environments],
        "reaches": [surface.value for surface in credential.ships],
        "at_head": credential.is_at_head,
        "still_there": credential.is_there,
        "rules": [show.raw(rule) for rule in credential.rules],
        "oldest": _commit(credential.oldest, show) if credential.oldest else None,
        "first_seen": credential.first_seen,
        "last_seen": credential.last_seen,
        "places": [_place(place, show) for place in credential.places],
        "left": [
            {"repository": show.raw(held.source), "path": show.raw(held.path)}
            for held in credential.left
        ],
        "breaks": [
            {
                "stage": stage.title,
                "files": [
                    {
                        "repository": show.raw(place.held.source),
                        "path": show.raw(place.held.path),
                        "line": place.held.line,
                        "job": place.job or None,
                    }
                    for place in stage.places
                ],
            }
            for stage in stages(credential, report.suppressed)
        ],
    }


def _commit(held: Held, show: Shown) -> dict[str, Any]:
    return {
        "repository": show.raw(held.source),
        "path": show.raw(held.path),
        "commit": show.raw(held.commit or ""),
        "author": show.raw(held.author or ""),
        "date": show.raw(held.date or ""),
    }


def _place(place: HeldPlace, show: Shown) -> dict[str, Any]:
    """As ``keyguard history`` has a finding, with its repository, and when it was seen."""
    held = place.held
    return {
        "repository": show.raw(held.source),
        "network": show.raw(held.network) or None,
        "rule": show.raw(held.rule),
        "severity": place.severity.label,
        "confidence": Confidence(held.confidence).label,
        "message": show.raw(held.message),
        "fix": show.raw(held.fix),
        "fingerprint": held.fingerprint,
        "digest": held.digest,
        "kind": held.kind,
        "environment": held.environment,
        "surface": held.surface,
        "surface_reason": show.raw(held.surface_reason),
        "job": place.job or None,
        "path": show.raw(held.path),
        "line": held.line,
        "column": held.column,
        "end_line": held.end_line,
        "end_column": held.end_column,
        "via": [show.raw(step) for step in json.loads(held.via)],
        "occurrences": held.occurrences,
        "commit": held.commit and show.raw(held.commit),
        "author": held.author and show.raw(held.author),
        "date": held.date and show.raw(held.date),
        "state": held.state,
        "refs": None if held.refs is None else [show.raw(ref) for ref in json.loads(held.refs)],
        "suppressed": _suppressed(held, show),
        "first_seen": held.first_seen,
        "last_seen": held.last_seen or None,
        "change": place.change.value if place.change else None,
    }


def _suppressed(held: Held, show: Shown) -> dict[str, str] | None:
    if held.suppressed_by is None:
        return None
    return {"by": show.raw(held.suppressed_by), "reason": show.raw(held.suppressed_reason or "")}


def _repository(repository: FleetRepository, show: Shown) -> dict[str, Any]:
    return {
        "repository": show.raw(repository.source),
        "network": show.raw(repository.network) or None,
        "state": repository.state,
        "reason": show.raw(repository.reason) or None,
        "head": show.raw(repository.head) or None,
        "size": repository.size,
        "read": repository.read or None,
        "listed": repository.is_listed,
        "findings": {
            level.label: number
            for level, number in zip(_LEVELS, repository.severities, strict=True)
        },
        "credentials": repository.credentials,
        "at_head": repository.at_head,
        "unread": repository.unread,
    }


def _gap(gap: Gap, show: Shown) -> dict[str, Any]:
    return {
        "kind": gap.kind,
        "repository": show.raw(gap.source) or None,
        "path": show.raw(gap.path) or None,
        "message": show.raw(gap.message),
    }
