"""The report for GitLab's merge requests, as a Code Quality artifact, which every tier shows.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from typing import Any, TextIO

from keyguard.fingerprint import fingerprint
from keyguard.model import Finding, Part, Problem, Severity
from keyguard.model.report import Report
from keyguard.report import Presentation
from keyguard.report.masked import Shown
from keyguard.report.remedies import steps
from keyguard.report.sanitize import write_json

SEVERITIES = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
}
UNREAD = "not-read"
"""The name of the check that fails for unread content: the format has no errors."""


def write(report: Report, stream: TextIO, presentation: Presentation) -> None:
    """Writes a JSON list, in ASCII, of the findings that count: the format has no others."""
    shown = Shown(report)
    issues = [_problem(problem, shown) for problem in report.problems]
    issues += [_finding(finding, shown) for finding in report.active]
    write_json(issues, stream)


def _finding(finding: Finding, shown: Shown) -> dict[str, Any]:
    content = finding.detection.view.blob.part is Part.CONTENT
    first_step = next(iter(steps(finding.fix, shown)), "").removeprefix("1. ")
    text = f"{shown.words(finding.message)} ({shown.credential(finding)})"
    return _issue(
        description=f"{text} First: {first_step}" if first_step else text,
        check=shown.rule(finding),
        id_=finding.fingerprint,
        severity=SEVERITIES[finding.severity],
        path=shown.raw_path(finding.place.path),
        line=finding.region.line if content else 1,
    )


def _problem(problem: Problem, shown: Shown) -> dict[str, Any]:
    return _issue(
        description=f"Could not read this: {shown.words(problem.message)}",
        check=UNREAD,
        id_=fingerprint(UNREAD, problem.message, problem.path),
        severity="blocker",
        path=shown.raw_path(problem.path) or ".",
        line=1,
    )


def _issue(
    *, description: str, check: str, id_: str, severity: str, path: str, line: int
) -> dict[str, Any]:
    return {
        "description": description,
        "check_name": check,
        "fingerprint": id_,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": line}},
    }
