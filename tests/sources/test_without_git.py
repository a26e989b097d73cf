"""Where there is no repository, or no git."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.committed import CODE
from tests.tools import Repository, keyguard


@pytest.mark.parametrize("command", [["staged"], ["history"], ["audit"], ["commits", "HEAD"]])
def test_no_repository_is_an_error(tmp_path: Path, command: list[str]) -> None:
    result = keyguard(*command, cwd=tmp_path)
    assert result.code == 2
    assert "not in a git repository" in result.err


def test_git_is_needed(repository: Repository, tmp_path: Path) -> None:
    repository.commit_file("key.py", CODE)
    result = keyguard("history", cwd=repository.path, env={"PATH": str(tmp_path)})
    assert result.code == 2
    assert "git was not found" in result.out + result.err
