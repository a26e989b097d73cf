"""Where a finding is said to stand: lines and columns count characters, and a tab is one."""

from __future__ import annotations

from tests.samples import production_key
from tests.tools import Repository, scan_json

KEY = production_key("positions")
LENGTH = len(KEY)

PLACES = {
    "first.txt": (f"{KEY}", 1, 1),
    "spaces.txt": (f"    {KEY}\n", 1, 5),
    "tab.txt": (f"\t{KEY}\n", 1, 2),
    "tabs.txt": (f"a\n\t\tkey\t=\t{KEY}\t\n", 2, 9),
    "behind a tab of eight.txt": (f"1234567\t{KEY}\n", 1, 9),
    "second line.txt": (f"a\n{KEY}\n", 2, 1),
    "crlf.txt": (f"a\r\nb\r\n k = {KEY}\r\n", 3, 6),
    "form feed.txt": (f"a\fb\v {KEY}\n", 1, 6),
    "line separator.txt": (f"a\u2028b\u0085 {KEY}\n", 1, 6),
    "wide.txt": (f"漢字 {KEY}\n", 1, 4),
    "astral.txt": (f"\U0001f511\U0001f511 {KEY}\n", 1, 4),
    "combining.txt": (f"e\u0301 {KEY}\n", 1, 4),
}
"""File -> its text, and the line and the column of the key in it."""


def test_lines_and_columns(repository: Repository) -> None:
    for path, (text, _, _) in PLACES.items():
        repository.write(path, text)
    findings = scan_json("scan", cwd=repository.path).json["findings"]
    assert {
        each["path"]: (each["line"], each["column"], each["end_line"], each["end_column"])
        for each in findings
    } == {path: (line, column, line, column + LENGTH) for path, (_, line, column) in PLACES.items()}


def test_a_credential_of_several_lines_ends_on_the_last(repository: Repository) -> None:
    half = len(KEY) // 2
    repository.write("a.py", f'\tkey = ("{KEY[:half]}"\n\t\t"{KEY[half:]}")\n')
    (found,) = scan_json("scan", cwd=repository.path).json["findings"]
    assert (found["line"], found["column"]) == (1, 10)
    assert (found["end_line"], found["end_column"]) == (2, 4 + len(KEY) - half)
