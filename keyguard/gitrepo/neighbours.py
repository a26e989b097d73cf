"""Other files of the snapshot that holds a place, read from the object database."""

from __future__ import annotations

import os

from keyguard.gitrepo.repo import Repository
from keyguard.gitrepo.run import try_git
from keyguard.model import Place, State


class Neighbours:
    """Reads files beside a place: of its commit, of HEAD or of the index. Each read once."""

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
            answer = try_git(["cat-file", "blob", revision], self._repository.folder)
            self._read[revision] = answer.stdout if answer.returncode == 0 else None
        return self._read[revision]


def _snapshot(place: Place) -> str | None:
    """What stands before the colon of ``git cat-file blob REVISION:PATH``; empty is the index."""
    if place.state is State.INDEX:
        return ""
    if place.state is State.HEAD:
        return "HEAD"
    return place.commit.id if place.commit else None
