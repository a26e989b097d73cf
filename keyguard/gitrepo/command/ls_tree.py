"""The files of a commit: git-ls-tree(1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.log import MOST_FILES, TOO_MANY, LogError
from keyguard.gitrepo.command.run import git, git_stream, tokens
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.index import SUBMODULE, IndexEntry


def tree_entries(repository: Repository, commit: str) -> Iterator[IndexEntry]:
    """Every file and every submodule of a commit.

    Raises ``LogError`` after the last entry that could be read, and if there are too many.
    """
    command = ["ls-tree", "-r", "-z", "--full-tree", commit]
    with git_stream(command, repository.folder) as stream:
        for count, line in enumerate(tokens(stream.output)):
            if count >= MOST_FILES:
                raise LogError(TOO_MANY)
            description, _, path = line.partition(b"\t")
            mode, _, id_ = description.decode("ascii").split(" ")
            yield IndexEntry(path, id_, mode)
        if failure := stream.failure():
            raise LogError(failure)


def has_entry(repository: Repository, commit: str, path: str) -> bool:
    """Whether a commit has anything at a path. Raises ``KeyguardError`` if its trees can't be
    read."""
    command = ["--literal-pathspecs", "ls-tree", "-z", "--full-tree", commit, "--", path]
    return bool(git(command, repository.folder))


def submodule_paths(repository: Repository) -> list[bytes]:
    """The paths of the submodules of the commit at HEAD, as far as its trees can be read."""
    paths: list[bytes] = []
    with suppress(KeyguardError, LogError):
        for entry in tree_entries(repository, "HEAD"):
            if entry.mode == SUBMODULE:
                paths.append(entry.path)
    return paths
