"""What the report of a fleet says of what has changed since a run or a date."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from keyguard.fingerprint import digest
from keyguard.fleet.records import RepositoryState
from keyguard.fleet.store.database import Store
from tests.fleet.made import HERE, STAMP, scanned
from tests.fleet.report.asked import FORMATS, document, named, report
from tests.fleet.report.fleet import BOT, KEY, SHIPPED, STAGING
from tests.samples import production_key
from tests.tools import Repository


def test_since_tells_what_is_new_and_what_went(second: Path) -> None:
    found = document(second, "--since", "1")
    changes = {each["digest"]: each["change"] for each in found["credentials"]}
    assert changes == {
        digest(production_key("new")): "new",
        digest(BOT): "spread",
        digest(SHIPPED): "left-head",
        digest(KEY): "still",
        digest(STAGING): "still",
        **{each["digest"]: "still" for each in found["credentials"]
           if each["kind"] == "webhook-secret"},
    }  # fmt: skip
    assert list(changes.values())[:3] == ["new", "spread", "left-head"]
    assert found["gone"] == []
    assert not named(found, production_key("new"))["newly_read"]


def test_what_is_gone_is_listed(tmp_path: Path, repository: Repository) -> None:
    key = production_key("gone")
    repository.commit_file("app.py", f"key = '{key}'\n")
    path = tmp_path / "store"
    with Store.open(path) as store:
        for records in (scanned("a", repository), [RepositoryState(f"{HERE}a", "n1", "scanned")]):
            run = store.begin_run(STAMP)
            store.ingest(run, records)
            store.end_run(run)
    assert [each["digest"] for each in document(path, "--since", "1")["gone"]] == [digest(key)]
    assert document(path)["gone"] == document(path, "--since", "2")["gone"] == []
    for format in FORMATS:
        said = report(path, "--since", "1", "-f", format)
        assert (said.code, digest(key)[:12] in said.out) == (0, True)


def test_what_was_not_read_before_is_told_apart(tmp_path: Path, repository: Repository) -> None:
    repository.commit_file("app.py", f"key = '{KEY}'\n")
    with Store.open(tmp_path / "store") as store:
        for records in ([RepositoryState(f"{HERE}b", "", "scanned")], scanned("a", repository)):
            run = store.begin_run(STAMP)
            store.ingest(run, records)
            store.end_run(run)
    (credential,) = document(tmp_path / "store", "--since", "1")["credentials"]
    assert (credential["change"], credential["newly_read"]) == ("new", True)


def test_other_rules_are_told(second: Path, tmp_path: Path) -> None:
    path = Path(shutil.copytree(second, tmp_path / "store"))
    with Store.open(path) as store:
        store.end_run(store.begin_run(STAMP._replace(rules="others")))
    assert "its rules or the settings have changed" in report(path, "--since", "2").out
    assert document(path, "--since", "2")["since"]["same_rules"] is False
    assert document(path, "--since", "3")["since"]["same_rules"] is True


MOMENTS = [("2001-01-01", "new"), ("2999-01-31", "still"), ("2999-01-31T10:00", "still"),
           ("2999-01-31T10:00:00+02:00", "still"), ("2", "still")]  # fmt: skip


@pytest.mark.parametrize(("since", "change"), MOMENTS)
def test_since_takes_a_run_or_a_date(second: Path, since: str, change: str) -> None:
    found = document(second, "--since", since)
    assert {each["change"] for each in found["credentials"]} == {change}
    assert ("all of it is new" in report(second, "--since", since).out) is (change == "new")


NO_MOMENTS = [
    ("7", "there is no run 7 in the store; the last runs are 1 of 20"),
    ("0", "there is no run 0"),
    ("yesterday", "not 'yesterday'"),
    ("2026-13-01", "not '2026-13-01'"),
    ("-1", "not '-1'"),
    ("", "not ''"),
    ("1" * 30, "not '1111"),
    ("20260131", "there is no run 20260131"),
    ("2026-W05", "not '2026-W05'"),
]


@pytest.mark.parametrize(("since", "said"), NO_MOMENTS)
def test_what_is_no_moment_is_told(second: Path, since: str, said: str) -> None:
    result = report(second, f"--since={since}")
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert result.err.count("\n") == 1
