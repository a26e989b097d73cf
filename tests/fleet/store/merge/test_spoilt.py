"""Stores with something in them that no keyguard wrote."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from keyguard.fleet.records import RepositoryState
from tests.fleet.made import scanned
from tests.fleet.store.merge.merging import found, merge, report, run
from tests.tools import Repository, keyguard


def spoilt(path: Path, statement: str) -> Path:
    """A store with something in it that no keyguard wrote."""
    database = sqlite3.connect(path / "fleet.db")
    database.execute("PRAGMA ignore_check_constraints = ON")
    database.executescript(statement)
    database.commit()
    database.close()
    return path


SPOILT = [
    "UPDATE place SET via = 'no JSON'",
    "UPDATE place SET via = '[1]'",
    "UPDATE place SET refs = '{}'",
    "UPDATE place SET state = 'moon'",
    "UPDATE place SET environment = 'moon'",
    "UPDATE place SET surface = ''",
    "UPDATE place SET severity = 9",
    "UPDATE place SET confidence = 'high'",
    "UPDATE place SET line = 'a' || char(27)",
    "UPDATE place SET line = -1",
    "UPDATE place SET author = x'ff'",
    "UPDATE finding SET digest = char(27) || '[31m'",
    "UPDATE finding SET kind = 'x'",
    "UPDATE finding SET fingerprint = 1",
    "UPDATE finding SET path = x'00ff'",
    "UPDATE run SET began = char(10) || '::error::'",
    "UPDATE run SET ended = 'yesterday'",
    "UPDATE repository SET state = 'fine'",
    "UPDATE repository SET size = 'large'",
    "UPDATE repository SET read_run = NULL, first_read_run = NULL, source = x'ff'",
    "INSERT INTO problem VALUES (1, x'ff', 'x', 1)",
    "INSERT INTO liveness VALUES ('x', 'alive', '', 1)",
    "INSERT INTO liveness VALUES (lower(hex(zeroblob(16))), 'well', '', 1)",
    "DROP TABLE advice",
    "UPDATE run SET stamp = 99",
    "UPDATE run SET id = 99",
    "UPDATE stamp SET id = 99",
    "UPDATE repository SET run = 99",
    "UPDATE repository SET read_run = 99",
    "UPDATE repository SET network = 'n9'",
    "UPDATE place SET gone_run = 99",
    "UPDATE place SET first_run = 99",
    "UPDATE place SET advice = 99",
    "UPDATE place SET finding = 99",
    "ALTER TABLE place RENAME TO p; CREATE VIEW place AS SELECT * FROM p",
]


@pytest.mark.parametrize("statement", SPOILT)
def test_a_store_that_no_keyguard_wrote_is_told(
    tmp_path: Path, leaky: Repository, statement: str
) -> None:
    store = spoilt(run(tmp_path / "store", *scanned("a", leaky)), statement)
    result = keyguard("fleet", "report", store, cwd=tmp_path)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"keyguard: the fleet's store {store}/fleet.db ")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("statement", [each for each in SPOILT if "liveness" not in each])
def test_nothing_that_no_keyguard_wrote_is_merged(
    tmp_path: Path, leaky: Repository, statement: str
) -> None:
    store = spoilt(run(tmp_path / "store", *scanned("a", leaky)), statement)
    merge(tmp_path / "all", store, code=2)
    assert keyguard("fleet", "export", "all", cwd=tmp_path).out == ""


def test_nothing_that_no_keyguard_wrote_is_exported(tmp_path: Path, leaky: Repository) -> None:
    store = spoilt(run(tmp_path / "store", *scanned("a", leaky)), SPOILT[0])
    result = keyguard("fleet", "export", store, cwd=tmp_path)
    assert (result.code, result.out) == (2, "")


def test_what_stops_in_the_middle_is_a_gap(
    tmp_path: Path, leaky: Repository, another: Repository
) -> None:
    shard = run(tmp_path / "shard", *scanned("a", leaky), *scanned("b", another))
    spoilt(shard, "UPDATE place SET via = 'no JSON' WHERE repository = 2")
    merge(tmp_path / "all", shard, code=2)
    document = report(tmp_path / "all")
    assert {repository for repository, *_ in found(document)} == {"a"}
    assert [gap["kind"] for gap in document["gaps"]] == ["run"]


def test_the_store_that_fails_is_the_one_that_is_told(tmp_path: Path, leaky: Repository) -> None:
    shard = run(tmp_path / "shard", *scanned("a", leaky))
    run(tmp_path / "all", RepositoryState("b", "", "scanned"))
    refusing = "CREATE TRIGGER t BEFORE INSERT ON place BEGIN SELECT raise(ABORT, 'full'); END"
    spoilt(tmp_path / "all", refusing)
    said = merge(tmp_path / "all", shard, code=2).err
    assert said.startswith(f"keyguard: the fleet's store {tmp_path}/all/fleet.db can't be written")
