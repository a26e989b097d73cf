"""What a fleet's report says of each credential: where it is, what breaks, if it is alive."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from keyguard.fingerprint import digest
from keyguard.fleet.store.database import Store
from tests.fleet.made import HERE, STAMP, scanned
from tests.fleet.report.asked import document, named, report
from tests.fleet.report.fleet import BOT, KEY, STAGING
from tests.samples import production_key
from tests.tools import Repository


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
