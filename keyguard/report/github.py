"""Annotations for GitHub Actions, as workflow commands.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from keyguard.model import Finding, Part, Problem, Severity
from keyguard.model.report import Report
from keyguard.report import Presentation, summary
from keyguard.report.facts import STANDING, position
from keyguard.report.masked import Shown
from keyguard.report.remedies import steps
from keyguard.report.sanitize import printable, storable

_COMMANDS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
}
_DATA = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
"""The percent sign first, or the others would be escaped twice."""
_PROPERTY = (*_DATA, (":", "%3A"), (",", "%2C"))


def write(report: Report, stream: TextIO, presentation: Presentation) -> None:
    """Writes a command for each finding that counts and each problem, then a line of counts.

    The worst come first, since GitHub shows only the first ten of a kind.
    """
    if presentation.quiet and not report.active and report.complete:
        return
    for line in _lines(report, Shown(report)):
        stream.write(storable(line, stream) + "\n")


def _lines(report: Report, shown: Shown) -> Iterator[str]:
    for problem in report.problems:
        yield _problem(problem, shown)
    if report.policy:
        yield _command("warning", {"title": "keyguard: policy"}, shown.raw(report.policy))
    for finding in sorted(report.active, key=lambda finding: -finding.severity):
        yield _finding(finding, shown)
    closing = [f"keyguard: {summary.verdict(report)}.", summary.read(report.scanned)]
    yield " ".join([*closing, *summary.left_out(report, shown)])


def _finding(finding: Finding, shown: Shown) -> str:
    first_step = next(iter(steps(finding.fix, shown)), "")
    text = f"{shown.raw(finding.message)} ({shown.credential(finding)})"
    if first_step:
        text += f"\nFirst: {first_step.removeprefix('1. ')}"
    properties = {"title": f"keyguard: {shown.rule(finding)}"}
    if finding.place.state in STANDING:
        properties = _position(finding, shown) | properties
    else:
        text = f"{_where(finding, shown)}: {text}"
    return _command(_COMMANDS[finding.severity], properties, text)


def _problem(problem: Problem, shown: Shown) -> str:
    where = shown.raw_path(problem.path) or "everything"
    return _command(
        "error", {"title": f"keyguard could not read {where}"}, shown.raw(problem.message)
    )


def _position(finding: Finding, shown: Shown) -> dict[str, str]:
    region = finding.region
    file = {"file": shown.raw_path(finding.place.path)}
    if finding.detection.view.blob.part is Part.NAME:
        return file
    return file | {
        "line": str(region.line),
        "endLine": str(region.end_line),
        "col": str(region.column),
        "endColumn": str(region.end_column),
    }


def _where(finding: Finding, shown: Shown) -> str:
    """A place that must not be annotated, since its lines are not those of the newest version."""
    commit, line = finding.place.commit, position(finding)
    where = shown.raw_path(finding.place.path) + (f":{line}" if line else "")
    return f"{where} in {shown.commit(commit)}" if commit and commit.id else where


def _command(name: str, properties: dict[str, str], data: str) -> str:
    listed = ",".join(f"{key}={_escaped(value, _PROPERTY)}" for key, value in properties.items())
    return f"::{name} {listed}::{_escaped(data, _DATA)}"


def _escaped(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for char, code in table:
        text = text.replace(char, code)
    return printable(text)
