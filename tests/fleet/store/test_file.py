"""The store's file: one writer, older and newer tables, and what is no store."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from keyguard.errors import KeyguardError
from keyguard.fleet.store.connection import FILE_NAME, migrate
from keyguard.fleet.store.database import Store
from keyguard.fleet.store.schema import STEPS
from tests.fleet.made import STAMP, scanned
from tests.fleet.store.held import rows
from tests.tools import Repository


def test_a_second_writer_is_refused_until_the_first_one_dies(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from keyguard.fleet.store.database import Store\n"
        "store = Store.open(pathlib.Path(sys.argv[1]))\n"
        "print('open', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(KeyguardError, match="another keyguard is writing"):
            Store.open(tmp_path)
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
    with Store.open(tmp_path) as store:
        assert store.begin_run(STAMP) == 1
        with pytest.raises(KeyguardError, match="another keyguard is writing"):
            Store.open(tmp_path)


def foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE run (id INTEGER)")
    connection.commit()
    connection.close()


def newer(path: Path) -> None:
    with Store.open(path) as store:
        store._connection.execute("PRAGMA user_version = 99")


def cut_short(path: Path) -> None:
    with Store.open(path) as store:
        store.begin_run(STAMP)
    path.write_bytes(path.read_bytes()[:5000])


def overwritten(path: Path) -> None:
    with Store.open(path) as store:
        store.begin_run(STAMP)
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)


BROKEN = [
    (foreign, "is the database of another program"),
    (newer, "is of a newer keyguard"),
    (cut_short, "is damaged"),
    (overwritten, "is damaged"),
    (lambda path: path.write_bytes(b"no database" * 100), "is no database"),
    (lambda path: path.mkdir() or (path / FILE_NAME).mkdir(), "can't be opened"),
]


@pytest.mark.parametrize(("broken", "said"), BROKEN)
def test_what_is_no_store_is_told_in_a_sentence(tmp_path: Path, broken: object, said: str) -> None:
    path = tmp_path / "x.db"
    broken(path)  # type: ignore[operator]
    with pytest.raises(KeyguardError, match=said) as raised, Store.open(path) as store:
        store.begin_run(STAMP)
    (sentence,) = raised.value.sentences
    assert "\n" not in sentence


def test_a_step_is_taken_wholly_or_not_at_all(store: Store, leaky: Repository) -> None:
    store.ingest(store.begin_run(STAMP), scanned("a", leaky))
    store.close()
    before = rows(store.path)
    connection = sqlite3.connect(store.path, isolation_level=None)
    wrong = ("ALTER TABLE run ADD COLUMN x", "ALTER TABLE nothing ADD COLUMN x")
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, (*STEPS, wrong))
    assert rows(store.path) == before
    right = ("ALTER TABLE network ADD COLUMN name TEXT NOT NULL DEFAULT ''",)
    migrate(connection, (*STEPS, right))
    migrate(connection, (*STEPS, right))
    assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS) + 1,)
    connection.close()
    after = rows(store.path)
    assert after.pop("network") == [(*row, "") for row in before.pop("network")]
    assert after == before
