"""The report of a fleet for a terminal."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TextIO, TypeVar

from keyguard.fleet.report import breakage, words
from keyguard.fleet.report.contents import Change, FleetCredential, FleetReport, HeldPlace
from keyguard.report import Presentation, terminal
from keyguard.report.sanitize import storable
from keyguard.report.summary import counted
from keyguard.report.text_page import INDENT, LABEL_WIDTH, QUIET, STYLES, TITLE, Page

Item = TypeVar("Item")

MOST = 10
"""Credentials, repositories and gaps that are listed without ``--verbose``."""
_PLACES = 3
"""Places of a stage that are named; the others are counted."""
_FACTS = 3 * INDENT


def write(report: FleetReport, stream: TextIO, presentation: Presentation) -> None:
    """Writes the report; nothing if it is quiet and everything is clean."""
    if presentation.quiet and not report.counted and report.complete:
        return
    width = presentation.width or terminal.width()
    page = Page(words.shown(), width, presentation.color)
    _Text(page, report, presentation).write()
    stream.write(storable(page.text(), stream))


class _Text:
    def __init__(self, page: Page, report: FleetReport, presentation: Presentation) -> None:
        self._page = page
        self._report = report
        self._all = presentation.verbose
        self._command = shlex.join(presentation.typed or ("keyguard", "fleet", "report"))

    def write(self) -> None:
        page, report = self._page, self._report
        for text in (words.headline(report), words.changes(report), *words.warnings(report)):
            if text:
                page.words((text.rstrip(".") + ".", TITLE))
        self._credentials(report.credentials)
        self._advice()
        self._gone()
        self._others()
        self._repositories()
        self._gaps()
        page.words()
        page.words((_sentence(words.verdict(report)), TITLE))
        page.words((words.read(report), QUIET))
        if report.suppressed:
            page.words((f"{len(report.suppressed):,} suppressed.", QUIET))
        if not report.complete:
            page.words((words.incomplete(report), "bold red"))

    def _credentials(self, found: Sequence[FleetCredential]) -> None:
        for credential in self._first(found):
            self._page.words()
            self._credential(credential)
        self._more(found, "credentials")

    def _credential(self, credential: FleetCredential) -> None:
        page, show = self._page, self._page.shown
        page.words(
            f"{credential.number:>3}  ",
            (f"{credential.severity.label:{LABEL_WIDTH}}", STYLES[credential.severity]),
            "  ",
            (words.what(credential, show), TITLE),
            f"  {credential.digest if self._all else credential.digest[: words.SHORT_DIGEST]}",
        )
        for line in (
            words.change(credential),
            words.liveness(credential, show),
            words.spread(credential),
            words.reasons(credential, show),
            words.life(credential, show),
        ):
            if line:
                page.words((line, QUIET), indent=_FACTS, hanging=INDENT)
        self._breakage(credential)

    def _breakage(self, credential: FleetCredential) -> None:
        """What breaks if it is revoked."""
        page = self._page
        stages = list(breakage.stages(credential, self._report.suppressed))
        page.words("What breaks if it is revoked:", indent=_FACTS)
        for number, stage in enumerate(stages, 1):
            page.words(
                f"{number}. {stage.title}", (f": {stage.why}", QUIET), indent=_FACTS + INDENT,
                hanging=3,
            )  # fmt: skip
            self._places(stage.places)
        if not stages:
            page.words((breakage.NOTHING, QUIET), indent=_FACTS + INDENT)

    def _places(self, places: Sequence[HeldPlace]) -> None:
        page, show = self._page, self._page.shown
        most = len(places) if self._all else _PLACES
        for place in places[:most]:
            page.words(
                f"{show.words(place.held.source)}  {words.where(place, show)}",
                indent=_FACTS + INDENT + 3, hanging=INDENT,
            )  # fmt: skip
        if len(places) > most:
            left = counted(len(places) - most, "more file")
            page.words((left, QUIET), indent=_FACTS + INDENT + 3)

    def _advice(self) -> None:
        """How a key is changed without a standstill."""
        if not self._report.credentials:
            return
        self._title(breakage.TITLE)
        for line in breakage.ADVICE:
            self._page.words(line, indent=INDENT)

    def _gone(self) -> None:
        if not self._report.gone:
            return
        page, show = self._page, self._page.shown
        self._title(words.CHANGES[Change.GONE].capitalize())
        for credential in self._first(self._report.gone):
            digest = credential.digest[: words.SHORT_DIGEST]
            was = words.in_repositories(credential.where)
            page.words(
                f"{words.what(credential, show)}  {digest}  was {was}",
                indent=INDENT,
                hanging=INDENT,
            )
        self._more(self._report.gone, "credentials")

    def _others(self) -> None:
        found = self._report.others
        if not found:
            return
        page, show = self._page, self._page.shown
        self._title("Also found")
        for place in self._first(found):
            page.words(
                (f"{place.severity.label:{LABEL_WIDTH}}", STYLES[place.severity]),
                f"  {show.words(place.held.rule)}  {show.words(place.held.source)}  "
                f"{words.where(place, show)}",
                indent=INDENT, hanging=INDENT,
            )  # fmt: skip
        self._more(found, "findings")

    def _repositories(self) -> None:
        found = [each for each in self._report.repositories if any(each.severities)]
        if not found:
            return
        page, show = self._page, self._page.shown
        self._title("Repositories")
        for repository in self._first(found):
            page.words(
                show.words(repository.source), (f"  {words.of_repository(repository)}", QUIET),
                indent=INDENT, hanging=INDENT,
            )  # fmt: skip
        self._more(found, "repositories")

    def _gaps(self) -> None:
        if self._report.complete:
            return
        self._title("Not read", "bold red")
        for gap in self._first(self._report.gaps):
            self._page.words(words.of_gap(gap, self._page.shown), indent=INDENT, hanging=INDENT)
        self._more(self._report.gaps, "of them")

    def _title(self, text: str, style: str = TITLE) -> None:
        self._page.words()
        self._page.words((text, style))

    def _first(self, found: Sequence[Item]) -> Sequence[Item]:
        """What is listed."""
        return found if self._all else found[:MOST]

    def _more(self, found: Sequence[object], what: str) -> None:
        """How to see what is not listed."""
        left = len(found) - len(self._first(found))
        if left:
            command = self._page.shown.words(self._command)
            self._page.words()
            self._page.words(
                (f"{left:,} more {what}: {command} --verbose, or -f html -o fleet.html", QUIET),
                indent=INDENT, hanging=INDENT,
            )  # fmt: skip


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."
