"""What was not read in a fleet is told in its report, and is never clean."""

from __future__ import annotations

import shutil
from pathlib import Path

from keyguard.fleet.records import RepositoryState
from keyguard.fleet.store.database import Store
from tests.fleet.made import HERE, STAMP
from tests.fleet.report.asked import FORMATS, document, named, report
from tests.fleet.report.fleet import BOT


def test_gaps_are_told_and_are_never_clean(second: Path) -> None:
    gaps = [(gap["kind"], gap["repository"], gap["path"]) for gap in document(second)["gaps"]]
    assert gaps == [
        ("failed", f"{HERE}acme/bot", None),
        ("failed", f"{HERE}acme/gone", None),
        ("unread", f"{HERE}acme/tools", "a.zip"),
    ]
    assert named(document(second), BOT)["repositories"] == 2  # a failure forgets nothing
    for format in FORMATS:
        assert f"{HERE}acme/gone" in report(second, "-f", format).out


def test_a_run_that_has_not_ended_is_a_gap(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        store.set_state(store.begin_run(STAMP), RepositoryState("a", "", "pending"))
        result = report(tmp_path / "store")  # while it is written
    assert result.code == 2
    assert "pending: a: its turn has not come yet" in result.out
    assert "run 1 has not come to its end" in result.out


def test_what_left_the_list_is_told_and_is_no_gap(second: Path, tmp_path: Path) -> None:
    path = Path(shutil.copytree(second, tmp_path / "store"))
    with Store.open(path) as store:
        run = store.begin_run(STAMP)
        store.set_state(run, RepositoryState(f"{HERE}acme/shop", "n1", "scanned"))
        store.end_run(run)
    found = document(path)
    assert [each["repository"] for each in found["repositories"] if each["listed"]] == [
        f"{HERE}acme/shop"
    ]
    assert found["gaps"] == []
    assert named(found, BOT)["repositories"] == 2
    assert "not in the last list" in report(path).out
