"""Annotations within what GitHub keeps of a step: ten errors, ten warnings, ten notices."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from keyguard.model import Problem, Severity
from keyguard.model.report import Report
from tests.report.output import output
from tests.report.reports import PRODUCTION, finding, report

COMMAND = re.compile(r"::(?P<level>error|warning|notice) (?P<properties>.*?)::(?P<text>.*)")


def made_of(problems: int = 0, **findings: int) -> Report:
    """A report with so many findings of each severity."""
    return report(
        *(
            finding(
                PRODUCTION,
                PRODUCTION,
                severity=Severity.from_label(severity),
                path=f"{severity}/{number}.py".encode(),
            )
            for severity, count in findings.items()
            for number in range(count)
        ),
        problems=tuple(Problem(f"bad/{n}".encode(), "it is damaged.") for n in range(problems)),
    )


def commands(made: Report) -> list[re.Match[str]]:
    lines = output("github", made).splitlines()
    return [match for line in lines if (match := COMMAND.fullmatch(line))]


@pytest.mark.parametrize(
    ("made", "kept"),
    [
        (made_of(), {}),
        (made_of(high=10), {"error": 10}),
        (made_of(high=11), {"error": 10}),
        (made_of(critical=6, high=6), {"error": 10}),
        (made_of(problems=7, high=7), {"error": 10}),
        (made_of(problems=200), {"error": 10}),
        (made_of(critical=50, medium=50, low=50), {"error": 10, "warning": 10, "notice": 10}),
        (made_of(high=2, medium=11, low=10), {"error": 2, "warning": 10, "notice": 10}),
    ],
)
def test_no_more_than_github_keeps(made: Report, kept: dict[str, int]) -> None:
    assert Counter(command["level"] for command in commands(made)) == kept


@pytest.mark.parametrize(("count", "more"), [(11, 2), (12, 3), (1234, 1225)])
def test_the_last_one_counts_the_others(count: int, more: int) -> None:
    made = made_of(high=count)
    assert commands(made)[-1]["text"].startswith(f"{more:,} more errors, ")
    plain = [line for line in output("github", made).splitlines() if line.startswith("error: ")]
    assert len(plain) == more
    assert plain[-1].startswith(f"error: high/{count - 1}.py:1: ")


def test_nothing_is_counted_where_all_are_shown() -> None:
    assert "more" not in output("github", made_of(high=10, medium=10, low=10))


def test_the_worst_come_first_and_neither_problems_nor_findings_hide_the_others() -> None:
    told = commands(made_of(problems=20, high=20, critical=1))
    assert ["bad/" in command["properties"] for command in told[:9]] == [True] * 5 + [False] * 4
    assert "file=critical/0.py" in told[5]["properties"]


def test_a_plain_line_is_no_command() -> None:
    name = b"\n::stop-commands::x\n::error::"
    made = report(*(finding(PRODUCTION, PRODUCTION, path=name + b"%d" % n) for n in range(12)))
    lines = output("github", made).splitlines()
    assert not [line for line in lines if line.startswith("::stop-commands")]
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::") for line in lines) == 10
