"""The outcomes as a table for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from keyguard.webhook_test.cases import OK
from keyguard.webhook_test.outcome import Outcome, Result

HEADINGS = ("check", "sends", "expects", "got", "result")


def table(outcomes: Sequence[Outcome]) -> str:
    """A row for each check, why it failed below it, and the counts."""
    rows = [HEADINGS, *map(_row, outcomes)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [_line(HEADINGS, widths)]
    for outcome in outcomes:
        lines.append(_line(_row(outcome), widths))
        if outcome.reason:
            lines.append(f"  {outcome.reason}")
    return "\n".join([*lines, "", *_closing(outcomes)])


def _row(outcome: Outcome) -> tuple[str, ...]:
    status = "-" if outcome.status is None else str(outcome.status)
    case = outcome.case
    return case.name, case.sends, str(case.expected), status, outcome.result.value


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()


def _closing(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        if outcome.case.expected == OK and outcome.seconds is not None:
            yield f"The right secret was answered after {outcome.seconds:.2f} s (5 s are allowed)."
    counts = Counter(outcome.result for outcome in outcomes)
    yield ", ".join(f"{counts[result]} {result.value}" for result in Result) + "."
