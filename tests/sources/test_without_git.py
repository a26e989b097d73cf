"""Where there is no repository, or no git."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.committed import CODE
from tests.tools import Repository, keyguard, scan_json


@pytest.mark.parametrize("command", [["staged"], ["history"], ["audit"], ["commits", "HEAD"]])
def test_no_repository_is_an_error(tmp_path: Path, command: list[str]) -> None:
    result = keyguard(*command, cwd=tmp_path)
    assert result.code == 2
    assert "not in a git repository" in result.err


@pytest.mark.parametrize(
    ("program", "told"), [(False, "git was not found"), (True, "git can't be started")]
)
def test_git_is_needed(repository: Repository, tmp_path: Path, program: bool, told: str) -> None:
    """What is read without it is reported all the same."""
    repository.commit_file("key.py", CODE)
    if program:
        (tmp_path / "git").write_text("#!/bin/sh\n")  # and nobody may run it
    result = scan_json("history", cwd=repository.path, env={"PATH": str(tmp_path)})
    assert result.code == 2
    assert told in result.out
    assert {rule for rule, _ in result.found} == {"production-key"}
