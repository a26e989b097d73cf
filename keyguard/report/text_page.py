"""The parts of the report for a terminal, drawn with rich."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from keyguard.model import Finding, Severity
from keyguard.model.report import Report
from keyguard.report import facts, summary
from keyguard.report.masked import Shown
from keyguard.report.remedies import remedies
from keyguard.report.snippet import quote
from keyguard.report.ways_out import ways_out

STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
}
QUIET = "dim"
TITLE = "bold"
LABEL_WIDTH = max(len(severity.label) for severity in Severity)
INDENT = 2
PROSE_INDENT = 2 * INDENT
NAMES = 5
"""Names that a check tells; the others are counted."""
_WIDEST = 100
"""Longer lines of prose are hard to read, however wide the terminal is."""
_NARROWEST = 40


class Page:
    """Text that grows downwards. Untrusted strings enter as ``Text``, never as rich's markup."""

    def __init__(self, shown: Shown, width: int, color: bool, baseline: str = "") -> None:
        """``baseline`` is the file of known findings, if there is one."""
        self._baseline = baseline
        self.shown = shown
        self._width = max(min(width, _WIDEST), _NARROWEST)
        self._out = StringIO()
        self._console = Console(
            file=self._out,
            width=self._width,
            height=25,
            force_terminal=color,
            color_system="standard" if color else None,
            no_color=not color,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        )

    def text(self) -> str:
        """What was drawn so far."""
        return self._out.getvalue()

    def file(self, path: bytes, findings: Sequence[Finding]) -> None:
        """All findings of one file."""
        self.line(Text(self.shown.path(path), TITLE))
        for finding in findings:
            self._finding(finding)
            self.line()

    def remedies(self, findings: Iterable[Finding]) -> None:
        """The steps for every credential; nothing if there are none."""
        found = remedies(findings, self.shown)
        if not found:
            return
        self.line(Text("What to do", TITLE))
        for remedy in found:
            self.prose(Text(f"For {remedy.title()}:", TITLE), INDENT)
            for step in remedy.steps:
                self.prose(Text(step), PROSE_INDENT, hanging=_hanging(step))
            self.line()

    def checks(self, report: Report) -> None:
        """The repository's habits; nothing if none was looked at."""
        if not report.checks:
            return
        self.line(Text("Hygiene", TITLE))
        for check in report.checks:
            mark, style = ("ok  ", "green") if check.passed else ("todo", "yellow")
            advice = "" if check.passed else f". {check.advice}"
            message = self.shown.words(check.told(NAMES)) + advice
            line = Text.assemble((mark, style), "  ", message)
            self.prose(line, INDENT, hanging=len(mark) + INDENT)
        self.line()

    def problems(self, report: Report, paths: Sequence[bytes]) -> None:
        """Everything that could not be read; ``paths`` are those of the report's problems."""
        if not report.problems:
            return
        self.line(Text("Could not read", "bold red"))
        for problem, path in zip(report.problems, paths, strict=True):
            message = self.shown.words(problem.message)
            where = self.shown.path(path)
            self.prose(Text(f"{where}: {message}" if where else message), INDENT, hanging=INDENT)
        self.line()

    def closing(self, report: Report, verbose: bool) -> None:
        """The counts, and the warning of an incomplete scan as the last line."""
        verdict = summary.verdict(report)
        self.prose(Text(verdict[0].upper() + verdict[1:] + ".", TITLE))
        self.prose(Text(summary.read(report.scanned), QUIET))
        for sentence in summary.left_out(report, self.shown, verbose_helps=not verbose):
            self.prose(Text(sentence, QUIET))
        if not report.complete:
            self.prose(Text(summary.incomplete(report), "bold red"))

    def _finding(self, finding: Finding) -> None:
        style = QUIET if finding.suppressed else STYLES[finding.severity]
        label = f"{finding.severity.label:{LABEL_WIDTH}}"
        where = facts.position(finding)
        self.line(
            Text.assemble(
                " " * INDENT,
                (label, style),
                "  ",
                (self.shown.rule(finding), TITLE),
                "  ",
                (where, QUIET),
            )
        )
        self.prose(Text(self.shown.words(finding.message)), PROSE_INDENT)
        self._quote(finding, style)
        for fact in (
            facts.about_suppression(finding, self.shown),
            "; ".join(facts.about_place(finding, self.shown)),
            "; ".join(facts.about_history(finding, self.shown)),
        ):
            if fact:
                self.prose(Text(fact[0].upper() + fact[1:] + ".", QUIET), PROSE_INDENT)
        for way in (
            ways_out(finding, self.shown, self._baseline) if finding.suppressed is None else ()
        ):
            self.line(Text(" " * PROSE_INDENT + way, QUIET))

    def _quote(self, finding: Finding, style: str) -> None:
        number = str(finding.region.line)
        gutter = Text.assemble(" " * (PROSE_INDENT + INDENT), (f"{number} | ", QUIET))
        line = quote(finding, self.shown, self._width - len(gutter))
        if line is None:
            return
        self.line(
            Text.assemble(gutter, line.before, (line.credential, f"underline {style}"), line.after)
        )
        pointer = "^" * cell_len(line.credential)
        blank = " " * (len(gutter) - len(" | "))
        self.line(
            Text.assemble(blank, (" | ", QUIET), " " * cell_len(line.before), (pointer, style))
        )

    def words(self, *parts: str | tuple[str, str], indent: int = 0, hanging: int = 0) -> None:
        """Prose of plain parts, or of parts with a style."""
        self.prose(Text.assemble(*parts), indent, hanging)

    def prose(self, text: Text, indent: int = 0, hanging: int = 0) -> None:
        """Text in lines of the page's width, each but the first ``hanging`` columns further in."""
        lines = text.wrap(self._console, max(self._width - indent - hanging, _NARROWEST // 2))
        for number, line in enumerate(lines):
            line.rstrip()
            self.line(Text.assemble(" " * (indent + (hanging if number else 0)), line))

    def line(self, text: Text | None = None) -> None:
        """A line as it is, however long."""
        line = text or Text()
        line.rstrip()
        self._console.print(line, soft_wrap=True)


def _hanging(step: str) -> int:
    """Columns from the start of a step to the text after its number."""
    number, dot, _ = step.partition(". ")
    return len(number + dot) if dot and number.isdigit() else 0
