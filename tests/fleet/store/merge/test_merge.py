"""Shards put together: whatever the order, and however often, of a repository the later counts."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from keyguard.fleet.records import Unread
from keyguard.fleet.store.database import Store
from tests.fleet.made import HERE, STAMP, failed, scanned, write_result
from tests.fleet.store.merge.merging import OTHER, found, merge, report, run
from tests.tools import Repository


def told(document: Any) -> Any:
    """The document without the numbers of runs, which depend on the order."""
    document["runs"] = sorted(
        ({**run, "number": 0} for run in document["runs"]), key=lambda run: str(run["began"])
    )
    return document


def test_shards_come_together_in_any_order_and_again(
    tmp_path: Path, leaky: Repository, another: Repository
) -> None:
    one = run(tmp_path / "one", *scanned("a", leaky), shard="1/2")
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
