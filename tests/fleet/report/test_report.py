"""The report of a fleet: what it says, in what order, and with which exit code."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from keyguard.fingerprint import digest
from keyguard.fleet.records import RepositoryState
from keyguard.fleet.store.database import Store
from tests.fleet.made import HERE, STAMP, scanned
from tests.fleet.report.fleet import BOT, KEY, SHIPPED, STAGING, VALUES
from tests.samples import production_key
from tests.tools import Repository, Result, keyguard

FORMATS = ("text", "json", "csv", "html")
GOLDEN = Path(__file__).parent / "golden"
SCHEMA = json.loads((Path(__file__).parent / "report-schema.json").read_text("utf-8"))


def report(store: Path, *options: str | Path) -> Result:
    result = keyguard("fleet", "report", store, *options, cwd=store.parent)
    assert not any(value in result.out + result.err for value in VALUES)
    return result


def document(store: Path, *options: str | Path) -> Any:
    found = report(store, "-f", "json", *options).json
    jsonschema.validate(found, SCHEMA)
    return found


def named(found: Any, value: str) -> Any:
    """The credential of this value."""
    (credential,) = (each for each in found["credentials"] if each["digest"] == digest(value))
    return credential


@pytest.mark.parametrize(
    ("name", "options"), [("second", ()), ("since", ("--since", "1")), ("verbose", ("-v",))]
)
def test_golden(second: Path, name: str, options: tuple[str, ...]) -> None:
    """The whole text; KEYGUARD_UPDATE_GOLDEN=1 makes it anew."""
    text = report(second, *options).out
    for day in {run["began"][:10] for run in document(second)["runs"]}:
        text = re.sub(rf"{day}( \d\d:\d\d)?", lambda found: "0" * len(found[0]), text)
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("KEYGUARD_UPDATE_GOLDEN") == "1":
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")


def test_each_credential_comes_once_with_all_that_has_it(first: Path) -> None:
    found = document(first)
    kinds = [each["kind"] for each in found["credentials"]]
    assert kinds == ["production-key", "production-key", "staging-key", "staging-key",
                     "webhook-secret"]  # fmt: skip
    key = named(found, KEY)
    assert (key["repositories"], key["networks"]) == (2, 1)
    assert key["environments"] == ["production"]
    assert {place["repository"].removeprefix(HERE) for place in key["places"]} == {
        "acme/shop", "ada/shop"
    }  # fmt: skip
    assert key["oldest"]["date"] == min(place["date"] for place in key["places"])
    assert found["complete"]
    assert found["gaps"] == []


def test_what_breaks_is_what_head_holds_in_the_order_to_change_it(first: Path) -> None:
    found = document(first)
    stages = [
        (
            stage["stage"],
            [(x["repository"].removeprefix(HERE), x["path"], x["job"]) for x in stage["files"]],
        )
        for stage in named(found, KEY)["breaks"]
    ]
    assert stages == [
        (
            "no environment of its own",
            [
                ("acme/shop", ".github/workflows/deploy.yml", "GitHub Actions"),
                ("ada/shop", ".github/workflows/deploy.yml", "GitHub Actions"),
                ("ada/shop", "send.py", None),
            ],
        ),
        (
            "production",
            [("acme/shop", "deploy/.env.production", None),
             ("ada/shop", "deploy/.env.production", None)],
        ),
    ]  # fmt: skip
    assert named(found, BOT)["breaks"] == []
    assert [stage["stage"] for stage in named(found, STAGING)["breaks"]] == ["staging"]


def test_what_is_suppressed_breaks_all_the_same(tmp_path: Path, repository: Repository) -> None:
    key = production_key("allowed")
    repository.commit_file("app.py", f"key = '{key}'\n")
    repository.commit_file("old.py", f"key = '{key}'  # keyguard: allow moved on Monday\n")
    with Store.open(tmp_path / "store") as store:
        run = store.begin_run(STAMP)
        store.ingest(run, scanned("a", repository))
        store.end_run(run)
    found = document(tmp_path / "store")
    assert [place["path"] for place in found["suppressed"]] == ["old.py"]
    assert [place["path"] for place in named(found, key)["places"]] == ["app.py"]
    (stage,) = named(found, key)["breaks"]
    assert [file["path"] for file in stage["files"]] == ["app.py", "old.py"]


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


CODES = [
    ("first", (), 1),
    ("first", ("--fail-on", "critical"), 1),
    ("first", ("--exit-zero",), 0),
    ("first", ("--since", "1"), 0),
    ("first", ("--since", "2001-01-01"), 1),
    ("second", (), 2),
    ("second", ("--exit-zero",), 2),
    ("second", ("--since", "1"), 2),
]


@pytest.mark.parametrize(("name", "options", "code"), CODES)
@pytest.mark.parametrize("format", FORMATS)
def test_exit_codes(
    request: pytest.FixtureRequest, name: str, options: tuple[str, ...], code: int, format: str
) -> None:
    store: Path = request.getfixturevalue(name)
    assert report(store, "-f", format, *options).code == code


def test_nothing_reaches_a_higher_severity(tmp_path: Path, repository: Repository) -> None:
    repository.commit_file("app.py", f"key = '{production_key()}'\n")
    with Store.open(tmp_path / "store") as store:
        run = store.begin_run(STAMP)
        store.ingest(run, scanned("a", repository))
        store.end_run(run)
    assert report(tmp_path / "store").code == 1
    assert report(tmp_path / "store", "--fail-on", "critical").code == 0


def test_a_run_that_has_not_ended_is_a_gap(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        store.set_state(store.begin_run(STAMP), RepositoryState("a", "", "pending"))
        result = report(tmp_path / "store")  # while it is written
    assert result.code == 2
    assert "pending: a: its turn has not come yet" in result.out
    assert "run 1 has not come to its end" in result.out


def test_a_clean_fleet_is_told_in_a_line_or_two(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store") as store:
        run = store.begin_run(STAMP)
        store.set_state(run, RepositoryState("a", "n", "scanned"))
        store.end_run(run)
    result = report(tmp_path / "store")
    assert (result.code, result.err) == (0, "")
    assert result.out.strip().startswith("No findings.\n1 repository (1 scanned)")
    assert report(tmp_path / "store", "-q").out == ""
    assert document(tmp_path / "store")["credentials"] == []


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


def test_what_the_gateway_said_of_keys_counts(first: Path, tmp_path: Path) -> None:
    said = {
        "schema": "keyguard/1",
        "findings": [
            {"credential": {"digest": digest(BOT), "liveness": "alive", "liveness_reason": "yes"}},
            {"credential": {"digest": digest(KEY), "liveness": "dead", "liveness_reason": "no"}},
            {"credential": {"digest": digest(STAGING)}},
        ],
    }
    file = tmp_path / "verified.json"
    file.write_text(json.dumps(said))
    found = document(first, "--verified", file)["credentials"]
    order = [(each["digest"], each["liveness"]) for each in found]
    assert order[0] == (digest(BOT), "alive")
    assert order[-1] == (digest(KEY), "dead")
    assert {liveness for _, liveness in order[1:-1]} == {None}
    assert "alive: yes" in report(first, "--verified", file).out


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema": "keyguard/2"}', "\x00", "[" * 100_000,
             '{"schema": "keyguard/1", "findings": [{"credential": {"liveness": "x"}}]}',
             '{"schema": "keyguard/1", "findings": 1}']
)  # fmt: skip
def test_what_is_no_verification_is_told(first: Path, tmp_path: Path, text: str) -> None:
    file = tmp_path / "verified.json"
    file.write_text(text)
    result = report(first, "--verified", file)
    assert (result.code, result.out) == (2, "")
    assert "keyguard verify -f json" in result.err
    assert report(first, "--verified", tmp_path / "nothing").code == 2


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = report(tmp_path / "nothing")
    assert (result.code, result.out) == (2, "")
    assert "there is no fleet's store in" in result.err


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_store_that_may_only_be_read_is_read(first: Path, tmp_path: Path) -> None:
    path = Path(shutil.copytree(first, tmp_path / "store"))
    path.chmod(0o500)
    assert document(path)["complete"]
    path.chmod(0o700)


def test_a_report_in_a_file_leaves_a_line(first: Path, tmp_path: Path) -> None:
    result = report(first, "-f", "html", "-o", tmp_path / "fleet.html")
    assert (result.code, result.out) == (1, "")
    assert result.err.endswith(f"the report is in {tmp_path / 'fleet.html'}.\n")
    refused = report(first, "-o", tmp_path / "nowhere" / "x")
    assert refused.code == 2
    assert "the report can't be written to" in refused.err
