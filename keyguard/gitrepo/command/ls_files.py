"""The index and the work tree, as git lists them: git-ls-files(1), git-diff-index(1)."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.pipes import IgnoreFileWatch, leads_to_pipe
from keyguard.gitrepo.command.rev_parse import object_format
from keyguard.gitrepo.command.run import git, git_failure, git_meanwhile, try_git
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.index import SUBMODULE, IndexEntry, tracked_paths
from keyguard.model.patterns import lazy_pattern

EMPTY_TREE = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
"""The ids of the empty tree (git's ``hash-object -t tree /dev/null``)."""

_UNLISTED = lazy_pattern(rb"(?<=^warning: )could not open directory .*", re.MULTILINE)
"""What git says of a folder that it can't list: dir.c, open_cached_dir."""

_LITERAL = "--literal-pathspecs"
"""Paths are names, not patterns."""


def staged_entries(repository: Repository) -> Iterator[IndexEntry]:
    """What the next commit changes against HEAD, without deletions, with all sides of conflicts."""
    against = repository.head() or EMPTY_TREE[object_format(repository.folder)]
    listing = git(
        ["diff-index", "--cached", "--raw", "-z", "--no-renames", "--diff-filter=d", against],
        repository.folder,
    )
    fields = iter(listing.split(b"\0"))
    for description, path in zip(fields, fields, strict=False):
        _, mode, _, id_, status = description.decode("ascii").split()
        if status != "U":
            yield IndexEntry(path, id_, mode)
    yield from _entries(repository, "--unmerged")


def tracked_entries(repository: Repository, paths: Sequence[bytes] = ()) -> Iterator[IndexEntry]:
    """The entries of the index: all of them, or those at ``paths``, relative to the root."""
    return _entries(repository, "--stage", *map(os.fsdecode, paths))


def listed_paths(repository: Repository, folder: bytes) -> list[bytes]:
    """The paths that the index holds below ``folder``, each once."""
    below = [_LITERAL, "ls-files", "-z", "--cached", "--deduplicate", "--", os.fsdecode(folder)]
    return git(below, repository.folder).split(b"\0")[:-1]


def work_tree_paths(repository: Repository, folder: bytes) -> Iterator[list[bytes]]:
    """Paths below ``folder``, relative to the root: tracked ones, then those neither tracked nor
    ignored.

    git looks for the latter in every folder while the caller reads the former. Raises
    ``KeyguardError`` with git's own words if git fails or could not list a folder: git only warns
    about a folder that it may not read or whose path is too long.
    """
    with _others(repository, [folder]) as others:
        yield tracked_paths(repository, folder)
        yield from others()


def untracked_paths(repository: Repository, paths: Sequence[bytes]) -> list[bytes]:
    """The files at some paths or below them, as far as git neither tracks nor ignores them: it
    looks nowhere else. Raises ``KeyguardError`` as ``work_tree_paths`` does."""
    with _others(repository, paths) as others:
        return [path for found in others() for path in found]


@contextmanager
def _others(
    repository: Repository, paths: Sequence[bytes]
) -> Iterator[Callable[[], Iterator[list[bytes]]]]:
    """What tells the untracked paths, once git has found them meanwhile."""
    command = [_LITERAL, "ls-files", "-z", "--others", "--exclude-standard", "--"]
    root = repository.folder
    with (
        git_meanwhile([*command, *map(os.fsdecode, paths)], root) as untracked,
        IgnoreFileWatch(untracked, root) as watch,
    ):

        def found() -> Iterator[list[bytes]]:
            listed, complaints = untracked.communicate()
            watch.check()
            if untracked.returncode:
                raise git_failure(command, root, complaints)
            yield listed.split(b"\0")[:-1]
            if unlisted := _UNLISTED.search(complaints):
                words = unlisted[0].decode("utf-8", "replace")
                raise KeyguardError(f"git {words}, so what is in there was not read.")

        yield found


def is_submodule(repository: Repository, path: bytes) -> bool:
    """Whether the index has a submodule at a path."""
    entries = tracked_entries(repository, [path])
    return any(entry.path == path and entry.mode == SUBMODULE for entry in entries)


def skipped_paths(repository: Repository, folder: bytes) -> list[bytes]:
    """The tracked paths below ``folder`` that a sparse checkout leaves out of the work tree."""
    listing = [_LITERAL, "ls-files", "-t", "-z", "--cached", "--deduplicate", "--"]
    tagged = git([*listing, os.fsdecode(folder)], repository.folder).split(b"\0")[:-1]
    return [entry[2:] for entry in tagged if entry.startswith(b"S ")]


def is_ignored(repository: Repository, path: bytes) -> bool:
    """Whether git, if it does not track ``path``, ignores the file there."""
    if leads_to_pipe(repository.folder, path):
        return False
    command = ["check-ignore", "--no-index", "--quiet", "--", os.fsdecode(path)]
    return try_git(command, repository.folder).returncode == 0


def _entries(repository: Repository, option: str, *paths: str) -> Iterator[IndexEntry]:
    listing = git([_LITERAL, "ls-files", option, "-z", "--", *paths], repository.folder)
    for line in listing.split(b"\0")[:-1]:
        description, _, path = line.partition(b"\t")
        mode, id_, _ = description.decode("ascii").split()
        yield IndexEntry(path, id_, mode)
