"""What the action reads in each mode, and against which base."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.delivery.action.events import CODE, assert_failed, push
from tests.delivery.runner import RUN, Runner
from tests.samples import production_key
from tests.tools import Repository


@pytest.fixture
def branch(repository: Repository) -> Repository:
    """An old key, one of the branch that was removed again, and one that is not committed."""
    repository.commit_file("old.py", f'key = "{production_key("old")}"\n')
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.git("switch", "--quiet", "--create", "topic")
    repository.commit_file("new.py", CODE)
    repository.commit_file("new.py", "key = None\n")
    repository.write("untracked.py", f'key = "{production_key("untracked")}"\n')
    return repository


@pytest.mark.parametrize(
    ("inputs", "found"),
    [
        ({}, {"old.py", "new.py"}),
        ({"mode": "history"}, {"old.py", "new.py"}),
        ({"mode": "files"}, {"old.py", "untracked.py"}),
        ({"base": "main"}, {"new.py"}),
        ({"base": "origin/main", "mode": "diff"}, {"new.py"}),
        ({"base": "HEAD~1"}, set()),
    ],
)
def test_an_event_without_commits(
    runner: Runner, branch: Repository, inputs: Mapping[str, str], found: set[str]
) -> None:
    outcome = runner.step(RUN, branch.path, inputs, ("workflow_dispatch", {}))
    assert outcome.code == (1 if found else 0), outcome.log
    named = {name for name in ("old.py", "new.py", "untracked.py") if name in outcome.log}
    assert named == found


def test_a_difference_is_never_all_of_history(runner: Runner, branch: Repository) -> None:
    outcome = runner.step(RUN, branch.path, {"mode": "diff"}, ("schedule", {}))
    assert_failed(outcome, "(--base)")


@pytest.mark.parametrize("mode", ["auto", "diff"])
def test_a_base_instead_of_what_the_event_says(
    runner: Runner, branch: Repository, mode: str
) -> None:
    before, tip = branch.git("rev-parse", "HEAD~1", "HEAD").splitlines()
    event = push(before, tip, "refs/heads/topic")
    assert runner.step(RUN, branch.path, {"mode": mode}, event).code == 0
    outcome = runner.step(RUN, branch.path, {"mode": mode, "base": "main"}, event)
    assert "new.py" in outcome.log
    assert "old.py" not in outcome.log


def test_a_base_that_is_checked_out_is_the_remote_one(runner: Runner, branch: Repository) -> None:
    """actions/checkout leaves a local branch of that name at the newest commit."""
    branch.git("branch", "--force", "main", "HEAD")
    outcome = runner.step(RUN, branch.path, {"base": "main"}, ("workflow_dispatch", {}))
    assert "new.py" in outcome.log
