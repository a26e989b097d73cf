"""The report as JUnit XML, which nearly every CI server shows.

https://github.com/testmoapp/junitxml says what readers have in common: a finding is a test case
that failed, a suppressed one was skipped, and what could not be read is an error.
https://docs.gitlab.com/ci/testing/unit_test_reports/ says what GitLab leaves out: all but one of
the cases of one name, and the ``message`` of a failure or error, of which it shows the content.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from typing import TextIO

from keyguard.fingerprint import fingerprint
from keyguard.model import Finding, Problem
from keyguard.model.record import NamedTuple
from keyguard.model.report import Report
from keyguard.report import Presentation, summary
from keyguard.report.credentials import credentials, headline, lists_credentials
from keyguard.report.facts import about_history, position
from keyguard.report.masked import Shown
from keyguard.report.most_urgent import most_urgent
from keyguard.report.remedies import steps
from keyguard.report.sanitize import markup

MOST_FINDINGS = 12_000
"""Findings in a file: GitLab takes no file of 30 MB or more, and a case has up to 2 kB:
https://docs.gitlab.com/ci/testing/unit_test_reports/#file-format-and-size-limits"""
_NOT_READ = "not-read"
_ID_LENGTH = 12
"""Hexadecimal digits of a fingerprint, behind names that would be the same."""


class _Case(NamedTuple):
    """What a test case is called."""

    classname: str
    name: str
    file: str


def write(report: Report, stream: TextIO, presentation: Presentation) -> None:
    """Writes one suite, in ASCII. A clean one has a case that passed: an empty one looks like a
    fault."""
    text = "".join(f"{line}\n" for line in _lines(report, Shown(report)))
    stream.write(markup(text))


def _lines(report: Report, shown: Shown) -> Iterator[str]:
    clean = report.complete and not report.findings
    findings = most_urgent(report.findings, MOST_FINDINGS)
    left_out = len(report.findings) - len(findings)
    active = sum(finding.suppressed is None for finding in findings)
    counts = {
        "tests": len(findings) + len(report.problems) + clean + bool(left_out),
        "failures": active + bool(left_out),
        "errors": len(report.problems),
        "skipped": len(findings) - active,
    }
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield "<testsuites>"
    yield f"  <testsuite{_attributes(name=f'keyguard {report.command}', **counts)}>"
    if lists_credentials(report) and (words := headline(credentials(report.active))):
        yield "    <properties>"
        yield f"      <property{_attributes(name='to replace', value=words)}/>"
        yield "    </properties>"
    cases = iter(_cases(report.problems, findings, shown))
    for problem in report.problems:
        yield from _problem(problem, next(cases), shown)
    for finding in findings:
        yield from _finding(finding, next(cases), shown)
    if left_out:
        yield from _left_out(left_out)
    if clean:
        name = f"No findings. {summary.read(report.scanned)}"
        yield f"    <testcase{_attributes(classname='keyguard', name=name)}/>"
    yield "  </testsuite>"
    yield "</testsuites>"


def _cases(problems: Sequence[Problem], findings: Sequence[Finding], shown: Shown) -> list[_Case]:
    """The names of the problems, then of the findings, no two of them the same."""
    cases = [_Case(_NOT_READ, path := shown.path(each.path) or ".", path) for each in problems]
    ids = [fingerprint(_NOT_READ, each.message, each.path) for each in problems]
    cases += [_case(finding, shown) for finding in findings]
    ids += [finding.fingerprint for finding in findings]
    times = Counter(cases)
    return [
        case if times[case] == 1 else case._replace(name=f"{case.name} ({id_[:_ID_LENGTH]})")
        for case, id_ in zip(cases, ids, strict=True)
    ]


def _case(finding: Finding, shown: Shown) -> _Case:
    path, where = shown.path(finding.place.path), position(finding)
    return _Case(shown.rule(finding), f"{path}:{where}" if where else path, path)


def _finding(finding: Finding, case: _Case, shown: Shown) -> Iterator[str]:
    yield f"    <testcase{_attributes(**case._asdict())}>"
    if finding.suppressed is not None:
        words = f"{finding.suppressed.by}: {shown.words(finding.suppressed.reason)}"
        words = words.removesuffix(": ")
        yield f"      <skipped{_attributes(message=words)}>{escape(words)}</skipped>"
    else:
        message = f"{shown.words(finding.message)} ({shown.credential(finding)})"
        yield f"      <failure{_attributes(message=message, type=finding.severity.label)}>"
        lines = [message, *about_history(finding, shown), *steps(finding.fix, shown)]
        yield from (escape(line) for line in lines)
        yield "      </failure>"
    yield "    </testcase>"


def _left_out(count: int) -> Iterator[str]:
    message = (
        f"{count:,} more findings are not in this file, which has the {MOST_FINDINGS:,} most "
        "severe: CI servers take no larger one. `--format json` has all."
    )
    yield f"    <testcase{_attributes(classname='keyguard', name=f'{count:,} more')}>"
    yield f"      <failure{_attributes(message=message)}>{escape(message)}</failure>"
    yield "    </testcase>"


def _problem(problem: Problem, case: _Case, shown: Shown) -> Iterator[str]:
    message = f"Could not read this: {shown.words(problem.message)}"
    yield f"    <testcase{_attributes(**case._asdict())}>"
    yield f"      <error{_attributes(message=message, type=_NOT_READ)}>{escape(message)}</error>"
    yield "    </testcase>"


def _attributes(**values: object) -> str:
    return "".join(f' {name}="{escape(str(value))}"' for name, value in values.items())
