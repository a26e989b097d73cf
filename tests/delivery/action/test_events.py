"""The GitHub Action: what a job sees of it, event by event."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.delivery.action.events import CODE, ZERO, merge_group, pull_request, push
from tests.delivery.runner import KEY, RUN, Runner
from tests.samples import production_key
from tests.tools import Repository


def test_a_push_with_a_key(runner: Runner, repository: Repository) -> None:
    before = repository.commit_file("start.py", "x = 1\n")
    repository.commit_file("app.py", CODE)
    after = repository.commit_file("later.py", "y = 1\n")
    outcome = runner.step(RUN, repository.path, event=push(before, after))
    assert outcome.code == 1
    assert outcome.outputs == {
        "findings": "1",
        "exit-code": "1",
        "sarif-file": str(runner.temp / "keyguard.sarif"),
        "complete": "true",
    }
    assert repository.git("status", "--porcelain") == ""
    assert "::error file=app.py,line=1," in outcome.log
    assert "production-key" in outcome.summary
    assert "app.py" in outcome.summary
    (run,) = json.loads((runner.temp / "keyguard.sarif").read_text())["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["production-key"]
    assert "production-key" in {rule["id"] for rule in run["tool"]["driver"]["rules"]}


def test_a_clean_push(runner: Runner, repository: Repository) -> None:
    before = repository.commit_file("app.py", CODE)
    after = repository.commit_file("later.py", "y = 1\n")
    outcome = runner.step(RUN, repository.path, event=push(before, after))
    assert outcome.code == 0
    assert outcome.outputs["findings"] == "0"
    assert outcome.outputs["exit-code"] == "0"
    assert outcome.outputs["complete"] == "true"
    assert "::error" not in outcome.log
    assert outcome.summary


def test_a_new_branch_is_measured_against_the_default_branch(
    runner: Runner, repository: Repository
) -> None:
    repository.commit_file("old.py", f'key = "{production_key("old")}"\n')
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    after = repository.commit_file("app.py", CODE)
    event = push(ZERO, after, "refs/heads/topic")
    outcome = runner.step(RUN, repository.path, event=event)
    assert outcome.outputs["findings"] == "1"
    assert "old.py" not in outcome.log


def test_a_tag_with_a_key_in_its_message(runner: Runner, repository: Repository) -> None:
    repository.commit()
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.git("tag", "--annotate", "v1", "--message", f"see {KEY}")
    event = push(ZERO, repository.git("rev-parse", "v1"), "refs/tags/v1")
    assert runner.step(RUN, repository.path, event=event).code == 1


def test_a_forced_push(runner: Runner, repository: Repository) -> None:
    repository.commit()
    after = repository.commit_file("app.py", CODE)
    outcome = runner.step(RUN, repository.path, event=push("c" * 40, after))
    assert outcome.code == 1
    assert "replaces cccccccccccc, which is not in this clone" in outcome.log


def test_a_deleted_branch(runner: Runner, repository: Repository) -> None:
    before = repository.commit_file("app.py", CODE)
    outcome = runner.step(RUN, repository.path, event=push(before, ZERO, "refs/heads/topic"))
    assert outcome.code == 0
    assert outcome.outputs["complete"] == "true"


@pytest.mark.parametrize("event", [pull_request, merge_group])
def test_what_a_pull_request_adds_however_long(
    runner: Runner, repository: Repository, event: Any
) -> None:
    base = repository.commit_file("old.py", f'key = "{production_key("old")}"\n')
    repository.commit_file("app.py", CODE)
    for number in range(40):
        head = repository.commit_file("app.py", f"x = {number}\n")
    outcome = runner.step(RUN, repository.path, event=event(base, head))
    assert outcome.code == 1
    assert outcome.outputs["findings"] == "1"
    assert "app.py" in outcome.log


@pytest.mark.parametrize("name", ["schedule", "workflow_dispatch", "release"])
def test_other_events_read_the_whole_history(
    runner: Runner, repository: Repository, name: str
) -> None:
    repository.commit()
    repository.git("switch", "--quiet", "--create", "side")
    repository.commit_file("side.py", CODE)
    repository.git("switch", "--quiet", "main")
    outcome = runner.step(RUN, repository.path, event=(name, {}))
    assert outcome.code == 1
    assert "side.py" in outcome.log
