"""The parts of the report for a terminal, drawn with rich."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from keyguard.model import Finding, Severity
from keyguard.model.report import Report
from keyguard.report import audit, facts, summary
from keyguard.report.masked import Shown
from keyguard.report.remedies import remedies
from keyguard.report.snippet import quote

_STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
}
_QUIET = "dim"
_TITLE = "bold"
_LABEL_WIDTH = max(len(severity.label) for severity in Severity)
_INDENT = 2
_PROSE_INDENT = 2 * _INDENT
_WIDEST = 100
"""Longer lines of prose are hard to read, however wide the terminal is."""
_NARROWEST = 40


class Page:
    """Text that grows downwards. Untrusted strings enter as ``Text``, never as rich's markup."""

    def __init__(self, shown: Shown, width: int, color: bool) -> None:
        self._shown = shown
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
        self._line(Text(self._shown.path(path), _TITLE))
        for finding in findings:
            self._finding(finding)
            self._line()

    def remedies(self, findings: Iterable[Finding]) -> None:
        """The steps for every credential; nothing if there are none."""
        found = remedies(findings, self._shown)
        if not found:
            return
        self._line(Text("What to do", _TITLE))
        for remedy in found:
            self._prose(Text(f"For {remedy.title()}:", _TITLE), _INDENT)
            for step in remedy.steps:
                self._prose(Text(step), _PROSE_INDENT, hanging=_hanging(step))
            self._line()

    def exposures(self, report: Report) -> None:
        """How far each credential has spread; nothing if there are none."""
        if not report.exposures:
            return
        self._line(Text("Exposure", _TITLE))
        for exposure in report.exposures:
            self._prose(Text(audit.title(exposure, self._shown)), _INDENT)
            for fact in audit.sentences(exposure, self._shown):
                self._prose(Text(f"- {fact}", _QUIET), _PROSE_INDENT, hanging=_INDENT)
        self._line()

    def checks(self, report: Report) -> None:
        """The repository's habits; nothing if none was looked at."""
        if not report.checks:
            return
        self._line(Text("Hygiene", _TITLE))
        for check in report.checks:
            mark, style = ("ok  ", "green") if check.passed else ("todo", "yellow")
            advice = "" if check.passed else f". {check.advice}"
            message = self._shown.words(check.message) + advice
            line = Text.assemble((mark, style), "  ", message)
            self._prose(line, _INDENT, hanging=len(mark) + _INDENT)
        self._line()

    def problems(self, report: Report, paths: Sequence[bytes]) -> None:
        """Everything that could not be read; ``paths`` are those of the report's problems."""
        if not report.problems:
            return
        self._line(Text("Could not read", "bold red"))
        for problem, path in zip(report.problems, paths, strict=True):
            message = self._shown.words(problem.message)
            where = self._shown.path(path)
            self._prose(Text(f"{where}: {message}" if where else message), _INDENT, hanging=_INDENT)
        self._line()

    def closing(self, report: Report, verbose: bool) -> None:
        """The counts, and the warning of an incomplete scan as the last line."""
        verdict = summary.verdict(report)
        self._prose(Text(verdict[0].upper() + verdict[1:] + ".", _TITLE))
        self._prose(Text(summary.read(report.scanned), _QUIET))
        for sentence in summary.left_out(report, self._shown, verbose_helps=not verbose):
            self._prose(Text(sentence, _QUIET))
        if not report.complete:
            self._prose(Text(summary.incomplete(report), "bold red"))

    def _finding(self, finding: Finding) -> None:
        style = _QUIET if finding.suppressed else _STYLES[finding.severity]
        label = f"{finding.severity.label:{_LABEL_WIDTH}}"
        where = facts.position(finding)
        self._line(
            Text.assemble(
                " " * _INDENT,
                (label, style),
                "  ",
                (self._shown.rule(finding), _TITLE),
                "  ",
                (where, _QUIET),
            )
        )
        self._prose(Text(self._shown.words(finding.message)), _PROSE_INDENT)
        self._quote(finding, style)
        for fact in (
            facts.about_suppression(finding, self._shown),
            "; ".join(facts.about_place(finding, self._shown)),
            "; ".join(facts.about_history(finding, self._shown)),
        ):
            if fact:
                self._prose(Text(fact[0].upper() + fact[1:] + ".", _QUIET), _PROSE_INDENT)

    def _quote(self, finding: Finding, style: str) -> None:
        number = str(finding.region.line)
        gutter = Text.assemble(" " * (_PROSE_INDENT + _INDENT), (f"{number} | ", _QUIET))
        line = quote(finding, self._shown, self._width - len(gutter))
        if line is None:
            return
        self._line(
            Text.assemble(gutter, line.before, (line.credential, f"underline {style}"), line.after)
        )
        pointer = "^" * cell_len(line.credential)
        blank = " " * (len(gutter) - len(" | "))
        self._line(
            Text.assemble(blank, (" | ", _QUIET), " " * cell_len(line.before), (pointer, style))
        )

    def _prose(self, text: Text, indent: int = 0, hanging: int = 0) -> None:
        """Text in lines of the page's width, each but the first ``hanging`` columns further in."""
        lines = text.wrap(self._console, max(self._width - indent - hanging, _NARROWEST // 2))
        for number, line in enumerate(lines):
            line.rstrip()
            self._line(Text.assemble(" " * (indent + (hanging if number else 0)), line))

    def _line(self, text: Text | None = None) -> None:
        line = text or Text()
        line.rstrip()
        self._console.print(line, soft_wrap=True)


def _hanging(step: str) -> int:
    """Columns from the start of a step to the text after its number."""
    number, dot, _ = step.partition(". ")
    return len(number + dot) if dot and number.isdigit() else 0
