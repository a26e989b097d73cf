"""What is staged where folders or the index are elsewhere, was edited at random, or is damaged."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gitrepo.index.staged import grow, seen_by_us, stage, told_by_git
from tests.tools import Repository, keyguard


def test_a_linked_work_tree_and_a_separate_folder(
    tmp_path: Path, without_git: Callable[[], None]
) -> None:
    separate = Repository.create(tmp_path / "r", f"--separate-git-dir={tmp_path}/kept")
    grow(separate)
    separate.git("branch", "other")
    separate.git("pack-refs", "--all")
    separate.git("worktree", "add", "--quiet", str(tmp_path / "linked"), "other")
    linked = Repository(tmp_path / "linked")
    stage(separate)
    linked.write("b/linked", "x\n")
    linked.git("add", "--all")
    wanted = told_by_git(separate), told_by_git(linked)
    without_git()
    assert (set(seen_by_us(separate.path)), set(seen_by_us(linked.path / "b"))) == wanted
    assert wanted[0] != wanted[1]


def test_what_git_tells_its_hooks(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, without_git: Callable[[], None]
) -> None:
    """``git commit --only`` hands an index of its own to the hook, and sometimes the folders."""
    grow(repository)
    stage(repository)
    other = {"GIT_INDEX_FILE": ".git/other", "GIT_DIR": ".git"}
    repository.git("read-tree", "HEAD", **other)
    blob = repository.git("hash-object", "-w", "--stdin", stdin=b"x\n")
    repository.git("update-index", "--add", "--cacheinfo", f"100644,{blob},only", **other)
    wanted = told_by_git(repository, **other)
    assert {entry.path for entry in wanted} == {b"only"}
    for name, value in other.items():
        monkeypatch.setenv(name, value)
    without_git()
    assert set(seen_by_us(repository.path)) == wanted


def test_objects_in_quarantine(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(repository)
    objects = {
        "GIT_OBJECT_DIRECTORY": str(repository.path.parent / "new"),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(repository.path / ".git" / "objects"),
    }
    (repository.path.parent / "new").mkdir()
    repository.write("quarantined", "x\n")
    repository.git("add", "--all", **objects)
    wanted = told_by_git(repository, **objects)
    assert {entry.path for entry in wanted} == {b"quarantined"}
    for name, value in objects.items():
        monkeypatch.setenv(name, value)
    assert set(seen_by_us(repository.path)) == wanted


@pytest.mark.parametrize("seed", range(6))
def test_any_edits(repository: Repository, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    names = ["a", "a-b", "a.c", "a/x", "a/y/z", "a0", "b", "b/a/a", "b/a/b", "b/b"]
    for _ in range(12):
        for name in chance.sample(names, 3):
            path = repository.path / name
            repository.git("rm", "-rfq", "--cached", "--ignore-unmatch", name)
            if chance.random() < 0.7 and not path.is_dir() and not _below_a_file(path):
                repository.write(name, f"{chance.random()}\n")
        repository.git("add", chance.choice(["--all", "--update"]), check=False)
        action = chance.randrange(5)
        if action == 0:
            repository.git("commit", "--quiet", "--allow-empty", "--message", "x")
        elif action == 1:
            repository.git("repack", "-adfq")
        elif action == 2:
            repository.git("update-index", "--index-version", str(chance.choice([2, 3, 4])))
        wanted = told_by_git(repository)
        with monkeypatch.context() as patch:
            patch.setenv("PATH", "")
            assert set(seen_by_us(repository.path)) == wanted


def _below_a_file(path: Path) -> bool:
    return any(parent.is_file() for parent in path.parents)


@pytest.mark.parametrize("damage", ["cut", "count", "magic", "version", "empty"])
def test_a_damaged_index_is_never_clean(repository: Repository, damage: str) -> None:
    grow(repository)
    file = repository.path / ".git" / "index"
    data = file.read_bytes()
    file.write_bytes(
        {
            "cut": data[: len(data) // 2],
            "count": data[:8] + b"\xff\xff\xff\xff" + data[12:],
            "magic": b"CRID" + data[4:],
            "version": data[:4] + b"\0\0\0\x09" + data[8:],
            "empty": b"",
        }[damage]
    )
    assert keyguard("staged", cwd=repository.path).code == 2
