"""The report as one web page: no script, nothing loaded, to be read, printed or kept."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from itertools import groupby
from string import Template
from typing import TextIO

from keyguard import __version__
from keyguard.fingerprint import digest
from keyguard.model import Finding, Severity
from keyguard.model.report import Report
from keyguard.report import Presentation, audit, facts, summary
from keyguard.report.masked import Shown
from keyguard.report.remedies import remedies
from keyguard.report.sanitize import markup
from keyguard.report.snippet import quote

_LINE = 200
"""Characters of a quoted line."""

TEMPLATE = "report.html"


def write(report: Report, stream: TextIO, presentation: Presentation) -> None:
    """Writes the page, in ASCII. Suppressed findings are listed at the end."""
    shown = Shown(report)
    template = Template((files("keyguard.report") / TEMPLATE).read_text("utf-8"))
    name = shown.words(os.path.basename(report.root))
    page = template.substitute(
        title=escape(f"keyguard {report.command}" + (f": {name}" if name else "")),
        verdict=escape(_sentence(summary.verdict(report))),
        body="".join(f"{part}\n" for part in _body(report, shown)),
        version=escape(__version__),
    )
    stream.write(markup(page))


def _body(report: Report, shown: Shown) -> Iterator[str]:
    if not report.complete:
        yield _element("p", summary.incomplete(report), "warning")
    yield from _counts(report)
    yield from _problems(report, shown)
    for severity, alike in groupby(_in_order(report.active), lambda each: each.severity):
        found = list(alike)
        yield _element("h2", f"{severity.label.capitalize()} ({len(found):,})")
        yield from _files(found, shown)
    yield from _remedies(report, shown)
    yield from _exposures(report, shown)
    yield from _checks(report, shown)
    suppressed = [finding for finding in report.findings if finding.suppressed]
    if suppressed:
        yield _element("h2", f"Suppressed ({len(suppressed):,})")
        yield from _files(_in_order(suppressed), shown)
    yield _element("h2", "What was read")
    for sentence in (summary.read(report.scanned), *summary.left_out(report, shown)):
        yield _element("p", sentence)


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(
        findings, key=lambda each: (-each.severity, each.place.path, each.region, each.rule)
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
    yield _element("h2", f"Could not read ({len(report.problems):,})")
    yield "<ul>"
    for problem in report.problems:
        path, message = shown.path(problem.path), escape(shown.words(problem.message))
        yield f"<li>{_element('code', path) + ': ' if path else ''}{message}</li>"
    yield "</ul>"


def _files(findings: Iterable[Finding], shown: Shown) -> Iterator[str]:
    for path, alike in groupby(findings, lambda each: each.place.path):
        yield _element("h3", shown.path(path))
        for finding in alike:
            yield from _finding(finding, shown)


def _finding(finding: Finding, shown: Shown) -> Iterator[str]:
    where = facts.position(finding)
    yield f'<article class="{finding.severity.label}">'
    yield f"<h4>{escape(shown.rule(finding))} {_element('span', where, 'quiet')}</h4>"
    yield _element("p", shown.words(finding.message))
    line = quote(finding, shown, _LINE)
    if line is not None:
        marked = _element("mark", line.credential)
        yield f"<pre>{escape(line.before)}{marked}{escape(line.after)}</pre>"
    yield "<dl>"
    for term, text in _facts(finding, shown):
        yield f"{_element('dt', term)}{_element('dd', text)}"
    yield "</dl>"
    yield "</article>"


def _facts(finding: Finding, shown: Shown) -> Iterator[tuple[str, str]]:
    yield "credential", f"{finding.detection.kind.words} {shown.credential(finding)}"
    if finding.detection.kind.is_secret:
        yield "digest", digest(finding.detection.value)
    for term, sentences in (
        ("place", facts.about_place(finding, shown)),
        ("history", facts.about_history(finding, shown)),
        ("suppressed", [facts.about_suppression(finding, shown)]),
    ):
        if any(sentences):
            yield term, "; ".join(sentences)


def _remedies(report: Report, shown: Shown) -> Iterator[str]:
    found = remedies(report.active, shown)
    if found:
        yield _element("h2", "What to do")
    for remedy in found:
        yield _element("p", f"For {remedy.title()}:")
        yield from _list(remedy.steps, "steps")


def _exposures(report: Report, shown: Shown) -> Iterator[str]:
    if report.exposures:
        yield _element("h2", "Exposure")
    for exposure in report.exposures:
        yield _element("p", audit.title(exposure, shown))
        yield from _list(audit.sentences(exposure, shown))


def _checks(report: Report, shown: Shown) -> Iterator[str]:
    if not report.checks:
        return
    yield _element("h2", "Hygiene")
    yield "<ul>"
    for check in report.checks:
        mark = _element("b", "ok", "passed") if check.passed else _element("b", "todo", "missing")
        advice = "" if check.passed else f". {check.advice}"
        yield f"<li>{mark} {escape(shown.words(check.message) + advice)}</li>"
    yield "</ul>"


def _list(lines: Iterable[str], class_: str = "facts") -> Iterator[str]:
    yield f'<ul class="{class_}">'
    yield from (_element("li", line) for line in lines)
    yield "</ul>"


def _element(name: str, text: str, class_: str = "") -> str:
    """An element that holds this text, whatever it is."""
    attribute = f' class="{class_}"' if class_ else ""
    return f"<{name}{attribute}>{escape(text)}</{name}>"


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."
