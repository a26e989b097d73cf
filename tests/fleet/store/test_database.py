"""The store: what is taken in twice is there once, and what is half is not there at all."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from keyguard.errors import KeyguardError
from keyguard.fleet.records import FoundIn, Record, RepositoryState
from keyguard.fleet.store.connection import FILE_NAME, migrate
from keyguard.fleet.store.database import Store
from keyguard.fleet.store.schema import STEPS
from keyguard.pipeline.stamp import Stamp
from tests.fleet.made import HERE, STAMP, failed, pack, scanned, whole
from tests.samples import production_key, staging_key
from tests.tools import Repository

TABLES = ("repository", "network", "pack", "run", "finding", "place", "problem", "stamp", "advice")


@pytest.fixture
def leaky(repository: Repository) -> Repository:
    repository.commit_file("app.py", f'key = "{production_key("store")}"\n')
    repository.commit_file(".env.staging", f"KEY={staging_key('store')}\n")
    return repository


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store") as opened:
        yield opened


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that the database holds."""
    connection = sqlite3.connect(path)
    found = {
        table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in TABLES
    }
    connection.close()
    return found


def places(store: Store, where: str = "gone_run IS NULL") -> set[tuple[str, str, str, str]]:
    """Repository, path, rule and state of what is there."""
    connection = sqlite3.connect(store.path)
    found = connection.execute(
        "SELECT source, path, rule, place.state FROM place "
        "JOIN finding ON finding.id = place.finding "
        f"JOIN repository ON repository.id = place.repository WHERE {where}"
    ).fetchall()
    connection.close()
    return {(source.removeprefix(HERE), *rest) for source, *rest in found}


def test_what_is_taken_in_twice_is_there_once(store: Store, leaky: Repository) -> None:
    run = store.begin_run(STAMP)
    records = whole(*scanned("a", leaky), pack("p1"), pack("p2"))
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
        yield from whole(*scanned("a", leaky), pack("p1"))
        raise ValueError("the result has no end")

    with pytest.raises(ValueError, match="no end"):
        store.ingest(run, broken())
    assert rows(store.path) == before


def test_what_is_gone_is_remembered_and_comes_back(store: Store, leaky: Repository) -> None:
    first = store.begin_run(STAMP)
    store.ingest(first, scanned("a", leaky))
    store.end_run(first)
    leaky.commit_file("app.py", "key = None\n")
    second = store.begin_run(STAMP)
    assert second > first
    store.ingest(second, scanned("a", leaky))
    store.end_run(second)
    assert ("a", "app.py", "production-key", "history") in places(store)
    assert places(store, "gone_run IS NOT NULL") == {("a", "app.py", "production-key", "head")}
    leaky.git("reset", "--quiet", "--hard", "HEAD~1")
    third = store.begin_run(STAMP)
    store.ingest(third, scanned("a", leaky))
    again = rows(store.path)
    assert ("a", "app.py", "production-key", "head") in places(store)
    store.ingest(third, scanned("a", leaky))
    assert rows(store.path) == again
    store.ingest(third, [RepositoryState(f"{HERE}a", "n1", "scanned")])
    assert places(store) == set()


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


def test_what_fails_keeps_what_was_found_in_it(store: Store, leaky: Repository) -> None:
    first = store.begin_run(STAMP)
    store.ingest(first, scanned("a", leaky))
    store.end_run(first)
    found = places(store)
    second = store.begin_run(STAMP)
    store.set_state(second, failed("a"))
    store.set_state(second, failed("b"))
    assert places(store) == found
    known = {each.state.source.removeprefix(HERE): each for each in store.repositories()}
    assert [(each.state.state, each.state.network, bool(each.read)) for each in known.values()] == [
        ("failed", "n1", True),
        ("failed", "", False),
    ]
    assert known["a"].state.head == leaky.git("rev-parse", "HEAD")
    assert {each.run for each in known.values()} == {second}
    store.set_state(second, RepositoryState(f"{HERE}a", "n1", "scanned"))
    assert places(store) == found


def test_problems_are_those_of_the_last_reading(store: Store, leaky: Repository) -> None:
    from keyguard.fleet.records import Unread

    run = store.begin_run(STAMP)
    unread = [Unread(f"{HERE}a", "a.zip", "it is damaged"), Unread(f"{HERE}a", "", "no end")]
    store.ingest(run, [*unread, *scanned("a", leaky)])
    assert len(rows(store.path)["problem"]) == 2
    store.ingest(run, scanned("a", leaky))
    assert rows(store.path)["problem"] == []


def test_a_run_that_did_not_end_is_gone_on_with(store: Store) -> None:
    first = store.begin_run(STAMP)
    assert store.begin_run(STAMP) == first
    assert store.begin_run(STAMP, "1/2") != first
    assert store.begin_run(STAMP) == first
    other = store.begin_run(STAMP._replace(rules="others"))
    assert other != first
    assert store.last_stamp() == STAMP._replace(rules="others")
    store.end_run(other)
    assert store.begin_run(STAMP._replace(rules="others")) not in (first, other)


def test_packs_are_seen_under_their_stamp_only(store: Store) -> None:
    run = store.begin_run(STAMP)
    store.ingest(run, whole(pack("p1"), pack("p2"), pack("p3", "n2")))
    assert store.seen_packs("n1", STAMP) == {"p1", "p2"}
    newer = Stamp("2", "rules", "settings")
    assert store.seen_packs("n1", newer) == set()
    store.ingest(run, [newer, pack("p2")])
    assert store.seen_packs("n1", newer) == {"p2"}
    assert store.seen_packs("n1", STAMP) == set()
    assert store.seen_packs("n2", STAMP) == {"p3"}
    store.forget_packs("n2")
    assert store.seen_packs("n2", STAMP) == set()


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
