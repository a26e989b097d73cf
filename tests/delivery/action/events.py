"""Events that a job is started by, and what it shows of one that was not read."""

from __future__ import annotations

from tests.delivery.runner import KEY, Outcome

ZERO = "0" * 40
CODE = f'key = "{KEY}"\n'


def push(before: str, after: str, ref: str = "refs/heads/main") -> tuple[str, object]:
    payload = {
        "before": before,
        "after": after,
        "ref": ref,
        "repository": {"default_branch": "main"},
    }
    return "push", payload


def pull_request(base: str, head: str) -> tuple[str, object]:
    return "pull_request", {"pull_request": {"base": {"sha": base}, "head": {"sha": head}}}


def merge_group(base: str, head: str) -> tuple[str, object]:
    return "merge_group", {"merge_group": {"base_sha": base, "head_sha": head}}


def assert_failed(outcome: Outcome, remedy: str) -> None:
    """No number to take for a result, and what to do in three places."""
    assert outcome.code == 2
    assert outcome.outputs == {
        "findings": "",
        "exit-code": "2",
        "sarif-file": "",
        "complete": "false",
    }
    (error,) = [line for line in outcome.log.splitlines() if line.startswith("::error ")]
    assert remedy in error
    assert outcome.summary.startswith("## keyguard: not a clean result\n")
    assert remedy in outcome.summary.replace("\\", "")
