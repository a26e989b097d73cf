"""The index: what is staged, what is tracked, and what the work tree adds to it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.run import git, git_stream, try_git
from keyguard.gitrepo.objects.lookup import LEFT_TO_GIT
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.index_format import IndexFile
from keyguard.gitrepo.worktree.staged_diff import changed_entries, load_index

EMPTY_TREE = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
"""The ids of the tree without entries (git's ``hash-object -t tree /dev/null``)."""

LITERAL = "--literal-pathspecs"
"""Paths are names, not patterns."""

SHA1_LENGTH = 40
"""Hexadecimal digits of an id; SHA-256 has 64."""

SUBMODULE = "160000"


class IndexEntry(NamedTuple):
    """A path and the blob that the index holds for it. ``mode`` is git's, in octal."""

    path: bytes
    id: str
    mode: str


def staged_entries(repository: Repository) -> Iterator[IndexEntry]:
    """What the next commit changes against HEAD, deletions aside; all sides of a conflict."""
    try:
        index = load_index(repository.layout)
        changed = changed_entries(repository.layout, index)
    except LEFT_TO_GIT:
        return _ask_git(repository)
    return (_entry(index, number) for number in changed)


def _entry(index: IndexFile, number: int) -> IndexEntry:
    return IndexEntry(index.paths[number], index.id(number).hex(), f"{index.mode(number):06o}")


def _ask_git(repository: Repository) -> Iterator[IndexEntry]:
    against = repository.head() or EMPTY_TREE[_object_format(repository)]
    listing = git(
        ["diff-index", "--cached", "--raw", "-z", "--no-renames", "--diff-filter=d", against],
        repository.folder,
    )
    fields = iter(listing.split(b"\0"))
    for description, path in zip(fields, fields, strict=False):
        _, mode, _, id_, status = description.decode("ascii").split()
        if status != "U":
            yield IndexEntry(path, id_, mode)
    yield from _conflicts(repository)


def tracked_entries(repository: Repository, paths: Sequence[bytes] = ()) -> Iterator[IndexEntry]:
    """What the index holds, all of it or for these paths, each relative to the root."""
    arguments = [LITERAL, "ls-files", "--stage", "-z", "--", *(os.fsdecode(path) for path in paths)]
    for line in git(arguments, repository.folder).split(b"\0")[:-1]:
        description, _, path = line.partition(b"\t")
        mode, id_, _ = description.decode("ascii").split()
        yield IndexEntry(path, id_, mode)


def blob_id(data: bytes, like: str) -> str:
    """The id that git gives this content, by the hash that the id ``like`` was made with.

    git itself is not asked whether a file changed, since it would run the repository's filters.
    """
    import hashlib  # loads OpenSSL, which most runs do without

    hash_ = hashlib.sha1 if len(like) == SHA1_LENGTH else hashlib.sha256
    return hash_(b"blob %d\0" % len(data) + data).hexdigest()


def work_tree_paths(repository: Repository, folder: bytes) -> Iterator[list[bytes]]:
    """Paths below ``folder``, relative to the root: what is tracked, then what is neither tracked
    nor ignored. git looks for the latter in every folder, while the caller reads the former.

    Raises ``KeyguardError`` with git's own words if it fails.
    """
    listing = [LITERAL, "ls-files", "-z"]
    below = ["--", os.fsdecode(folder)]
    others = [*listing, "--others", "--exclude-standard", *below]
    with git_stream(others, repository.folder) as untracked:
        tracked = git([*listing, "--cached", "--deduplicate", *below], repository.folder)
        yield tracked.split(b"\0")[:-1]
        found = untracked.output.read().split(b"\0")[:-1]
        if failure := untracked.failure():
            raise KeyguardError(f"git ls-files failed in {repository.folder}: {failure}.")
        yield found


def is_ignored(repository: Repository, folder: bytes) -> bool:
    """Whether git ignores what is put into ``folder``, whatever it tracks there all the same.

    A file of no particular name is asked about: ``dist/*`` ignores no ``dist``, but all it gets.
    """
    probe = os.fsdecode(os.path.join(folder, b"any-file"))
    answer = try_git(["check-ignore", "--no-index", "--quiet", "--", probe], repository.folder)
    return answer.returncode == 0


def _conflicts(repository: Repository) -> Iterator[IndexEntry]:
    """What is not merged yet: one of the sides will be committed."""
    listing = git(["ls-files", "--unmerged", "-z"], repository.folder)
    for line in listing.split(b"\0")[:-1]:
        description, _, path = line.partition(b"\t")
        mode, id_, _ = description.decode("ascii").split()
        yield IndexEntry(path, id_, mode)


def _object_format(repository: Repository) -> str:
    return git(["rev-parse", "--show-object-format"], repository.folder).decode("ascii").strip()
