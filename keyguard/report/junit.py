"""The report as JUnit XML, which nearly every CI server shows.

https://github.com/testmoapp/junitxml says what readers have in common: a finding is a test case
that failed, a suppressed one was skipped, and what could not be read is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TextIO

from keyguard.model import Finding, Problem
from keyguard.model.report import Report
from keyguard.report import Presentation, summary
from keyguard.report.credentials import credentials, headline, lists_credentials
from keyguard.report.facts import position
from keyguard.report.masked import Shown
from keyguard.report.remedies import steps
from keyguard.report.sanitize import markup


def write(report: Report, stream: TextIO, presentation: Presentation) -> None:
    """Writes one suite, in ASCII. A clean one holds a case that passed: none look like a fault."""
    text = "".join(f"{line}\n" for line in _lines(report, Shown(report)))
    stream.write(markup(text))


def _lines(report: Report, shown: Shown) -> Iterator[str]:
    clean = report.complete and not report.findings
    counts = {
        "tests": len(report.findings) + len(report.problems) + clean,
        "failures": len(report.active),
        "errors": len(report.problems),
        "skipped": len(report.findings) - len(report.active),
    }
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield "<testsuites>"
    yield f"  <testsuite{_attributes(name=f'keyguard {report.command}', **counts)}>"
    if lists_credentials(report) and (words := headline(credentials(report.active))):
        yield "    <properties>"
        yield f"      <property{_attributes(name='to replace', value=words)}/>"
        yield "    </properties>"
    for problem in report.problems:
        yield from _problem(problem, shown)
    for finding in report.findings:
        yield from _finding(finding, shown)
    if clean:
        name = f"No findings. {summary.read(report.scanned)}"
        yield f"    <testcase{_attributes(classname='keyguard', name=name)}/>"
    yield "  </testsuite>"
    yield "</testsuites>"


def _finding(finding: Finding, shown: Shown) -> Iterator[str]:
    path, where = shown.path(finding.place.path), position(finding)
    name = f"{path}:{where}" if where else path
    yield f"    <testcase{_attributes(classname=shown.rule(finding), name=name, file=path)}>"
    if finding.suppressed is not None:
        words = f"{finding.suppressed.by}: {shown.words(finding.suppressed.reason)}"
        yield f"      <skipped{_attributes(message=words.removesuffix(': '))}/>"
    else:
        message = f"{shown.words(finding.message)} ({shown.credential(finding)})"
        yield f"      <failure{_attributes(message=message, type=finding.severity.label)}>"
        yield from (escape(step) for step in steps(finding.fix, shown))
        yield "      </failure>"
    yield "    </testcase>"


def _problem(problem: Problem, shown: Shown) -> Iterator[str]:
    path = shown.path(problem.path) or "."
    message = f"Could not read this: {shown.words(problem.message)}"
    yield f"    <testcase{_attributes(classname='not-read', name=path, file=path)}>"
    yield f"      <error{_attributes(message=message, type='not-read')}/>"
    yield "    </testcase>"


def _attributes(**values: object) -> str:
    return "".join(f' {name}="{escape(str(value))}"' for name, value in values.items())
