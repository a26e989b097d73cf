"""``keyguard ci`` outside GitHub Actions, and with what it can't read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.samples import production_key
from tests.tools import Repository, keyguard, scan_json

CODE = f'key = "{production_key("ci")}"\n'


def test_gitlab(repository: Repository) -> None:
    before = repository.commit()
    after = repository.commit_file("app.py", CODE)
    result = keyguard(
        "ci",
        cwd=repository.path,
        env={
            "CI_PIPELINE_SOURCE": "push",
            "CI_COMMIT_BEFORE_SHA": before,
            "CI_COMMIT_SHA": after,
            "CI_DEFAULT_BRANCH": "main",
        },
    )
    assert result.code == 1
    assert "app.py" in result.out
    assert "::error" not in result.out


def test_outside_any_ci(repository: Repository) -> None:
    result = keyguard("ci", cwd=repository.path)
    assert result.code == 2
    assert "keyguard commits RANGE --policy base" in result.err


@pytest.mark.parametrize("content", [None, b"", b"{", b"\xff", b"[" * 100_000, "a pipe", "zeros"])
def test_an_event_file_that_can_not_be_read(
    repository: Repository, tmp_path: Path, content: bytes | str | None
) -> None:
    file = tmp_path / "event.json"
    if isinstance(content, bytes):
        file.write_bytes(content)
    elif content == "a pipe":
        os.mkfifo(file)
    elif content == "zeros":
        file.symlink_to("/dev/zero")
    env = {"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": str(file)}
    result = keyguard("ci", cwd=repository.path, env=env)
    assert result.code == 2
    assert "GITHUB_EVENT_PATH" in result.err


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), {"old.py", "app.py"}),
        (("--mode", "history"), {"old.py", "app.py"}),
        (("--mode", "files"), {"old.py"}),
        (("--base", "HEAD~2"), {"app.py"}),
        (("--base", "HEAD"), set()),
    ],
)
def test_a_schedule_of_gitlab_reads_what_it_is_told(
    repository: Repository, options: tuple[str, ...], found: set[str]
) -> None:
    repository.commit_file("old.py", f'key = "{production_key("old")}"\n')
    repository.commit_file("app.py", CODE)
    repository.commit_file("app.py", "key = None\n")
    result = scan_json("ci", *options, cwd=repository.path, env={"CI_PIPELINE_SOURCE": "schedule"})
    assert {path for _, path in result.found} == found
    assert "::error" not in result.err


def test_a_base_does_not_bring_a_deleted_branch_back(repository: Repository) -> None:
    first = repository.commit()
    repository.commit_file("app.py", CODE)
    env = {"PRE_COMMIT": "1", "PRE_COMMIT_FROM_REF": first, "PRE_COMMIT_TO_REF": "0" * 40}
    result = keyguard("ci", "--base", first, cwd=repository.path, env=env)
    assert result.code == 0
    assert "deleted" in result.err
