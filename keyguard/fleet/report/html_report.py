"""The report of a fleet as one web page, in the frame of all reports."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import TextIO

from keyguard import __version__
from keyguard.fleet.report import breakage, html_filters, words
from keyguard.fleet.report.contents import Change, FleetReport, FleetRepository, HeldPlace
from keyguard.fleet.report.html_credentials import Cards
from keyguard.report import Presentation
from keyguard.report.html_elements import element, listing, sentence
from keyguard.report.html_page import write_page
from keyguard.report.masked import Shown

MOST = 10_000
"""Items of each list on the page; with more, no browser would show it quickly."""


def write(report: FleetReport, stream: TextIO, presentation: Presentation) -> None:
    """Writes the page, in ASCII."""
    show = words.shown()
    write_page(
        stream,
        "keyguard fleet report",
        sentence(words.verdict(report)),
        _made(presentation, show),
        _body(report, show),
        html_filters.style(),
    )


def _made(presentation: Presentation, show: Shown) -> Iterator[str]:
    """When and by what the page was made."""
    if presentation.made:
        yield presentation.made.replace("T", " ").replace("+00:00", " UTC")
    if presentation.typed:
        yield show.words(shlex.join(presentation.typed))
    yield f"keyguard {__version__}"


def _body(report: FleetReport, show: Shown) -> Iterator[str]:
    if not report.complete:
        yield f'<p class="warning"><a href="#gaps">{escape(words.incomplete(report))}</a></p>'
    if report.credentials:
        yield element("p", sentence(words.headline(report)), "headline")
    for text in filter(None, (words.changes(report), *words.warnings(report))):
        yield element("p", text)
    yield element("p", sentence(words.read(report).rstrip(".")), "quiet")
    if report.credentials:
        yield from html_filters.fields(report)
        cards = Cards(show, report.suppressed)
        yield '<ol class="credentials">'
        for credential in report.credentials[:MOST]:
            yield from cards.of(credential)
        yield "</ol>"
        yield _more(report.credentials)
        yield element("h2", breakage.TITLE)
        yield from listing(breakage.ADVICE, "")
    if report.gone:
        yield element("h2", f"{words.CHANGES[Change.GONE].capitalize()} ({len(report.gone):,})")
        yield from listing(
            f"{words.what(each, show)}  {each.digest}  was {words.in_repositories(each.where)}"
            for each in report.gone[:MOST]
        )
        yield _more(report.gone)
    yield from _repositories(report.repositories, show)
    yield from _places("Also found", report.others, show)
    if report.gaps:
        yield f'<h2 id="gaps">Not read ({len(report.gaps):,})</h2>'
        yield from listing(words.of_gap(gap, show) for gap in report.gaps[:MOST])
        yield _more(report.gaps)
    yield from _places("Suppressed", report.suppressed, show)


def _repositories(found: Sequence[FleetRepository], show: Shown) -> Iterator[str]:
    """The repositories with findings in a table; the others are folded."""
    yield element("h2", f"Repositories ({len(found):,})")
    with_findings = [each for each in found if any(each.severities)]
    without = [each for each in found if not any(each.severities)]
    if with_findings:
        yield '<table class="fleet">'
        heads = ("repository", "state", *_COLUMNS)
        yield f"<thead><tr>{''.join(f'<th scope=col>{head}</th>' for head in heads)}</tr></thead>"
        yield "<tbody>"
        for each in with_findings[:MOST]:
            cells = "".join(f"<td>{escape(cell(each))}</td>" for cell in _COLUMNS.values())
            name = escape(show.words(each.source))
            state = escape(show.words(each.state))
            yield f"<tr><th scope=row>{name}</th><td>{state}</td>{cells}</tr>"
        yield "</tbody></table>"
        yield _more(with_findings)
    if without:
        yield f"<details><summary>{words.repositories(len(without))} without findings</summary>"
        yield from listing(
            f"{show.words(each.source)}: {each.state}; {words.of_repository(each)}"
            for each in without[:MOST]
        )
        yield f"{_more(without)}</details>"


_COLUMNS: dict[str, Callable[[FleetRepository], str]] = {
    "critical": lambda each: f"{each.severities[0]:,}",
    "high": lambda each: f"{each.severities[1]:,}",
    "medium": lambda each: f"{each.severities[2]:,}",
    "low": lambda each: f"{each.severities[3]:,}",
    "credentials": lambda each: f"{each.credentials:,}",
    "at HEAD": lambda each: f"{each.at_head:,}",
    "not read": lambda each: f"{each.unread:,}",
    "last read": lambda each: each.read[:10] + ("" if each.is_listed else ", not in the last list"),
}


def _places(title: str, places: Sequence[HeldPlace], show: Shown) -> Iterator[str]:
    if not places:
        return
    yield f"<details><summary>{title} ({len(places):,})</summary>"
    yield from listing(
        f"{place.severity.label}: {show.words(place.held.rule)}: "
        f"{show.words(place.held.source)}  {words.where(place, show)}"
        for place in places[:MOST]
    )
    yield f"{_more(places)}</details>"


def _more(found: Sequence[object]) -> str:
    """How much is left out; empty if nothing is."""
    left = len(found) - MOST
    return element("p", f"{left:,} more: --format json has them all.") if left > 0 else ""
