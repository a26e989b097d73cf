"""The report for programs: one JSON document, whose fields are a contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TextIO

from keyguard import __version__
from keyguard.fingerprint import digest
from keyguard.model import Finding
from keyguard.model.report import Report
from keyguard.model.source_map import way
from keyguard.report import Presentation, audit, summary
from keyguard.report.credentials import LISTED_FOR
from keyguard.report.forms import Forms
from keyguard.report.indented import Written, in_json
from keyguard.report.masked import Shown
from keyguard.report.redact import mask
from keyguard.report.sanitize import write_json

SCHEMA = "keyguard/1"
_DEPTH_OF_FINDINGS = 2
"""They are in a list of the document."""


def write(report: Report, stream: TextIO, presentation: Presentation) -> None:
    """Writes one JSON document, in ASCII whatever the stream can hold."""
    shown = Shown(report, presentation.show_secrets)
    forms = Forms(_DEPTH_OF_FINDINGS)
    findings = [_written(finding, shown, forms) for finding in report.findings]
    write_json(_document(report, shown, findings), stream)


def document(report: Report, shown: Shown) -> dict[str, Any]:
    """The document as values for the ``json`` module, its fields in the order of the contract."""
    return _document(report, shown, [_finding(finding, shown) for finding in report.findings])


def _document(report: Report, shown: Shown, findings: Sequence[Any]) -> dict[str, Any]:
    scanned = report.scanned
    return {
        "schema": SCHEMA,
        "version": __version__,
        "command": report.command,
        "complete": report.complete,
        "scanned": {
            "files": scanned.files,
            "blobs": scanned.blobs,
            "commits": scanned.commits,
            "bytes": scanned.bytes,
        },
        "skipped": {shown.raw(reason): count for reason, count in report.skipped.items()},
        "problems": [
            {"path": shown.raw_path(problem.path), "message": shown.raw(problem.message)}
            for problem in report.problems
        ],
        **(audit.clean_up(report, shown) if report.command in LISTED_FOR else {}),
        "findings": findings,
        **_submodules(report, shown),
        **_cache(report),
        **({"policy": shown.raw(report.policy)} if report.policy else {}),
        **({"rotations": [*map(shown.raw, report.rotations)]} if report.rotations else {}),
        **(audit.as_json(report, shown) if report.command == "audit" else {}),
    }


def _submodules(report: Report, shown: Shown) -> dict[str, list[str]]:
    """A field that only a report of a repository with submodules has."""
    paths = [shown.raw_path(path) for path in report.submodules]
    return {"submodules": paths} if paths else {}


def _cache(report: Report) -> dict[str, Any]:
    """A field that only a run with --cache has."""
    use = report.cache_use
    return {"cache": {"objects": use.objects, "note": summary.cached(use)}} if use else {}


def _written(finding: Finding, shown: Shown, forms: Forms) -> Written:
    """A finding as text. Few of its fields are its own."""
    detection, context = finding.detection, finding.context
    place, region = finding.place, finding.region
    commit = place.commit
    alike = (
        finding.rule, finding.severity, finding.confidence, finding.message, finding.fix,
        finding.liveness, finding.suppressed, detection.kind, detection.vendor, way(detection),
        context.environment, context.surface, context.surface_reason,
        place.path, place.state, place.refs, place.pushed,
    )  # fmt: skip
    own: dict[str, str | int] = {
        "fingerprint": in_json(finding.fingerprint),
        "redacted": in_json(mask(detection.value, detection.kind)),
        "digest": in_json(digest(detection.value)),
        "line": region.line,
        "column": region.column,
        "end_line": region.end_line,
        "end_column": region.end_column,
        "occurrences": finding.occurrences,
        "commit": in_json(shown.raw(commit.id)) if commit else "null",
        "author": in_json(shown.raw(commit.author)) if commit else "null",
        "date": in_json(shown.raw(commit.date)) if commit else "null",
    }
    if shown.redactor.reveal:
        own["secret"] = in_json(detection.value)
    return forms.written(alike, own, lambda: _finding(finding, shown))


def _finding(finding: Finding, shown: Shown) -> dict[str, Any]:
    region, commit = finding.region, finding.place.commit
    return {
        "rule": shown.rule(finding),
        "severity": finding.severity.label,
        "confidence": finding.confidence.label,
        "message": shown.raw(finding.message),
        "fix": shown.raw(finding.fix),
        "fingerprint": finding.fingerprint,
        "credential": _credential(finding, shown),
        "environment": finding.context.environment.value,
        "surface": finding.context.surface.value,
        "surface_reason": shown.raw(finding.context.surface_reason),
        "path": shown.raw_path(finding.place.path),
        "line": region.line,
        "column": region.column,
        "end_line": region.end_line,
        "end_column": region.end_column,
        "via": [shown.raw(step) for step in way(finding.detection)],
        "occurrences": finding.occurrences,
        "commit": shown.raw(commit.id) if commit else None,
        "author": shown.raw(commit.author) if commit else None,
        "date": shown.raw(commit.date) if commit else None,
        "state": finding.place.state.value,
        **_refs(finding, shown),
        "suppressed": _suppressed(finding, shown),
    }


def _refs(finding: Finding, shown: Shown) -> dict[str, Any]:
    """Fields that only a finding of a history has."""
    place = finding.place
    fields: dict[str, Any] = {}
    if place.refs is not None:
        fields["refs"] = [shown.raw(name) for name in place.refs]
    if place.pushed is not None:
        fields["pushed"] = place.pushed
    return fields


def _credential(finding: Finding, shown: Shown) -> dict[str, str]:
    detection = finding.detection
    credential = {
        "kind": detection.kind.value,
        "vendor": shown.raw(detection.vendor),
        "redacted": mask(detection.value, detection.kind),
        "digest": digest(detection.value),
    }
    if finding.liveness is not None:
        credential["liveness"] = finding.liveness.liveness.value
        credential["liveness_reason"] = shown.raw(finding.liveness.reason)
    if shown.redactor.reveal and detection.kind.is_secret:
        credential["secret"] = detection.value
    return credential


def _suppressed(finding: Finding, shown: Shown) -> dict[str, str] | None:
    if finding.suppressed is None:
        return None
    return {"by": finding.suppressed.by, "reason": shown.raw(finding.suppressed.reason)}
