"""Other files of the snapshot that a place belongs to, read from the object database."""

from __future__ import annotations

import os
from bisect import bisect_left
from functools import cached_property

from keyguard.gitrepo.discovery import UnusualError
from keyguard.gitrepo.objects.lookup import LEFT_TO_GIT, Lookup, lookup_in
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.index_format import IndexFile
from keyguard.gitrepo.worktree.refs import head_id
from keyguard.gitrepo.worktree.staged_diff import load_index
from keyguard.model import Place, State

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.gitrepo.command.cat_file import NamedBlobs
    from keyguard.gitrepo.objects.committed_file import CommittedFiles

LARGEST = 1 << 24
"""Bytes. A larger file is left to git."""


class SiblingFiles:
    """Reads files beside a place, from its commit, from HEAD or from the index; each file once."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._read: dict[str, bytes | None] = {}

    def read(self, place: Place, path: bytes) -> bytes | None:
        """The content of ``path`` in the snapshot of ``place``; None if there is none."""
        snapshot = _snapshot(place)
        if snapshot is None:
            return None
        revision = f"{snapshot}:{os.fsdecode(path)}"
        if revision not in self._read:
            try:
                content = self._committed(snapshot, path) if snapshot else self._staged(path)
            except LEFT_TO_GIT:
                content = self._told_by_git(revision)
            self._read[revision] = content
        return self._read[revision]

    @cached_property
    def _index(self) -> IndexFile:
        return load_index(self._repository.layout)

    @cached_property
    def _lookup(self) -> Lookup:
        return lookup_in(self._repository.layout, LARGEST)

    def _staged(self, path: bytes) -> bytes | None:
        index = self._index
        number = bisect_left(index.paths, path)
        if index.paths[number : number + 1] != [path] or index.stage(number):
            return None
        return self._lookup.find(index.id(number).hex()).data

    def _committed(self, snapshot: str, path: bytes) -> bytes | None:
        commit = self._head if snapshot == "HEAD" else snapshot
        return self._files.read(commit, path)

    @cached_property
    def _head(self) -> str:
        commit = head_id(self._repository.layout)
        if commit is None:
            raise UnusualError
        return commit

    @cached_property
    def _files(self) -> CommittedFiles:
        from keyguard.gitrepo.objects.committed_file import CommittedFiles  # not for the index

        return CommittedFiles(self._lookup, self._repository.layout.id_length or 0)

    @cached_property
    def _named(self) -> NamedBlobs:
        from keyguard.gitrepo.command.cat_file import NamedBlobs  # a hook needs none

        return NamedBlobs(self._repository)

    def _told_by_git(self, revision: str) -> bytes | None:
        return self._named.read(revision)


def _snapshot(place: Place) -> str | None:
    """What stands before the colon of ``git cat-file blob REVISION:PATH``; empty is the index."""
    if place.state is State.INDEX:
        return ""
    if place.state is State.HEAD:
        return "HEAD"
    return place.commit.id if place.commit else None
