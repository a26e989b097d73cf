"""The other work trees of a repository: git-worktree(1), gitrepository-layout(5), "worktrees"."""

from __future__ import annotations

import os
from collections.abc import Iterator

from keyguard.gitrepo.discovery import UnusualError, git_directory
from keyguard.gitrepo.regular_files import read_regular
from keyguard.gitrepo.repository import Repository


def other_work_trees(repository: Repository) -> Iterator[tuple[str, Repository]]:
    """The other work trees, each with its name: the main one, if this is not it, and linked ones.

    It does not matter where their files are: what is staged in them is in the git directory. Raises
    ``OSError`` if that can't be listed.
    """
    layout = repository.layout
    folder = os.path.join(layout.common_dir, "worktrees")
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    folders = {"main": layout.common_dir} | {name: os.path.join(folder, name) for name in names}
    for name, git_dir in folders.items():
        is_this = os.path.realpath(git_dir) == os.path.realpath(layout.git_dir)
        if not is_this and os.path.lexists(os.path.join(git_dir, "index")):
            other = layout._replace(work_tree=_work_tree(git_dir), git_dir=git_dir)
            yield name, Repository(other)


def _work_tree(git_dir: str) -> str:
    """Where the files are, if they lead back here; empty if not. ``gitdir`` may be relative:
    git-config(1), "worktree.useRelativePaths"."""
    link = os.path.join(git_dir, "gitdir")
    try:
        target = os.fsdecode(read_regular(link).rstrip(b"\n")) if os.path.lexists(link) else ""
        entry = os.path.normpath(os.path.join(git_dir, target))
        is_ours = git_directory(entry) == os.path.realpath(git_dir)
    except (UnusualError, OSError):
        return ""
    folder, name = os.path.split(entry)
    return folder if is_ours and name == ".git" else ""
