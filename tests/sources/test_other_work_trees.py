"""What other work trees of a repository have staged is checked, wherever a history is read from."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.tools import Repository, scan_json


@pytest.fixture
def trees(tmp_path: Path) -> tuple[Repository, Repository]:
    main = Repository.create(tmp_path / "main")
    main.commit_file("a.py", "x = 1\n")
    main.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    return main, Repository(tmp_path / "linked")


def problems(repository: Repository, command: str = "history") -> list[str]:
    result = scan_json(command, cwd=repository.path)
    messages = [each["message"] for each in result.json["problems"]]
    assert result.code == (2 if messages else 0)
    return messages


@pytest.mark.parametrize("command", ["history", "audit"])
def test_sound_ones(trees: tuple[Repository, Repository], command: str) -> None:
    for tree in trees:
        assert problems(tree, command) == []


def test_one_that_is_named_by_a_relative_path(trees: tuple[Repository, Repository]) -> None:
    """As ``git worktree add --relative-paths`` writes it, and a configuration left to git."""
    main, linked = trees
    folder = main.path / ".git" / "worktrees" / "linked"
    main.git("config", "include.path", "/dev/null")
    (folder / "gitdir").write_text(f"{os.path.relpath(linked.path / '.git', folder)}\n")
    for tree in trees:
        assert problems(tree) == []


@pytest.mark.parametrize("command", ["history", "audit"])
@pytest.mark.parametrize("damaged", ["linked", "main"])
def test_a_damaged_index(trees: tuple[Repository, Repository], damaged: str, command: str) -> None:
    folder = trees[0].path / ".git"
    index = folder / "index" if damaged == "main" else folder / "worktrees" / "linked" / "index"
    data = bytearray(index.read_bytes())
    data[-1] ^= 1
    index.write_bytes(data)
    for tree in trees:
        assert any("checksum is wrong" in each for each in problems(tree, command))


@pytest.mark.parametrize("form", ["", "core.splitIndex", "index.sparse"])
@pytest.mark.parametrize("gone", [False, True])
def test_what_is_staged_and_not_stored(
    trees: tuple[Repository, Repository], form: str, gone: bool
) -> None:
    main, linked = trees
    if form:
        linked.git("config", form, "true")
    linked.write("new.py", "y = 2\n")
    linked.git("add", "new.py")
    blob = linked.git("rev-parse", ":new.py")
    (main.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    if gone:
        shutil.rmtree(linked.path)
    assert any("linked" in each or "other work trees" in each for each in problems(main))
