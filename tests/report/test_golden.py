"""Whole outputs of every format, compared with files that a person can read."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from keyguard.model.report import Report
from keyguard.report import FORMATS
from tests.report.output import assert_golden, output
from tests.report.reports import CLEAN, HISTORY, SCAN

REPORTS = {"clean": CLEAN, "scan": SCAN, "history": HISTORY}
SUFFIXES = {
    "text": "txt",
    "json": "json",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab.json",
    "junit": "xml",
    "html": "html",
    "markdown": "md",
}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", REPORTS)
def test_a_format_writes_its_golden_file(name: str, format: str) -> None:
    assert_golden(f"{name}.{SUFFIXES[format]}", output(format, REPORTS[name]))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("scan-verbose", {"verbose": True}),
        ("scan-subfolder", {"base": "/repo/web"}),
        ("scan-color", {"color": True}),
        ("scan-wide", {"width": 300}),
        ("scan-narrow", {"width": 10}),
    ],
)
def test_text_heeds_its_options(name: str, options: dict[str, Any]) -> None:
    assert_golden(f"{name}.txt", output("text", SCAN, **options))


def test_colors_change_nothing_but_colors() -> None:
    colored = output("text", SCAN, color=True)
    assert colored != output("text", SCAN)
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == output("text", SCAN)


@pytest.mark.parametrize(
    ("format", "report", "silent"),
    [
        ("text", CLEAN, True),
        ("github", CLEAN, True),
        ("text", SCAN, False),
        ("github", SCAN, False),
        ("text", HISTORY, False),
        ("json", CLEAN, False),
        ("sarif", CLEAN, False),
    ],
)
def test_quiet_is_silent_only_with_nothing_to_say(
    format: str, report: Report, silent: bool
) -> None:
    assert (output(format, report, quiet=True) == "") is silent


def test_unknown_formats_are_refused() -> None:
    with pytest.raises(KeyError):
        output("yaml", CLEAN)


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_json_has_the_fields_of_the_contract_in_their_order(report: Report) -> None:
    document = json.loads(output("json", report))
    listed = ["summary", "credentials"] if report.command == "history" else []
    assert list(document) == [
        "schema", "version", "command", "complete", "scanned", "skipped", "problems", *listed,
        "findings",
    ]  # fmt: skip
    assert list(document["scanned"]) == ["files", "blobs", "commits", "bytes"]
    for found in document["findings"]:
        assert list(found) == [
            "rule", "severity", "confidence", "message", "fix", "fingerprint", "credential",
            "environment", "surface", "surface_reason", "path", "line", "column", "end_line",
            "end_column", "via", "occurrences", "commit", "author", "date", "state", "suppressed",
        ]  # fmt: skip
        assert list(found["credential"]) == ["kind", "vendor", "redacted", "digest"]
