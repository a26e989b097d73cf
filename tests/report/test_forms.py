"""A finding is written as it would be alone, however many others are like it but for one thing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from keyguard.model import (
    Blob,
    Commit,
    Confidence,
    Environment,
    Finding,
    Kind,
    Part,
    Segment,
    Segments,
    Severity,
    State,
    Suppression,
    Surface,
    View,
)
from keyguard.model.liveness import Liveness, LivenessCheck
from tests.report.output import output
from tests.report.reports import ADA, HISTORY, SCAN, STAGING, report


def of_commit(finding: Finding, **changes: Any) -> Finding:
    return finding._replace(place=finding.place._replace(**changes))


def of_part(finding: Finding, part: Part) -> Finding:
    view = finding.detection.view
    blob = view.blob._replace(part=part)
    return finding._replace(detection=finding.detection._replace(view=view._replace(blob=blob)))


def decoded(finding: Finding, *ways: str) -> Finding:
    detection = finding.detection
    outer = View(Blob("outer", b""), "")
    segment = Segment(0, len(detection.view.text), 0, 0, ways)
    view = detection.view._replace(outer=outer, segments=Segments((segment,)))
    return finding._replace(detection=detection._replace(view=view))


def variants(finding: Finding) -> list[Finding]:
    """The finding, and others each of which differs from it in one thing."""
    detection, context = finding.detection, finding.context
    changes: tuple[dict[str, Any], ...] = (
        {"rule": "%s and %(rule)s"},
        {"severity": Severity.LOW},
        {"confidence": Confidence.LOW},
        {"message": "100% sure: %(line)d"},
        {"fix": "1. Mend it."},
        {"fingerprint": "another"},
        {"occurrences": 7},
        {"region": finding.region._replace(line=70, end_line=71, column=72, end_column=73)},
        {"suppressed": Suppression("inline", "known\u2028")},
        {"suppressed": Suppression("baseline")},
        {"liveness": LivenessCheck(Liveness.ALIVE, "it was accepted")},
        {"detection": detection._replace(kind=Kind.STAGING_KEY)},
        {"detection": detection._replace(vendor="Stripe")},
        {"detection": detection._replace(value=STAGING)},
        {"context": context._replace(environment=Environment.TEST)},
        {"context": context._replace(surface=Surface.BACKEND)},
        {"context": context._replace(surface_reason='it imports "express"')},
    )
    places: tuple[dict[str, Any], ...] = (
        {"path": b"other/p\xffth%s"},
        {"state": State.MESSAGE},
        {"state": State.HISTORY},
        {"commit": ADA},
        {"commit": Commit("", "Nobody", "")},
        {"refs": ("refs/heads/main", "refs/tags/1")},
        {"refs": ()},
        {"pushed": False},
        {"path": b"(commit message)", "state": State.MESSAGE, "commit": ADA},
    )
    return [
        finding,
        *(finding._replace(**each) for each in changes),
        *(of_commit(finding, **each) for each in places),
        *(of_part(finding, part) for part in Part),
        decoded(finding, "base64"),
        decoded(finding, "base64", "hex"),
    ]


FINDINGS = [
    each for given in (SCAN, HISTORY) for finding in given.findings for each in variants(finding)
]
SECRETS = frozenset().union(SCAN.secrets, HISTORY.secrets)


def written(format: str, *findings: Finding, show_secrets: bool) -> list[str]:
    """What is said of each, in any order. The number of a rule depends on the others."""
    given = report(*findings, secrets=SECRETS)
    document = json.loads(output(format, given, show_secrets=show_secrets))
    items = document["findings"] if format == "json" else document["runs"][0]["results"]
    return sorted(json.dumps(each | {"ruleIndex": 0}) for each in items)


@pytest.mark.parametrize("show_secrets", [False, True])
@pytest.mark.parametrize("format", ["json", "sarif"])
def test_a_finding_among_others_is_written_as_it_is_alone(format: str, show_secrets: bool) -> None:
    alone = [written(format, each, show_secrets=show_secrets)[0] for each in FINDINGS]
    assert written(format, *FINDINGS, show_secrets=show_secrets) == sorted(alone)
