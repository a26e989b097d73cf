"""Stores and results of earlier versions, which also held which packs were read."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from keyguard.fleet.store.connection import FILE_NAME
from keyguard.fleet.store.database import Store
from keyguard.fleet.store.schema import STEPS
from tests.fleet.made import scanned, write_result
from tests.fleet.store.held import rows
from tests.fleet.store.merge.merging import found, merge, report, run
from tests.tools import Repository

PACK = {"network": "n1", "checksum": "p1", "objects": 10}
ADD = "INSERT INTO pack VALUES (:network, :checksum, :objects, 1)"


@pytest.fixture
def older(tmp_path: Path, leaky: Repository) -> Path:
    """A store as the first version left it."""
    store = run(tmp_path / "older", *scanned("a", leaky))
    (packs,) = (statement for statement in STEPS[0] if "TABLE pack" in statement)
    with closing(sqlite3.connect(store / FILE_NAME)) as database, database:
        database.execute(packs)
        database.execute(ADD, PACK)
        database.execute("PRAGMA user_version = 1")
    return store


def tables(store: Path) -> tuple[int, set[str]]:
    """Which version the tables are of, and their names."""
    with closing(sqlite3.connect(store / FILE_NAME)) as database:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return version, {name for (name,) in names}


def test_an_older_store_is_reported_and_merged_as_it_is(tmp_path: Path, older: Path) -> None:
    before = tables(older)
    merge(tmp_path / "all", older)
    assert found(report(tmp_path / "all")) == found(report(older)) != []
    assert tables(older) == before


def test_an_older_store_is_brought_up_to_date(tmp_path: Path, older: Path) -> None:
    reported, held = report(older), rows(older / FILE_NAME)
    with Store.open(older):
        pass
    version, names = tables(older)
    assert (version, "pack" in names) == (len(STEPS), False)
    assert (report(older), rows(older / FILE_NAME)) == (reported, held)


def test_lines_that_name_packs_are_passed_over(tmp_path: Path, leaky: Repository) -> None:
    file = write_result(tmp_path / "lines", "n1", *scanned("a", leaky))
    *records, end = file.read_text("ascii").splitlines()
    file.write_text("\n".join([*records, json.dumps({"type": "pack", **PACK}), end, ""]), "ascii")
    merge(tmp_path / "all", tmp_path / "lines")
    assert found(report(tmp_path / "all")) != []
