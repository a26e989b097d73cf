"""The clean-up list for a terminal: the most urgent credentials, and how to see all of them."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from keyguard.model.report import Report
from keyguard.report import clean_up, facts
from keyguard.report.credentials import Credential, credentials, headline, others
from keyguard.report.summary import counted
from keyguard.report.text_page import INDENT, LABEL_WIDTH, QUIET, STYLES, TITLE, Page

MOST = 10
"""Credentials, and findings that are about none, that are listed without ``--verbose``."""
_NAMED = 3
"""Further places that are named; more are counted."""
_FACTS_INDENT = 3 * INDENT


class CleanUp:
    """Writes the list at the top of a page."""

    def __init__(self, page: Page, report: Report, typed: Sequence[str]) -> None:
        """``typed`` are the words of the command that made the report."""
        self._command = page.shown.words(shlex.join(typed or ("keyguard", report.command)))
        self._page = page
        self._report = report
        self._credentials = credentials(report.active)
        self._others = others(report.active)

    @property
    def is_short(self) -> bool:
        """Whether there is room for all findings in full behind the list."""
        return len(self._report.active) <= MOST

    def write(self, all_of_them: bool) -> None:
        """Writes the list, and how to see what it leaves out."""
        page, found = self._page, self._credentials
        if found:
            page.words((f"{headline(found)}.", TITLE))
            page.line()
        for credential in found if all_of_them else found[:MOST]:
            self._credential(credential, all_of_them)
        left = 0 if all_of_them else len(found) - MOST
        if left > 0:
            page.line()
            page.words(f"{counted(left, 'more credential')}, less urgent. To see all:")
            page.line(f"{' ' * INDENT}{self._command} --verbose")
            page.line(f"{' ' * INDENT}{self._command} -f html -o keyguard.html")
        page.line()
        if self._others and not (all_of_them or self.is_short):
            self._write_others()

    def how_to_clean(self) -> None:
        """Writes how to clean a history once all credentials are replaced."""
        if not clean_up.asks_for_clean_history(self._credentials):
            return
        page = self._page
        first, *commands = clean_up.HISTORY_STEPS
        page.line((clean_up.HISTORY_TITLE, TITLE))
        page.words(first, indent=INDENT)
        for command in commands:
            page.line(f"{' ' * 2 * INDENT}{command}")
        page.words(clean_up.HISTORY_LIMITS, indent=INDENT)
        page.line()

    def _credential(self, credential: Credential, all_of_them: bool) -> None:
        page, shown = self._page, self._page.shown
        worst, *more = credential.places
        page.line(
            f"{credential.number:>3}  ",
            (f"{credential.severity.label:{LABEL_WIDTH}}", STYLES[credential.severity]),
            "  ",
            (clean_up.what(credential, shown), TITLE),
            "  ",
            clean_up.where(worst, shown),
        )
        most = len(more) if all_of_them else _NAMED
        places = [clean_up.where(finding, shown) for finding in more]
        left = f" and {len(places) - most:,} more" if len(places) > most else ""
        refs = clean_up.reached_by(credential, shown, all_of_them)
        lines = [
            clean_up.reasons(credential, shown),
            f"also in {', '.join(places[:most])}{left}" if places else "",
            clean_up.standing(credential, shown) + (f"; reached by {refs}" if refs else ""),
            clean_up.life(credential, shown),
        ]
        for line in filter(None, lines):
            page.words((line, QUIET), indent=_FACTS_INDENT, hanging=INDENT)

    def _write_others(self) -> None:
        """What is found beside credentials, a line each."""
        page, shown = self._page, self._page.shown
        page.line(("Also found", TITLE))
        for finding in self._others[:MOST]:
            where = shown.path(finding.place.path)
            position = facts.position(finding)
            page.line(
                " " * INDENT,
                (f"{finding.severity.label:{LABEL_WIDTH}}", STYLES[finding.severity]),
                f"  {shown.rule(finding)}  {where}" + (f":{position}" if position else ""),
            )
        if len(self._others) > MOST:
            more = counted(len(self._others) - MOST, "more finding")
            page.words(f"{more}: {self._command} --verbose", indent=INDENT)
        page.line()
