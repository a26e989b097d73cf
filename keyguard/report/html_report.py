"""The report of a run as one web page."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import TextIO

from keyguard import __version__
from keyguard.model import Finding, Severity
from keyguard.model.report import Report
from keyguard.report import Presentation, summary
from keyguard.report.clean_up import asks_for_clean_history
from keyguard.report.credentials import credentials, lists_credentials
from keyguard.report.html_cards import Cards
from keyguard.report.html_elements import element, listing, sentence
from keyguard.report.html_list import clean_up_list, how_to_clean
from keyguard.report.html_page import write_page
from keyguard.report.masked import Shown
from keyguard.report.remedies import remedies


def write(report: Report, stream: TextIO, presentation: Presentation) -> None:
    """Writes the page, in ASCII. Suppressed findings are listed at the end."""
    shown = Shown(report)
    name = shown.words(os.path.basename(report.root))
    write_page(
        stream,
        f"keyguard {report.command}" + (f": {name}" if name else ""),
        sentence(summary.verdict(report)),
        _made(report, presentation, shown),
        _body(report, shown, presentation),
    )


def _made(report: Report, presentation: Presentation, shown: Shown) -> Iterator[str]:
    """When, of what and by what the page was made."""
    if presentation.made:
        yield presentation.made.replace("T", " ").replace("+00:00", " UTC")
    if report.head:
        yield f"commit {shown.words(report.head)}"
    if presentation.typed:
        yield shown.words(shlex.join(presentation.typed))
    yield f"keyguard {__version__}"


def _body(report: Report, shown: Shown, presentation: Presentation) -> Iterator[str]:
    if not report.complete:
        yield element("p", summary.incomplete(report), "warning")
    active = _in_order(report.active)
    found = credentials(active) if lists_credentials(report) else []
    anchors = {id(finding): f"f-{number}" for number, finding in enumerate(active, 1)}
    numbers = {each.detection.value: each.number for each in found}
    yield from clean_up_list(found, anchors, shown, presentation.made)
    if found:
        yield from _remedies(report, shown)
        if asks_for_clean_history(found):
            yield from how_to_clean()
    yield from _problems(report, shown)
    yield from _counts(report)
    cards = Cards(shown, anchors, numbers, presentation.baseline)
    for severity, alike in groupby(active, lambda each: each.severity):
        same = list(alike)
        yield element("h2", f"{severity.label.capitalize()} ({len(same):,})")
        yield from cards.of(same)
    if not found:
        yield from _remedies(report, shown)
    yield from _checks(report, shown)
    suppressed = [finding for finding in report.findings if finding.suppressed]
    if suppressed:
        yield element("h2", f"Suppressed ({len(suppressed):,})")
        yield from cards.of(_in_order(suppressed))
    yield element("h2", "What was read")
    for words in (summary.read(report.scanned), *summary.left_out(report, shown)):
        yield element("p", words)


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(
        findings,
        key=lambda each: (each.rank, each.rule, each.message, each.place.path, each.region),
    )


def _counts(report: Report) -> Iterator[str]:
    yield '<ul class="counts">'
    for severity in sorted(Severity, reverse=True):
        number = sum(finding.severity is severity for finding in report.active)
        yield f'<li class="{severity.label}"><b>{number:,}</b> {severity.label}</li>'
    yield f"<li><b>{len(report.problems):,}</b> not read</li>"
    yield "</ul>"


def _problems(report: Report, shown: Shown) -> Iterator[str]:
    if not report.problems:
        return
    yield element("h2", f"Could not read ({len(report.problems):,})")
    yield "<ul>"
    for problem in report.problems:
        path, message = shown.path(problem.path), escape(shown.words(problem.message))
        yield f"<li>{element('code', path) + ': ' if path else ''}{message}</li>"
    yield "</ul>"


def _remedies(report: Report, shown: Shown) -> Iterator[str]:
    found = remedies(report, shown)
    if found:
        yield element("h2", "What to do")
        yield '<div class="recipes">'
    for remedy in found:
        yield element("p", f"For {remedy.title()}:")
        yield from listing(remedy.steps, "steps")
    if found:
        yield "</div>"


def _checks(report: Report, shown: Shown) -> Iterator[str]:
    if not report.checks:
        return
    yield element("h2", "Hygiene")
    yield "<ul>"
    for check in report.checks:
        mark = element("b", "ok", "passed") if check.passed else element("b", "todo", "missing")
        advice = "" if check.passed else f". {check.advice}"
        yield f"<li>{mark} {escape(shown.words(check.told()) + advice)}</li>"
    yield "</ul>"
