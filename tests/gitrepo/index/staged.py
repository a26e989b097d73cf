"""What is staged, as git tells it and as it is read from git's files."""

from __future__ import annotations

import os
from pathlib import Path

from keyguard.gitrepo.command.ls_files import EMPTY_TREE
from keyguard.gitrepo.repository import Repository as Opened
from keyguard.gitrepo.worktree.index import IndexEntry, staged_entries
from tests.tools import Repository


def told_by_git(repository: Repository, **env: str) -> set[IndexEntry]:
    """The oracle: what differs from HEAD, deletions aside, and all sides of each conflict."""
    base = repository.git("rev-parse", "--quiet", "--verify", "HEAD", check=False, **env)
    base = base or EMPTY_TREE[repository.git("rev-parse", "--show-object-format")]
    listing = repository.git(
        "diff-index", "--cached", "--raw", "-z", "--no-renames", "--diff-filter=d", base, **env
    )
    fields = iter(listing.split("\0"))
    entries = set()
    for description, path in zip(fields, fields, strict=False):
        _, mode, _, id_, status = description.split()
        if status != "U":
            entries.add(IndexEntry(os.fsencode(path), id_, mode))
    for row in repository.git("ls-files", "--unmerged", "-z", **env).split("\0")[:-1]:
        description, _, path = row.partition("\t")
        mode, id_, _ = description.split()
        entries.add(IndexEntry(os.fsencode(path), id_, mode))
    return entries


def seen_by_us(path: Path) -> list[IndexEntry]:
    return list(staged_entries(Opened.find(path)))


def assert_same(repository: Repository) -> None:
    found = seen_by_us(repository.path)
    assert set(found) == told_by_git(repository)
    assert len(found) == len(set(found))


def grow(repository: Repository) -> None:
    """A few folders, committed."""
    for name in ("a", "b.py", "b/c", "b/d/e", "b/d/f", "b0", "z/y/x/w"):
        repository.write(name, f"content of {name}\n")
    repository.write("b/long", "".join(f"line {number}\n" for number in range(500)))
    repository.commit("start")


def stage(repository: Repository) -> None:
    """Something new, something changed, something gone."""
    repository.write("b/d/e", "changed\n")
    repository.write("b/d/new", "new\n")
    repository.write("new/deep/file", "new\n")
    (repository.path / "b0").unlink()
    repository.git("add", "--all")
