"""Which revisions an event asks to read: a table for each caller."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest

from keyguard.errors import KeyguardError
from keyguard.sources.ci_event import Caller, Clone, Event, Plan, plan

A, B, C = "a" * 40, "b" * 40, "c" * 40
LONG_A, LONG_B = "a" * 64, "b" * 64
ZERO = "0" * 40
HERE = (A, B, LONG_A, LONG_B)
ORIGIN_MAIN = "refs/remotes/origin/main"


def planned(
    caller: Caller,
    name: str,
    payload: Mapping[str, object],
    here: Collection[str] = HERE,
    shallow: bool = False,
) -> Plan:
    return plan(Event(caller, name, payload), Clone(lambda revision: revision in here, shallow))


def push(before: object, after: object, ref: object = "refs/heads/topic") -> dict[str, object]:
    return {
        "before": before,
        "after": after,
        "ref": ref,
        "repository": {"default_branch": "main"},
    }


def pull_request(base: object, head: object) -> dict[str, object]:
    return {"pull_request": {"base": {"sha": base}, "head": {"sha": head}}}


def merge_group(base: object, head: object) -> dict[str, object]:
    return {"merge_group": {"base_sha": base, "head_sha": head}}


@pytest.mark.parametrize(
    ("name", "payload", "here", "revisions"),
    [
        ("push", push(A, B), HERE, (B, f"^{A}")),
        ("push", push(A, B, "refs/heads/main"), HERE, (B, f"^{A}")),
        # Without a default branch, that is needed for what is new only: all of it is read then.
        ("push", {"before": A, "after": B}, HERE, (B, f"^{A}")),
        ("push", {"before": ZERO, "after": B}, (B, ORIGIN_MAIN), (B,)),
        ("push", push(LONG_A, LONG_B), HERE, (LONG_B, f"^{LONG_A}")),
        # A new branch or tag: what the default branch has not.
        ("push", push(ZERO, B), (B, ORIGIN_MAIN), (B, f"^{ORIGIN_MAIN}")),
        ("push", push(ZERO, B, "refs/tags/v1"), (B, ORIGIN_MAIN), (B, f"^{ORIGIN_MAIN}")),
        ("push", push(ZERO, B, "refs/tags/main"), (B, ORIGIN_MAIN), (B, f"^{ORIGIN_MAIN}")),
        ("push", push(ZERO, B), (B,), (B,)),
        # The first push of the default branch must not be measured against itself.
        ("push", push(ZERO, B, "refs/heads/main"), (B, ORIGIN_MAIN), (B,)),
        # A forced push: the commit before is gone.
        ("push", push(C, B), (B, ORIGIN_MAIN), (B, f"^{ORIGIN_MAIN}")),
        ("push", push(C, B), (B,), (B,)),
        ("push", push(C, B, "refs/heads/main"), (B, ORIGIN_MAIN), (B,)),
        ("pull_request", pull_request(A, B), HERE, (B, f"^{A}")),
        ("pull_request_target", pull_request(A, B), HERE, (B, f"^{A}")),
        ("merge_group", merge_group(A, B), HERE, (B, f"^{A}")),
    ],
)
def test_github(
    name: str, payload: dict[str, object], here: Collection[str], revisions: tuple[str, ...]
) -> None:
    wanted = planned(Caller.GITHUB, name, payload, here)
    assert wanted.revisions == revisions
    assert not wanted.everything


def gitlab(**variables: str) -> dict[str, str]:
    return {"CI_DEFAULT_BRANCH": "main", "CI_COMMIT_SHA": B} | variables


@pytest.mark.parametrize(
    ("name", "variables", "here", "revisions"),
    [
        ("push", gitlab(CI_COMMIT_BEFORE_SHA=A), HERE, (B, f"^{A}")),
        ("push", gitlab(CI_COMMIT_BEFORE_SHA=ZERO), (B, ORIGIN_MAIN), (B, f"^{ORIGIN_MAIN}")),
        ("push", gitlab(CI_COMMIT_BEFORE_SHA=C), (B,), (B,)),
        (
            "push",
            gitlab(CI_COMMIT_BEFORE_SHA=ZERO, CI_COMMIT_BRANCH="main"),
            (B, ORIGIN_MAIN),
            (B,),
        ),
        (
            "merge_request_event",
            gitlab(CI_MERGE_REQUEST_DIFF_BASE_SHA=A, CI_COMMIT_BEFORE_SHA=ZERO),
            HERE,
            (B, f"^{A}"),
        ),
        (
            "merge_request_event",
            gitlab(CI_MERGE_REQUEST_DIFF_BASE_SHA=A, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA=C),
            (A, B, C),
            (C, f"^{A}"),
        ),
    ],
)
def test_gitlab(
    name: str, variables: dict[str, str], here: Collection[str], revisions: tuple[str, ...]
) -> None:
    assert planned(Caller.GITLAB, name, variables, here).revisions == revisions


FROM, TO = "PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"
LOCAL = {"PRE_COMMIT_LOCAL_BRANCH": "refs/heads/topic", "PRE_COMMIT_REMOTE_NAME": "origin"}


@pytest.mark.parametrize(
    ("variables", "here", "revisions"),
    [
        ({FROM: A, TO: B}, HERE, (B, f"^{A}")),
        ({FROM: "origin/main", TO: "HEAD"}, ("origin/main", "HEAD"), ("HEAD", "^origin/main")),
        ({FROM: ZERO, TO: B}, HERE, (B,)),
        ({FROM: C, TO: B}, HERE, (B,)),
        (LOCAL, ("refs/heads/topic",), ("refs/heads/topic",)),
        (
            LOCAL,
            ("refs/heads/topic", "refs/remotes/origin/HEAD"),
            ("refs/heads/topic", "^refs/remotes/origin/HEAD"),
        ),
    ],
)
def test_pre_commit(
    variables: dict[str, str], here: Collection[str], revisions: tuple[str, ...]
) -> None:
    assert planned(Caller.PRE_COMMIT, "push", variables, here).revisions == revisions


@pytest.mark.parametrize(
    ("caller", "name"),
    [
        *((Caller.GITHUB, name) for name in ("schedule", "workflow_dispatch", "release", "issues")),
        *((Caller.GITLAB, name) for name in ("schedule", "web", "api", "trigger", "push\n::stop")),
        (Caller.PRE_COMMIT, "run"),
    ],
)
def test_other_events_ask_for_everything(caller: Caller, name: str) -> None:
    wanted = planned(caller, name, {}, here=())
    assert wanted.everything
    assert wanted.revisions == ()
    assert "\n" not in wanted.because


@pytest.mark.parametrize(
    ("caller", "name", "payload"),
    [
        (Caller.GITHUB, "push", push(A, ZERO)),
        (Caller.GITHUB, "push", push(A, ZERO, "refs/tags/v1")),
        (Caller.PRE_COMMIT, "push", {FROM: A, TO: ZERO}),
    ],
)
def test_a_deletion_brings_nothing(
    caller: Caller, name: str, payload: Mapping[str, object]
) -> None:
    wanted = planned(caller, name, payload, here=())
    assert not wanted.everything
    assert wanted.revisions == ()
    assert "deleted" in wanted.because


GITLAB_PUSH = gitlab(CI_COMMIT_BEFORE_SHA=A)


@pytest.mark.parametrize(
    ("caller", "name", "payload", "here", "shallow", "remedy"),
    [
        (Caller.GITHUB, "push", push(A, B), (B,), True, "`fetch-depth: 0`"),
        (Caller.GITHUB, "push", push(A, B), (A,), True, "`fetch-depth: 0`"),
        (Caller.GITHUB, "push", push(A, B), (A,), False, "`fetch-depth: 0`"),
        (Caller.GITHUB, "push", push(ZERO, B), (), False, "actions/checkout"),
        (Caller.GITHUB, "pull_request", pull_request(A, B), (B,), True, "`fetch-depth: 0`"),
        # A pull request's base is never gone for good, so it is not skipped over.
        (Caller.GITHUB, "pull_request", pull_request(A, B), (B,), False, "`fetch-depth: 0`"),
        (Caller.GITHUB, "pull_request_target", pull_request(A, B), (A,), False, "without checking"),
        (Caller.GITHUB, "merge_group", merge_group(A, B), (B,), True, "`fetch-depth: 0`"),
        (Caller.GITLAB, "push", GITLAB_PUSH, (B,), True, "GIT_DEPTH"),
        (Caller.GITLAB, "schedule", {"CI_COMMIT_SHA": B}, (A, ORIGIN_MAIN), False, "GIT_STRATEGY"),
        (Caller.PRE_COMMIT, "push", {FROM: A, TO: B}, (B,), True, "--unshallow"),
    ],
)
def test_what_the_clone_lacks_is_an_error(
    caller: Caller,
    name: str,
    payload: Mapping[str, object],
    here: Collection[str],
    shallow: bool,
    remedy: str,
) -> None:
    with pytest.raises(KeyguardError, match=r"^\w{12} is not in this clone") as error:
        planned(caller, name, payload, here, shallow)
    assert remedy in str(error.value)


NO_COMMIT_IDS = (
    None, 7, "", "HEAD", "--output=x", f"--output={A}", A[:39], A + "a", A + "\n", A.upper(),
    f"{A}..{B}", [A], {"sha": A}, "g" * 40,
)  # fmt: skip


@pytest.mark.parametrize("bad", NO_COMMIT_IDS)
@pytest.mark.parametrize(
    ("name", "build"),
    [("push", push), ("pull_request", pull_request), ("merge_group", merge_group)],
)
def test_what_is_no_commit_id_is_an_error(name: str, build: object, bad: object) -> None:
    assert callable(build)
    for payload in (build(bad, B), build(A, bad)):
        with pytest.raises(KeyguardError, match=r"keyguard commits BASE\.\.HEAD") as error:
            planned(Caller.GITHUB, name, payload, here=[*HERE, str(bad)])
        assert "--output" not in str(error.value)
        assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("caller", "name", "payload"),
    [
        (Caller.GITHUB, "push", {}),
        (Caller.GITHUB, "push", push(A, B, ref=None)),
        (Caller.GITHUB, "push", push(A, B) | {"repository": "main"}),
        (Caller.GITHUB, "push", push(A, B) | {"repository": {"default_branch": ""}}),
        (Caller.GITHUB, "push", push(A, B) | {"repository": {"default_branch": "x..evil"}}),
        (Caller.GITHUB, "push", push(A, B) | {"repository": {"default_branch": "x\n::error::"}}),
        (Caller.GITHUB, "pull_request", {"pull_request": None}),
        (Caller.GITHUB, "pull_request", {"pull_request": [A, B]}),
        (Caller.GITHUB, "pull_request", pull_request(ZERO, B)),
        (Caller.GITHUB, "pull_request", pull_request(A, ZERO)),
        (Caller.GITHUB, "merge_group", merge_group(ZERO, B)),
        (Caller.GITLAB, "push", {}),
        (Caller.GITLAB, "push", gitlab(CI_COMMIT_BEFORE_SHA="--all")),
        (Caller.GITLAB, "push", gitlab(CI_COMMIT_BEFORE_SHA=A, CI_COMMIT_SHA=ZERO)),
        (Caller.GITLAB, "merge_request_event", gitlab()),
        (Caller.PRE_COMMIT, "push", {}),
        (Caller.PRE_COMMIT, "push", {FROM: A, TO: "--output=x"}),
        (Caller.PRE_COMMIT, "push", {FROM: "^HEAD", TO: B}),
        (Caller.PRE_COMMIT, "push", {FROM: "HEAD\n", TO: B}),
    ],
)
def test_malformed_events_are_errors(
    caller: Caller, name: str, payload: Mapping[str, object]
) -> None:
    with pytest.raises(KeyguardError, match=r"keyguard commits BASE\.\.HEAD"):
        plan(Event(caller, name, payload), Clone(lambda revision: True))
