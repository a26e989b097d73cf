"""Shards put together: whatever the order, and however often, of a repository the later counts."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from keyguard.fleet.records import Record, RepositoryState, Unread
from keyguard.fleet.store.database import Store
from tests.fleet.made import HERE, STAMP, failed, pack, scanned, whole, write_result
from tests.samples import production_key, staging_key
from tests.tools import Repository, Result, keyguard

KEY, OTHER = production_key("merge"), staging_key("merge")


@pytest.fixture
def leaky(repository: Repository) -> Repository:
    repository.commit_file("app.py", f'key = "{KEY}"\n')
    return repository


@pytest.fixture
def another(tmp_path: Path) -> Repository:
    made = Repository.create(tmp_path / "another")
    made.commit_file(".env.staging", f"KEY={OTHER}\n")
    return made


def run(path: Path, *records: Record, shard: str = "") -> Path:
    """A run of a store from its beginning to its end."""
    with Store.open(path) as store:
        number = store.begin_run(STAMP, shard)
        store.ingest(number, whole(*records))
        store.end_run(number)
    return path


def merge(into: Path, *from_: Path, code: int = 0) -> Result:
    result = keyguard("fleet", "merge", into, *from_, cwd=into.parent)
    assert result.code == code, result.err
    return result


def report(path: Path, *options: str) -> Any:
    return keyguard("fleet", "report", path, "-f", "json", *options, cwd=path.parent).json


def found(document: Any) -> list[tuple[str, str, str]]:
    """Repository, path and state of every finding."""
    places = [place for each in document["credentials"] for place in each["places"]]
    names = ("repository", "path", "state")
    return sorted(tuple(place[name].removeprefix(HERE) for name in names) for place in places)


def told(document: Any) -> Any:
    """The document without the numbers of runs, which depend on the order."""
    document["runs"] = sorted(
        ({**run, "number": 0} for run in document["runs"]), key=lambda run: str(run["began"])
    )
    return document


def test_shards_come_together_in_any_order_and_again(
    tmp_path: Path, leaky: Repository, another: Repository
) -> None:
    one = run(tmp_path / "one", *scanned("a", leaky), pack("p1"), shard="1/2")
    two = run(tmp_path / "two", *scanned("b", another, "n2"), failed("c"), shard="2/2")
    merge(tmp_path / "both", one, two)
    document = told(report(tmp_path / "both"))
    assert found(document) == [("a", "app.py", "head"), ("b", ".env.staging", "head"),
                               ("b", ".env.staging", "head")]  # fmt: skip
    assert [gap["repository"] for gap in document["gaps"]] == [f"{HERE}c"]
    assert {each["listed"] for each in document["repositories"]} == {True}
    merge(tmp_path / "turned", two, one)
    assert told(report(tmp_path / "turned")) == document
    merge(tmp_path / "both", two, one, one)
    assert told(report(tmp_path / "both")) == document


def test_the_gaps_of_each_store_are_told(
    tmp_path: Path, leaky: Repository, another: Repository
) -> None:
    """Lists of two machines that know nothing of each other are both the last."""
    one = run(tmp_path / "one", *scanned("a", leaky), failed("c"))
    two = run(tmp_path / "two", *scanned("b", another, "n2"), failed("d"))
    write_result(tmp_path / "lines", "n3", failed("e"))
    merge(tmp_path / "all", one, two, tmp_path / "lines")
    gaps = [gap["repository"].removeprefix(HERE) for gap in report(tmp_path / "all")["gaps"]]
    assert gaps == ["c", "d", "e"]
    run(one, *scanned("a", leaky))
    merge(tmp_path / "all", one)
    gaps = [gap["repository"].removeprefix(HERE) for gap in report(tmp_path / "all")["gaps"]]
    assert gaps == ["d", "e"]


SHARDS = [
    (("1/2", "2/2"), {"1/2", "2/2"}),
    (("1/2", "2/2", "1/2"), {"1/2", "2/2"}),
    (("1/2", "2/2", ""), {""}),
    (("", "1/2", "2/2"), {"1/2", "2/2"}),
    (("1/2", "2/2", "1/3"), {"1/3"}),
]


@pytest.mark.parametrize(("shards", "last"), SHARDS)
def test_the_last_list_is_that_of_all_its_shards(
    tmp_path: Path, shards: tuple[str, ...], last: set[str]
) -> None:
    for number, shard in enumerate(shards):
        run(tmp_path / "store", failed(f"{number} {shard}"), shard=shard)
    gaps = [gap["repository"].removeprefix(HERE) for gap in report(tmp_path / "store")["gaps"]]
    assert {name.partition(" ")[2] for name in gaps} == last
    assert len(gaps) == len(last)


def test_the_later_run_counts(tmp_path: Path, leaky: Repository) -> None:
    earlier = run(tmp_path / "earlier", *scanned("a", leaky))
    leaky.commit_file("app.py", "key = None\n")
    later = run(tmp_path / "later", *scanned("a", leaky))
    for name, order in (("x", (earlier, later)), ("y", (later, earlier))):
        merge(tmp_path / name, *order)
        assert found(report(tmp_path / name)) == [("a", "app.py", "history")]
    merge(tmp_path / "x", earlier)
    assert found(report(tmp_path / "x")) == [("a", "app.py", "history")]


def test_a_later_failure_is_told_beside_what_was_found(tmp_path: Path, leaky: Repository) -> None:
    good = run(tmp_path / "good", *scanned("a", leaky))
    bad = run(tmp_path / "bad", failed("a"))
    for name, order in (("x", (good, bad)), ("y", (bad, good))):
        merge(tmp_path / name, *order)
        document = report(tmp_path / name)
        assert found(document) == [("a", "app.py", "head")]
        assert [gap["kind"] for gap in document["gaps"]] == ["failed"]


def test_what_another_store_knows_of_earlier_runs_comes_along(
    tmp_path: Path, leaky: Repository
) -> None:
    shard = run(tmp_path / "shard", *scanned("a", leaky), Unread(f"{HERE}a", "x.zip", "damaged"))
    leaky.commit_file("app.py", "key = None\n")
    leaky.commit_file("new.py", f"key = '{OTHER}'\n")
    run(shard, *scanned("a", leaky), Unread(f"{HERE}a", "y.zip", "damaged"))
    run(shard, failed("a"))
    merge(tmp_path / "all", shard)
    assert report(tmp_path / "all", "--since", "1") == report(shard, "--since", "1")
    changes = {
        each["kind"]: each["change"] for each in report(shard, "--since", "1")["credentials"]
    }
    assert changes == {"production-key": "left-head", "staging-key": "new"}


def test_a_run_that_goes_on_is_merged_again(
    tmp_path: Path, leaky: Repository, another: Repository
) -> None:
    with Store.open(tmp_path / "shard") as store:
        number = store.begin_run(STAMP)
        store.ingest(number, scanned("a", leaky))
        merge(tmp_path / "all", tmp_path / "shard")
        assert [gap["kind"] for gap in report(tmp_path / "all")["gaps"]] == ["run"]
        store.ingest(number, scanned("b", another))
        store.end_run(number)
    merge(tmp_path / "all", tmp_path / "shard")
    document = report(tmp_path / "all")
    assert (len(document["runs"]), document["complete"]) == (1, True)
    assert {repository for repository, *_ in found(document)} == {"a", "b"}


def test_packs_stay_where_they_are(tmp_path: Path, leaky: Repository) -> None:
    """A scan of the merged store has none of them, and must read them itself."""
    shard = run(tmp_path / "shard", *scanned("a", leaky), pack("p1"))
    write_result(tmp_path / "lines", "n2", *scanned("b", leaky, "n2"), pack("p2", "n2"))
    merge(tmp_path / "all", shard, tmp_path / "lines")
    with Store.open(tmp_path / "all") as store:
        assert store.seen_packs("n1", STAMP) | store.seen_packs("n2", STAMP) == set()


def test_result_lines_are_merged_as_well(
    tmp_path: Path, leaky: Repository, another: Repository
) -> None:
    lines = tmp_path / "lines"
    write_result(lines, "n1", *scanned("a", leaky))
    write_result(lines, "n2", *scanned("b", another, "n2"), failed("c"))
    merge(tmp_path / "all", lines)
    document = report(tmp_path / "all")
    assert {repository for repository, *_ in found(document)} == {"a", "b"}
    assert len(document["runs"]) == 1
    shutil.copytree(lines, tmp_path / "copied")
    merge(tmp_path / "all", lines, tmp_path / "copied", lines / "n1.jsonl")
    assert found(report(tmp_path / "all")) == found(document)


def test_what_a_killed_shard_had_not_taken_in_is_merged(
    tmp_path: Path, leaky: Repository, another: Repository
) -> None:
    shard = run(tmp_path / "shard", *scanned("a", leaky))
    write_result(shard / "results", "n2", *scanned("b", another, "n2"))
    merge(tmp_path / "all", shard)
    assert {repository for repository, *_ in found(report(tmp_path / "all"))} == {"a", "b"}


def test_older_lines_do_not_undo_what_is_known(tmp_path: Path, leaky: Repository) -> None:
    file = write_result(tmp_path / "lines", "n1", *scanned("a", leaky))
    os.utime(file, (1_700_000_000, 1_700_000_000))
    leaky.commit_file("app.py", "key = None\n")
    shard = run(tmp_path / "shard", *scanned("a", leaky))
    merge(tmp_path / "all", shard, tmp_path / "lines")
    assert found(report(tmp_path / "all")) == [("a", "app.py", "history")]


FINDING: dict[str, Any] = {
    "rule": "production-key", "severity": "high", "confidence": "high", "message": "x", "fix": "x",
    "fingerprint": "0" * 32, "credential": {"kind": "production-key", "vendor": "connexease",
    "redacted": "pk_****", "digest": "1" * 32}, "environment": "none", "surface": "none",
    "path": "a", "line": 1, "column": 1, "end_line": 1, "end_column": 2, "via": [],
    "occurrences": 1, "commit": None, "author": None, "date": None, "state": "head",
    "suppressed": None,
}  # fmt: skip
REPOSITORY = {
    "type": "repository", "source": "a", "network": "n", "state": "scanned", "reason": "",
    "head": "", "size": 0,
}  # fmt: skip
STAMPED = {"type": "stamp", "version": "1", "rules": "1", "settings": "1"}
END = {"type": "end"}


def found_in(**changes: object) -> dict[str, object]:
    return {"type": "finding", "source": "a", "finding": {**FINDING, **changes}}


MALFORMED = {
    "no end": [STAMPED, REPOSITORY, found_in()],
    "cut short": [STAMPED, REPOSITORY, '{"type": "fin'],
    "no object": [STAMPED, "[]", END],
    "another type": [STAMPED, {"type": "secret"}, END],
    "a field more": [STAMPED, {**REPOSITORY, "x": 1}, END],
    "a field less": [{"type": "stamp", "version": "1"}, END],
    "another state": [STAMPED, {**REPOSITORY, "state": "fine"}, END],
    "a list for a text": [STAMPED, {**REPOSITORY, "head": ["a"]}, END],
    "a text for a number": [STAMPED, {**REPOSITORY, "size": "many"}, END],
    "a huge number": [STAMPED, REPOSITORY, found_in(line=10**30), END],
    "no number": [STAMPED, REPOSITORY, found_in(line="\x1b[31m"), END],
    "a value for a digest": [STAMPED, REPOSITORY, found_in(fingerprint=KEY), END],
    "another severity": [STAMPED, REPOSITORY, found_in(severity="fatal"), END],
    "another environment": [STAMPED, REPOSITORY, found_in(environment="moon"), END],
    "no credential": [STAMPED, REPOSITORY, found_in(credential=None), END],
    "nothing at all": [],
    "no JSON": ["keyguard"],
    "bytes": [b"\xff\xfe"],
    "deep": ["[" * 100_000],
}


@pytest.mark.parametrize("lines", MALFORMED.values(), ids=MALFORMED)
def test_what_no_worker_wrote_is_told_and_the_rest_is_merged(
    tmp_path: Path, leaky: Repository, lines: list[Any]
) -> None:
    write_result(tmp_path / "lines", "n1", *scanned("good", leaky))
    bad = tmp_path / "lines" / "n0.jsonl"
    written = [each if isinstance(each, (str, bytes)) else json.dumps(each) for each in lines]
    bad.write_bytes(b"\n".join(x if isinstance(x, bytes) else x.encode() for x in written))
    result = merge(tmp_path / "all", tmp_path / "lines", code=2)
    assert result.err == (
        f"keyguard: {bad} is no whole result, so nothing of it was taken; scan its repositories "
        "again.\n"
    )
    document = report(tmp_path / "all")
    assert [each["repository"] for each in document["repositories"]] == [f"{HERE}good"]


def test_the_sample_that_others_are_made_of_is_whole(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        "\n".join(map(json.dumps, [STAMPED, REPOSITORY, found_in(), END]))
    )
    merge(tmp_path / "all", tmp_path / "a.jsonl")
    assert found(report(tmp_path / "all")) == [("a", "a", "head")]


WRONG = [
    (["nothing"], "holds neither a fleet's store nor result lines"),
    (["all"], "is the store that is merged into"),
    (["all/fleet.db"], "is the store that is merged into"),
    (["text"], "is no database"),
    ([], "Missing argument"),
]


@pytest.mark.parametrize(("from_", "said"), WRONG)
def test_what_can_not_be_merged_is_told(
    tmp_path: Path, leaky: Repository, from_: list[str], said: str
) -> None:
    run(tmp_path / "all", RepositoryState("a", "", "scanned"))
    (tmp_path / "nothing").mkdir()
    (tmp_path / "text").write_text("nothing\n" * 100)
    result = keyguard("fleet", "merge", "all", *from_, cwd=tmp_path)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert result.err.count("\n") == 1


def test_a_merge_that_is_not_whole_is_a_gap_until_all_was_read_again(
    tmp_path: Path, leaky: Repository
) -> None:
    lines = tmp_path / "lines"
    write_result(lines, "n1", *scanned("a", leaky))
    (lines / "n2.jsonl").write_text("")
    merge(tmp_path / "all", lines, code=2)
    assert [gap["kind"] for gap in report(tmp_path / "all")["gaps"]] == ["run"]
    later = run(tmp_path / "later", *scanned("a", leaky), *scanned("b", leaky))
    merge(tmp_path / "all", later)
    assert report(tmp_path / "all")["complete"]


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
