"""Annotations for GitHub Actions, as workflow commands.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TextIO

from keyguard.model import Finding, Part, Problem, Severity
from keyguard.model.record import NamedTuple
from keyguard.model.report import Report
from keyguard.report import Presentation, summary
from keyguard.report.credentials import lists_credentials
from keyguard.report.facts import position
from keyguard.report.masked import Shown
from keyguard.report.remedies import steps
from keyguard.report.sanitize import one_line, printable, storable

LEVELS = ("error", "warning", "notice")
KEPT = 10
"""Annotations of each level that GitHub keeps for a step. It keeps 50 for a job, so three levels
fit: https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations"""
_PROBLEMS_FIRST = 5
"""Problems that go before the findings; more would leave these no room."""

_LEVEL_OF = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
}
_DATA = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
"""The percent sign first, or the others would be escaped twice."""
_PROPERTY = (*_DATA, (":", "%3A"), (",", "%2C"))
_NOWHERE: Mapping[str, str] = MappingProxyType({})


class Annotation(NamedTuple):
    """What GitHub shows beside a line of a file, or at the top of a run if it names no file."""

    level: str
    """One of ``LEVELS``."""
    title: str
    text: str
    position: Mapping[str, str] = _NOWHERE
    """``file``, and ``line``, ``endLine``, ``col``, ``endColumn`` if lines mean something there."""

    def command(self) -> str:
        """The line of a log that makes the runner show the annotation."""
        properties = {**self.position, "title": self.title}
        listed = ",".join(f"{key}={_escaped(text, _PROPERTY)}" for key, text in properties.items())
        return f"::{self.level} {listed}::{_escaped(self.text, _DATA)}"

    def plain(self) -> str:
        """The line of a log that tells only a reader."""
        where = ":".join(self.position[key] for key in ("file", "line") if key in self.position)
        return one_line(f"{self.level}: {where or self.title}: {self.text}")


def write(report: Report, stream: TextIO, presentation: Presentation) -> None:
    """Writes an annotation for each finding that counts and each problem, then a line of counts.

    The worst come first; what is beyond GitHub's limit is a line of the log, and counted.
    """
    if presentation.quiet and not report.active and report.complete:
        return
    for line in _lines(report, Shown(report)):
        stream.write(storable(line, stream) + "\n")


def _lines(report: Report, shown: Shown) -> Iterator[str]:
    annotations = list(_annotations(report, shown))
    for level in LEVELS:
        yield from _limited([each for each in annotations if each.level == level])
    closing = [f"keyguard: {summary.verdict(report)}.", summary.read(report.scanned)]
    yield " ".join([*closing, *summary.left_out(report, shown)])


def _annotations(report: Report, shown: Shown) -> Iterator[Annotation]:
    """The most urgent first."""
    problems = [_problem(problem, shown) for problem in report.problems]
    yield from problems[:_PROBLEMS_FIRST]
    if report.policy:
        yield Annotation("warning", "keyguard: policy", shown.raw(report.policy))
    worst_first = sorted(report.active, key=lambda finding: finding.rank)
    for finding in report.active if lists_credentials(report) else worst_first:
        yield _finding(finding, shown)
    yield from problems[_PROBLEMS_FIRST:]
    for rotation in report.rotations:
        yield Annotation("notice", "keyguard: rotation", shown.raw(rotation))


def _limited(annotations: list[Annotation]) -> Iterator[str]:
    """Lines for annotations of one level: as many as GitHub keeps, the last of which counts the
    others, and these for the log."""
    if len(annotations) <= KEPT:
        yield from (each.command() for each in annotations)
        return
    kept, others = annotations[: KEPT - 1], annotations[KEPT - 1 :]
    yield from (each.command() for each in kept)
    yield Annotation(
        others[0].level,
        f"keyguard: {len(others):,} more",
        f"{summary.counted(len(others), f'more {others[0].level}')}, in the log of this step: "
        f"GitHub shows {KEPT} of a kind.",
    ).command()
    yield from (each.plain() for each in others)


def _finding(finding: Finding, shown: Shown) -> Annotation:
    first_step = next(iter(steps(finding.fix, shown)), "")
    text = f"{shown.raw(finding.message)} ({shown.credential(finding)})"
    if first_step:
        text += f"\nFirst: {first_step.removeprefix('1. ')}"
    level, title = _LEVEL_OF[finding.severity], f"keyguard: {shown.rule(finding)}"
    if finding.place.state.is_current:
        return Annotation(level, title, text, _position(finding, shown))
    return Annotation(level, title, f"{_where(finding, shown)}: {text}")


def _problem(problem: Problem, shown: Shown) -> Annotation:
    where = shown.raw_path(problem.path) or "everything"
    return Annotation("error", f"keyguard could not read {where}", shown.raw(problem.message))


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


def _escaped(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for char, code in table:
        text = text.replace(char, code)
    return printable(text)
