"""Cells of spreadsheets, whose texts are kept apart from them, in whatever order."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.samples import production_key, webhook_secret
from tests.tools import scan_json

STRONG = webhook_secret("sheet")
KEY = production_key("sheet")
WEAK = "galata-1905"
OTHER = webhook_secret("other")

Rows = list[list[str]]


def workbook(path: Path, rows: Rows, shared: list[str]) -> None:
    """A spreadsheet whose cells refer to ``shared``; what is not there is written in the cell."""

    def cell(place: str, text: str) -> str:
        if text in shared:
            return f'<c r="{place}" t="s"><v>{shared.index(text)}</v></c>'
        return f'<c r="{place}"><v>{text}</v></c>'

    sheet = "".join(
        f'<row r="{number}">'
        + "".join(cell(f"{'ABCDEF'[column]}{number}", text) for column, text in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    items = "".join(f"<si><t>{text}</t></si>" for text in shared)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet>{sheet}</worksheet>")
        archive.writestr("xl/sharedStrings.xml", f"<sst>{items}</sst>")


@pytest.mark.parametrize(
    ("rows", "shared", "expected"),
    [
        (
            [["name", "value"], ["webhook_secret", STRONG]],
            ["value", STRONG, "webhook_secret", "name"],
            [STRONG],
        ),
        (
            [["page", "twenty"], ["webhook_secret", WEAK]],
            ["webhook_secret", "page", "twenty", WEAK],
            [WEAK],
        ),
        (
            [["id", "url", "webhook_secret"], ["1", "a", STRONG], ["2", "b", OTHER]],
            ["webhook_secret", "url", "id", "a", "b", OTHER, STRONG],
            [STRONG, OTHER],
        ),
        ([["1", KEY]], [KEY], [KEY]),
        ([["1", "2"]], [KEY], [KEY]),  # no cell refers to it
        (
            [["webhook_secret", "in the vault"], ["commit", STRONG]],
            ["webhook_secret", STRONG, "in the vault", "commit"],
            [],
        ),
        (
            [["webhook_secret", "digest"], ["gizli", STRONG]],
            ["webhook_secret", STRONG, "digest", "gizli"],
            [],
        ),
        ([["webhook_secret", "9"]], ["webhook_secret"], []),
    ],
)
def test_cells_are_read_by_row_and_column(
    tmp_path: Path, rows: Rows, shared: list[str], expected: list[str]
) -> None:
    workbook(tmp_path / "settings.xlsx", rows, shared)
    report = scan_json("scan", ".", "--show-secrets", cwd=tmp_path)
    assert report.code == bool(expected)
    found = [finding["credential"]["secret"] for finding in report.json["findings"]]
    assert sorted(found) == sorted(expected)


def test_a_long_text_is_put_into_one_cell(tmp_path: Path) -> None:
    """Else a few bytes of a sheet become as many as the text has."""
    text = f"{KEY} " + "x" * 100_000
    workbook(tmp_path / "a.xlsx", [["id", text]] * 500, [text])
    report = scan_json("scan", ".", cwd=tmp_path)
    (finding,) = report.json["findings"]
    assert finding["occurrences"] == 1
