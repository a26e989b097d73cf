"""What is taken in twice is in the store once, and what breaks off leaves nothing."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from keyguard.fleet.records import FoundIn, Record, RepositoryState
from keyguard.fleet.store.connection import FILE_NAME
from keyguard.fleet.store.database import Store
from tests.fleet.made import STAMP, scanned, whole
from tests.fleet.store.held import places, rows
from tests.samples import production_key
from tests.tools import Repository


def test_what_is_taken_in_twice_is_there_once(store: Store, leaky: Repository) -> None:
    run = store.begin_run(STAMP)
    records = whole(*scanned("a", leaky))
    store.ingest(run, records)
    once = rows(store.path)
    assert places(store) == {
        ("a", "app.py", "production-key", "head"),
        ("a", ".env.staging", "staging-key", "head"),
        ("a", ".env.staging", "tracked-env-file", "head"),
    }
    store.ingest(run, records)
    assert rows(store.path) == once


def test_no_value_is_in_the_database(store: Store, leaky: Repository) -> None:
    run = store.begin_run(STAMP)
    records = list(scanned("a", leaky))
    for record in records:
        if not isinstance(record, RepositoryState):
            record.finding["credential"]["secret"] = production_key("store")  # type: ignore[union-attr]
    store.ingest(run, records)
    assert places(store)
    store.close()
    files = [file.read_bytes() for file in store.path.parent.iterdir()]
    assert not any(production_key("store").encode() in file for file in files)


def test_what_breaks_off_leaves_nothing(store: Store, leaky: Repository) -> None:
    run = store.begin_run(STAMP)
    before = rows(store.path)

    def broken() -> Iterator[Record]:
        yield from whole(*scanned("a", leaky))
        raise ValueError("the result has no end")

    with pytest.raises(ValueError, match="no end"):
        store.ingest(run, broken())
    assert rows(store.path) == before


def test_a_second_answer_of_one_run_replaces_the_first(store: Store, leaky: Repository) -> None:
    run = store.begin_run(STAMP)
    records = list(scanned("a", leaky))
    store.ingest(run, records)
    whole_answer = rows(store.path)
    store.ingest(run, records[:2])
    assert len(places(store)) == 1
    assert places(store, "gone_run IS NOT NULL") == set()
    store.ingest(run, records)
    assert len(rows(store.path)["place"]) == len(whole_answer["place"])


KILLED = """
import json, os, pathlib, signal, sys
from keyguard.fleet.records import FoundIn, RepositoryState
from keyguard.fleet.store.database import Store
from keyguard.pipeline.stamp import Stamp

finding = json.loads(sys.stdin.read())

def records():
    yield RepositoryState("again", "n", "scanned")
    for number in range(int(sys.argv[2])):
        yield FoundIn("again", {**finding, "fingerprint": f"{number:032x}"})
    os.kill(os.getpid(), signal.SIGKILL)

store = Store.open(pathlib.Path(sys.argv[1]))
store.ingest(store.begin_run(Stamp(*sys.argv[3:])), records())
"""


@pytest.mark.parametrize("number", [0, 1, 20_000])
def test_a_kill_in_the_middle_leaves_what_was_there(
    tmp_path: Path, leaky: Repository, number: int
) -> None:
    """20,000 findings are more than SQLite holds back in memory."""
    path = tmp_path / "store"
    records = list(scanned("a", leaky))
    with Store.open(path) as store:
        run = store.begin_run(STAMP)
        store.ingest(run, records)
    before = rows(path / FILE_NAME)
    found = next(record for record in records if isinstance(record, FoundIn))
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, path, str(number), *STAMP],
        input=json.dumps(found.finding), text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL
    with Store.open(path) as store:
        assert rows(path / FILE_NAME) == before
        assert store.begin_run(STAMP) == run


HOSTILE = ("a\nb", "\udcff\ud800", "\x1b[31m", "a\0b", "'; DROP TABLE run; --", "%s?", "é" * 5000)


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_can_be_kept(store: Store, leaky: Repository, text: str) -> None:
    run = store.begin_run(STAMP)
    records = list(scanned("a", leaky))
    for record in records[1:]:
        record.finding.update(path=text, message=text, author=text)  # type: ignore[union-attr]
    store.ingest(run, [*records, RepositoryState(text, text, "failed", text)])
    assert len(places(store)) == 3
