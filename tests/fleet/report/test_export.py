"""The tables of a store for other programs: all of it, in both formats alike, and no value."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.fleet.report.fleet import VALUES
from tests.tools import Result, keyguard, with_modules

ROWS = {
    "findings": "SELECT count(*) FROM place WHERE gone_run IS NULL",
    "repositories": "SELECT count(*) FROM repository",
    "problems": "SELECT count(*) FROM problem",
    "runs": "SELECT count(*) FROM run",
}


def export(store: Path, *options: str | Path, **more: Any) -> Result:
    return keyguard("fleet", "export", store, *options, cwd=store.parent, **more)


def lines(store: Path, table: str) -> list[dict[str, Any]]:
    result = export(store, "--table", table)
    assert (result.code, result.err) == (0, "")
    assert not any(value in result.out for value in VALUES)
    return [json.loads(line) for line in result.out.splitlines()]


@pytest.mark.parametrize("table", ROWS)
def test_a_line_for_each_row(second: Path, table: str) -> None:
    rows = lines(second, table)
    assert len(rows) > 0
    assert len({tuple(row) for row in rows}) == 1
    there = sqlite3.connect(second / "fleet.db").execute(ROWS[table])
    assert (len(rows),) == there.fetchone()


def test_findings_are_those_of_a_history(second: Path) -> None:
    """The same rule, path, fingerprint, commit and state as in the repository alone."""
    shop = second.parent / "shop"
    alone = keyguard("history", "-f", "json", "--no-config", cwd=shop).json["findings"]
    same = ("rule", "path", "fingerprint", "commit", "author", "date", "state", "line", "column",
            "severity", "confidence", "environment", "surface", "refs", "message", "fix",
            "occurrences")  # fmt: skip
    mine = [row for row in lines(second, "findings") if row["repository"].endswith("acme/shop")]
    assert len(mine) > 3
    assert sorted([[row[name] for name in same] for row in mine], key=repr) == sorted(
        [[found[name] for name in same] for found in alone], key=repr
    )


@pytest.mark.parametrize("table", ROWS)
def test_parquet_says_the_same(second: Path, tmp_path: Path, table: str) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `fleet` is not installed")
    file = tmp_path / "table.parquet"
    result = export(second, "-f", "parquet", "-t", table, "-o", file)
    assert (result.code, result.out) == (0, "")
    assert parquet.read_table(file).to_pylist() == lines(second, table)


def test_without_pyarrow_a_sentence_says_what_to_do(second: Path, tmp_path: Path) -> None:
    file = tmp_path / "table.parquet"
    missing = with_modules(tmp_path / "modules", {"pyarrow.py": "raise ImportError\n"})
    result = export(second, "-f", "parquet", "-o", file, env=missing)
    assert (result.code, result.out) == (2, "")
    assert 'pip install "keyguard[fleet] @ git+https://' in result.err
    assert result.err.count("\n") == 1
    assert not file.exists()
    assert export(second, "-f", "jsonl", env=missing).code == 0


def test_a_file_leaves_a_line(second: Path, tmp_path: Path) -> None:
    result = export(second, "-o", tmp_path / "x.jsonl")
    assert (result.code, result.out) == (0, "")
    assert result.err == f"keyguard: the table is in {tmp_path / 'x.jsonl'}.\n"
    refused = export(second, "-o", tmp_path / "nowhere" / "x")
    assert refused.code == 2
    assert "the table can't be written to" in refused.err
    assert export(tmp_path / "nothing").code == 2
