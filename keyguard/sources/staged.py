"""The index: what the next commit would hold, not what the work tree holds."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from keyguard.gitrepo.objects.lookup import read_few
from keyguard.gitrepo.objects.types import GitObject
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.index import (
    SUBMODULE,
    IndexEntry,
    blob_id,
    staged_entries,
    tracked_entries,
)
from keyguard.gitrepo.worktree.listing import commits_listing, index_listing
from keyguard.gitrepo.worktree.sibling_files import SiblingFiles
from keyguard.model import Blob, Part, Place, Problem, Skip, State
from keyguard.model.source import Source, submodule
from keyguard.sources.path_names import name_blobs

if TYPE_CHECKING:
    from pathlib import Path

Item = Blob | Problem | Skip


def staged_source(repository: Repository, max_size: int) -> Source:
    """Everything that differs from HEAD; ``max_size`` is in bytes."""
    entries = staged_entries(repository)
    source = _beside_the_index(repository, _read(repository, entries, max_size))
    return source._replace(base=partial(_head, repository, max_size))


def _head(repository: Repository, max_size: int) -> Source:
    from keyguard.sources.base import base_source  # for findings only

    def commits() -> list[str]:
        head = repository.head()
        return [head] if head else []

    return base_source(repository, commits_listing(repository, commits, State.HEAD, max_size))


def named_source(repository: Repository, paths: Sequence[Path], max_size: int) -> Source:
    """The index's content of these paths, changed or not.

    The work tree's content is read as well where it differs or git does not track the path: a
    hook that runs over all files must not pass over a change because it is not staged.
    """
    root = os.fsencode(repository.folder)
    named = [
        os.path.relpath(os.fsencode(path.parent.resolve() / path.name), root) for path in paths
    ]

    def items() -> Iterator[Item]:
        entries = list(tracked_entries(repository, named)) if named else []
        yield from _read(repository, entries, max_size)
        staged = {entry.path: entry.id for entry in entries}
        for path in named:
            yield from _unstaged(root, path, staged.get(path), max_size)

    return _beside_the_index(repository, items())


def _beside_the_index(repository: Repository, items: Iterator[Item]) -> Source:
    index = index_listing(repository)
    return Source(
        items,
        read_sibling=SiblingFiles(repository).read,
        is_tracked=index.holds,
        read_beside=index.read,
    )


def _unstaged(root: bytes, path: bytes, staged: str | None, max_size: int) -> Iterator[Item]:
    """The work tree's file where it is not what the index holds."""
    from keyguard.sources.files import read_file

    for item in read_file(root, path, max_size):
        is_same = staged and isinstance(item, Blob) and blob_id(item.data, staged) == staged
        is_known_name = staged and isinstance(item, Blob) and item.part is Part.NAME
        if not (is_same or is_known_name):
            yield item


def _read(
    repository: Repository, entries: Sequence[IndexEntry] | Iterator[IndexEntry], max_size: int
) -> Iterator[Item]:
    places: dict[str, list[Place]] = {}
    for entry in entries:
        if entry.mode == SUBMODULE:
            yield submodule(entry.path)
        else:
            places.setdefault(entry.id, []).append(Place(entry.path, State.INDEX))
    for item in read_few(repository, places, max_size):
        at = tuple(places[item.id])
        if isinstance(item, GitObject):
            yield Blob(item.id, item.data, at)
            for place in at:
                yield from name_blobs(place)
        else:
            yield Problem(at[0].path, f"its staged content can't be read: {item.reason}.")
