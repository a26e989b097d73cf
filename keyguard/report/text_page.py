"""The parts of the report for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from keyguard.model import Finding, Severity
from keyguard.model.report import Report
from keyguard.report import facts, summary
from keyguard.report.drawing import Drawing, Part, columns
from keyguard.report.masked import Shown
from keyguard.report.remedies import remedies
from keyguard.report.snippet import quote
from keyguard.report.summary import counted
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
"""Names that a check lists; the others are counted."""
PROBLEMS_OF_A_FILE = 5
"""Problems that are shown of one file: all members of an archive may be damaged."""
_WIDEST = 100
"""Longer lines of prose are hard to read, however wide the terminal is."""
_NARROWEST = 40


class Page:
    """A text that grows downwards."""

    def __init__(self, shown: Shown, width: int, color: bool, baseline: str = "") -> None:
        """``baseline`` is the file of known findings, if there is one."""
        self._baseline = baseline
        self.shown = shown
        self._width = max(min(width, _WIDEST), _NARROWEST)
        self._drawing = Drawing(color)

    def text(self) -> str:
        """Everything drawn so far."""
        return self._drawing.text()

    def file(self, path: bytes, findings: Sequence[Finding]) -> None:
        """Draws all findings of one file."""
        self.line((self.shown.path(path), TITLE))
        for finding in findings:
            self._finding(finding)
            self.line()

    def remedies(self, report: Report) -> None:
        """Draws the steps for every credential; nothing if there are none."""
        found = remedies(report, self.shown)
        if not found:
            return
        self.line(("What to do", TITLE))
        for remedy in found:
            self.words((f"For {remedy.title()}:", TITLE), indent=INDENT)
            for step in remedy.steps:
                self.words(step, indent=PROSE_INDENT, hanging=_hanging(step))
            self.line()

    def checks(self, report: Report) -> None:
        """Draws the repository's habits; nothing if none was checked."""
        if not report.checks:
            return
        self.line(("Hygiene", TITLE))
        for check in report.checks:
            mark, style = ("ok  ", "green") if check.passed else ("todo", "yellow")
            advice = "" if check.passed else f". {check.advice}"
            message = self.shown.words(check.told(NAMES)) + advice
            self.words((mark, style), f"  {message}", indent=INDENT, hanging=len(mark) + INDENT)
        self.line()

    def problems(self, report: Report, paths: Sequence[bytes], all_of_them: bool) -> None:
        """Draws what could not be read, or the first problem of each file.

        ``paths`` are those of the report's problems.
        """
        if not report.problems:
            return
        self.line(("Could not read", "bold red"))
        of_path: Counter[bytes] = Counter()
        for problem, path in zip(report.problems, paths, strict=True):
            of_path[path] += 1
            if all_of_them or not path or of_path[path] <= PROBLEMS_OF_A_FILE:
                self._problem(path, self.shown.words(problem.message))
        for path, count in of_path.items():
            if path and not all_of_them and count > PROBLEMS_OF_A_FILE:
                more = counted(count - PROBLEMS_OF_A_FILE, "more thing")
                self._problem(path, f"{more}; --verbose lists them.")
        self.line()

    def _problem(self, path: bytes, sentence: str) -> None:
        where = self.shown.path(path)
        self.words(f"{where}: {sentence}" if where else sentence, indent=INDENT, hanging=INDENT)

    def closing(self, report: Report, verbose: bool) -> None:
        """Draws the counts, and the warning of an incomplete scan as the last line."""
        verdict = summary.verdict(report)
        self.words((verdict[0].upper() + verdict[1:] + ".", TITLE))
        self.words((summary.read(report.scanned), QUIET))
        for sentence in summary.left_out(report, self.shown, verbose_helps=not verbose):
            self.words((sentence, QUIET))
        if not report.complete:
            self.words((summary.incomplete(report), "bold red"))

    def _finding(self, finding: Finding) -> None:
        style = QUIET if finding.suppressed else STYLES[finding.severity]
        label = f"{finding.severity.label:{LABEL_WIDTH}}"
        where = facts.position(finding)
        self.line(
            " " * INDENT,
            (label, style),
            "  ",
            (self.shown.rule(finding), TITLE),
            "  ",
            (where, QUIET),
        )
        self.words(self.shown.words(finding.message), indent=PROSE_INDENT)
        self._quote(finding, style)
        for fact in (
            facts.about_suppression(finding, self.shown),
            "; ".join(facts.about_place(finding, self.shown)),
            "; ".join(facts.about_history(finding, self.shown)),
        ):
            if fact:
                self.words((fact[0].upper() + fact[1:] + ".", QUIET), indent=PROSE_INDENT)
        for way in (
            ways_out(finding, self.shown, self._baseline) if finding.suppressed is None else ()
        ):
            self.line((" " * PROSE_INDENT + way, QUIET))

    def _quote(self, finding: Finding, style: str) -> None:
        blank, number = " " * (PROSE_INDENT + INDENT), f"{finding.region.line} | "
        line = quote(finding, self.shown, self._width - len(blank + number))
        if line is None:
            return
        credential = line.credential, f"underline {style}"
        self.line(blank, (number, QUIET), line.before, credential, line.after)
        below = " " * (len(blank + number) - len(" | "))
        pointer = "^" * columns(line.credential), style
        self.line(below, (" | ", QUIET), " " * columns(line.before), pointer)

    def words(self, *parts: Part, indent: int = 0, hanging: int = 0) -> None:
        """Draws text wrapped to the page's width; all lines but the first begin ``hanging`` columns
        further in."""
        width = max(self._width - indent - hanging, _NARROWEST // 2)
        self._drawing.prose(parts, width, indent, hanging)

    def line(self, *parts: Part) -> None:
        """Draws a line as it is, however long."""
        self._drawing.line(parts)


def _hanging(step: str) -> int:
    """Columns from the start of a step to the text after its number."""
    number, dot, _ = step.partition(". ")
    return len(number + dot) if dot and number.isdigit() else 0
