"""Long lines, many findings and large numbers."""

from __future__ import annotations

import pytest

from keyguard.model import Problem
from keyguard.report.masked import Shown
from keyguard.report.redact import Redactor
from keyguard.report.snippet import quote
from keyguard.report.summary import counted, size
from tests.report.output import output
from tests.report.reports import CLEAN, PRODUCTION, STAGING, finding, report
from tests.samples import staging_key

MEBIBYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1_000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (1_500_000_000, "1.5 GB"),
        (10**18, "1,000,000.0 TB"),
    ],
)
def test_size(number: int, expected: str) -> None:
    assert size(number) == expected


def test_counted() -> None:
    assert [counted(number, "file") for number in (0, 1, 1000)] == [
        "0 files",
        "1 file",
        "1,000 files",
    ]


@pytest.mark.parametrize("width", [20, 40, 70])
@pytest.mark.parametrize(
    "text",
    [
        PRODUCTION,
        f"x{PRODUCTION}" + "y" * 1000,
        "x" * 1000 + f"{PRODUCTION}y",
        "x" * 1000 + PRODUCTION + "y" * 1000,
        "\t" * 50 + PRODUCTION + "\x00" * 50,
    ],
)
def test_quotes_fit(text: str, width: int) -> None:
    line = quote(finding(text, PRODUCTION), Shown(CLEAN), width)
    assert line is not None
    assert len(line.before + line.credential + line.after) <= width
    assert line.credential == PRODUCTION[:7] + "****"


@pytest.mark.parametrize("distance", range(0, 80))
def test_a_quote_that_is_cut_shows_no_part_of_a_key(distance: int) -> None:
    text = f"{STAGING}{' ' * distance}{PRODUCTION}{'.' * distance}{STAGING}"
    line = quote(finding(text, PRODUCTION), Shown(CLEAN), 60)
    assert line is not None
    assert STAGING[7:13] not in line.before + line.after
    assert STAGING[-6:] not in line.before + line.after


def test_quotes_are_of_the_right_line() -> None:
    made = finding(f"before\r\n  key = '{PRODUCTION}'\r\nafter", PRODUCTION)
    line = quote(made, Shown(CLEAN), 60)
    assert line is not None
    assert (line.before, line.after) == ("key = '", "'")


def test_markdown_stays_under_what_github_takes() -> None:
    many = [
        finding(
            PRODUCTION, PRODUCTION, path=b"%d" % number + b"/long" * 200, fix=f"1. {number}" * 200
        )
        for number in range(2_000)
    ]
    problems = tuple(Problem(b"p" * 1000, "m" * 1000) for _ in range(1_000))
    text = output("markdown", report(*many, problems=problems))
    assert len(text.encode()) < MEBIBYTE
    assert "more findings" in text
    assert "more fixes" in text
    assert "more problems" in text


def test_a_title_names_a_few_credentials_or_counts_them() -> None:
    keys = [staging_key(number) for number in range(6)]
    text = output("text", report(*(finding(key, key) for key in keys)))
    assert "For 6 production keys:" in text
    text = output("text", report(*(finding(key, key) for key in keys[:3])))
    assert f"For {', '.join(f'production key {key[:7]}****' for key in keys[:3])}:" in text.replace(
        "\n    ", " "
    ).replace("\n  ", " ")


def test_many_secrets_are_found_in_one_pass() -> None:
    secrets = [f"webhook-secret-{number}" for number in range(3_000)]
    assert Redactor(secrets).clean(" ".join(secrets)) == " ".join(["****"] * len(secrets))
