"""``keyguard ci`` outside GitHub Actions, and with what it can't read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import production_key
from tests.tools import Repository, keyguard

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
    assert "keyguard commits RANGE" in result.err


@pytest.mark.parametrize("content", [None, b"", b"{", b"\xff", b"[" * 100_000])
def test_an_event_file_that_can_not_be_read(
    repository: Repository, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "event.json"
    if content is not None:
        file.write_bytes(content)
    env = {"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": str(file)}
    result = keyguard("ci", cwd=repository.path, env=env)
    assert result.code == 2
    assert "GITHUB_EVENT_PATH" in result.err
