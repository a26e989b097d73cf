"""A finding's fields: in JSON of schema ``keyguard/1``, and as columns of a place."""

from __future__ import annotations

import json
from typing import Any

from keyguard.fingerprint import DIGEST_LENGTH, is_digest
from keyguard.fleet.store.reading import Held
from keyguard.model import Confidence, Environment, Kind, Severity, State, Surface
from keyguard.model.liveness import Liveness
from keyguard.model.record import NamedTuple
from keyguard.report.sanitize import well_formed

DETAILS = (
    "severity", "confidence", "environment", "surface", "surface_reason", "line", "column_",
    "end_line", "end_column", "via", "occurrences", "commit_", "author", "date", "refs",
    "suppressed_by", "suppressed_reason",
)  # fmt: skip
"""Columns that may change while a place stays the same."""


class Fields(NamedTuple):
    """A finding on its way into the database, without its raw value."""

    fingerprint: str
    digest: str
    kind: str
    vendor: str
    redacted: str
    rule: str
    path: str
    state: str
    message: str
    fix: str
    details: tuple[object, ...]
    """The values of ``DETAILS``."""
    liveness: tuple[str, str] | None
    """The Gateway's verdict on the key and its reason, if the key was verified."""


def fields_of(found: dict[str, Any]) -> Fields:
    """The fields of a JSON object.

    Raises ``ValueError``, ``KeyError``, ``TypeError`` or ``AttributeError`` if it is no finding.
    """
    credential, suppressed = found["credential"], found["suppressed"] or {}
    liveness = credential.get("liveness")
    return Fields(
        _digest(found["fingerprint"]),
        _digest(credential["digest"]),
        Kind(credential["kind"]).value,
        well_formed(credential["vendor"]),
        well_formed(credential["redacted"]),
        well_formed(found["rule"]),
        well_formed(found["path"]),
        State(found["state"]).value,
        well_formed(found["message"]),
        well_formed(found["fix"]),
        (
            int(Severity.from_label(found["severity"])),
            int(Confidence.from_label(found["confidence"])),
            Environment(found["environment"]).value,
            Surface(found["surface"]).value,
            well_formed(found.get("surface_reason", "")),
            *(int(found[name]) for name in ("line", "column", "end_line", "end_column")),
            _texts(found["via"]),
            int(found["occurrences"]),
            *(_text(found[name]) for name in ("commit", "author", "date")),
            None if found.get("refs") is None else _texts(found["refs"]),
            _text(suppressed.get("by")),
            _text(suppressed.get("reason")),
        ),
        liveness and (Liveness(liveness).value, well_formed(credential.get("liveness_reason", ""))),
    )


def as_finding(held: Held) -> dict[str, Any]:
    """The JSON object that a place was made of."""
    suppressed = {"by": held.suppressed_by, "reason": held.suppressed_reason or ""}
    return {
        "rule": held.rule,
        "severity": Severity(held.severity).label,
        "confidence": Confidence(held.confidence).label,
        "message": held.message,
        "fix": held.fix,
        "fingerprint": held.fingerprint,
        "credential": {
            "kind": held.kind,
            "vendor": held.vendor,
            "redacted": held.redacted,
            "digest": held.digest,
        },
        "environment": held.environment,
        "surface": held.surface,
        "surface_reason": held.surface_reason,
        "path": held.path,
        "line": held.line,
        "column": held.column,
        "end_line": held.end_line,
        "end_column": held.end_column,
        "via": json.loads(held.via),
        "occurrences": held.occurrences,
        "commit": held.commit,
        "author": held.author,
        "date": held.date,
        "state": held.state,
        **({} if held.refs is None else {"refs": json.loads(held.refs)}),
        "suppressed": suppressed if held.suppressed_by else None,
    }


def _digest(text: str) -> str:
    if not is_digest(text):
        raise ValueError(f"a digest has {DIGEST_LENGTH} hexadecimal digits")
    return text


def _texts(found: list[str]) -> str:
    return json.dumps([well_formed(each) for each in found])


def _text(value: str | None) -> str | None:
    return None if value is None else well_formed(value)
