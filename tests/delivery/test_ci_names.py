"""Which names of branches and tags an event tells of, and that they are read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from keyguard.sources.ci_event import Caller, Event
from keyguard.sources.ci_names import names_of
from tests.samples import production_key
from tests.tools import Repository, scan_json

KEY = production_key("ci names")
ZERO = "0" * 40


@pytest.mark.parametrize(
    ("caller", "payload", "names"),
    [
        (Caller.GITHUB, {"ref": "refs/heads/topic"}, ("refs/heads/topic",)),
        (Caller.GITHUB, {"ref": "refs/tags/v1"}, ("refs/tags/v1",)),
        (Caller.GITHUB, {"ref": "topic", "ref_type": "branch"}, ("refs/heads/topic",)),
        (
            Caller.GITHUB,
            {"pull_request": {"head": {"ref": "topic"}, "base": {"ref": "main"}}},
            ("refs/heads/topic",),
        ),
        (Caller.GITHUB, {"merge_group": {"head_ref": "refs/heads/q"}}, ("refs/heads/q",)),
        (Caller.GITHUB, {"release": {"tag_name": "v1"}}, ("refs/tags/v1",)),
        (Caller.GITHUB, {"workflow_run": {"head_branch": "topic"}}, ("refs/heads/topic",)),
        (Caller.GITHUB, {"check_suite": {"head_branch": None}}, ()),
        (Caller.GITHUB, {"pull_request": {"title": "topic", "head": "topic"}}, ()),
        (Caller.GITHUB, {"ref": ["refs/heads/topic"]}, ()),
        (Caller.GITHUB, {"ref": ""}, ()),
        (Caller.GITHUB, {}, ()),
        (Caller.GITLAB, {"CI_COMMIT_BRANCH": "topic"}, ("refs/heads/topic",)),
        (Caller.GITLAB, {"CI_COMMIT_TAG": "v1", "CI_COMMIT_REF_NAME": "v1"}, ("refs/tags/v1",)),
        (
            Caller.GITLAB,
            {
                "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "topic",
                "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            },
            ("refs/heads/topic",),
        ),
        (Caller.GITLAB, {"CI_COMMIT_TITLE": "topic", "CI_DEFAULT_BRANCH": "main"}, ()),
        (
            Caller.PRE_COMMIT,
            {"PRE_COMMIT_REMOTE_BRANCH": "refs/heads/a", "PRE_COMMIT_LOCAL_BRANCH": "refs/heads/b"},
            ("refs/heads/a",),
        ),
        (Caller.PRE_COMMIT, {"PRE_COMMIT": "1"}, ()),
    ],
)
def test_names(caller: Caller, payload: Mapping[str, object], names: tuple[str, ...]) -> None:
    assert names_of(Event(caller, "push", payload)) == names


def github(folder: Path, name: str, payload: object) -> dict[str, str]:
    file = folder / "event.json"
    file.write_text(json.dumps(payload))
    return {"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(file)}


def variables(caller: str, folder: Path, repository: Repository, name: str) -> dict[str, str]:
    """An event that brings no commit but a branch or a request to merge one."""
    tip = repository.git("rev-parse", "HEAD")
    if caller == "push":
        ref = f"refs/heads/{name}"
        return github(folder, "push", {"before": tip, "after": tip, "ref": ref})
    if caller == "pull request":
        head, base = {"sha": tip, "ref": name}, {"sha": tip, "ref": "main"}
        return github(folder, "pull_request", {"pull_request": {"head": head, "base": base}})
    if caller == "schedule":
        return github(folder, "schedule", {"ref": f"refs/heads/{name}"})
    if caller == "deletion":
        ref = f"refs/heads/{name}"
        return github(folder, "push", {"before": tip, "after": ZERO, "ref": ref})
    if caller == "gitlab":
        before = {"CI_COMMIT_BEFORE_SHA": tip, "CI_COMMIT_SHA": tip, "CI_DEFAULT_BRANCH": "main"}
        return {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": name, **before}
    ends = {"PRE_COMMIT_FROM_REF": tip, "PRE_COMMIT_TO_REF": tip}
    return {"PRE_COMMIT": "1", "PRE_COMMIT_REMOTE_BRANCH": f"refs/heads/{name}", **ends}


CALLERS = ("push", "pull request", "schedule", "gitlab", "pre-commit")


@pytest.mark.parametrize("caller", CALLERS)
def test_a_key_in_a_name_is_found(repository: Repository, tmp_path: Path, caller: str) -> None:
    repository.commit_file("a.py", "x = 1\n")
    env = variables(caller, tmp_path, repository, f"key-{KEY}")
    result = scan_json("ci", cwd=repository.path, env=env)
    assert result.found == {("production-key", "(name of a ref)")}
    assert KEY not in result.out + result.err


@pytest.mark.parametrize("caller", [*CALLERS, "deletion"])
@pytest.mark.parametrize("name", ["main", "fix/webhook-secret-of-the-shop"])
def test_other_names_are_silent(
    repository: Repository, tmp_path: Path, caller: str, name: str
) -> None:
    repository.commit_file("a.py", "x = 1\n")
    env = variables(caller, tmp_path, repository, name)
    assert scan_json("ci", cwd=repository.path, env=env).code == 0


def test_a_name_that_is_deleted_is_silent(repository: Repository, tmp_path: Path) -> None:
    repository.commit_file("a.py", "x = 1\n")
    env = variables("deletion", tmp_path, repository, f"key-{KEY}")
    assert scan_json("ci", cwd=repository.path, env=env).code == 0
