"""The files that a change will stand beside: those of the index, or of some commits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property

from keyguard import model
from keyguard.errors import KeyguardError
from keyguard.gitformat.types import GitObject, LargeObject
from keyguard.gitrepo.objects.lookup import read_few
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.index import SUBMODULE, IndexEntry, tracked_entries
from keyguard.model import Blob, Place, State
from keyguard.model.piece import Large

LARGEST = 1 << 20
"""Bytes up to which a file is read: configurations are small."""


class FileListing:
    """A list of files, made when it is first asked for."""

    def __init__(
        self,
        repository: Repository,
        entries: Callable[[], Iterable[tuple[IndexEntry, Place]]],
        largest: int = LARGEST,
    ) -> None:
        self._repository = repository
        self._list = entries
        self._largest = largest

    def holds(self, place: Place) -> bool:
        """Whether the listing has a file at the path of a place."""
        return place.path in self._paths

    def holds_file(self, path: bytes) -> bool:
        """Whether the listing has a file, rather than a submodule, at a path."""
        return path in self._paths and path not in self._submodules

    def places(self) -> Iterator[Place]:
        """The place of every file."""
        return (place for _, place in self._entries)

    def read(self, wanted: Callable[[bytes], bool]) -> Iterator[Blob | Large]:
        """The files whose path is wanted; not those over ``largest`` bytes, nor unreadable ones."""
        places: dict[str, list[Place]] = {}
        for entry, place in self._entries:
            if entry.mode != SUBMODULE and wanted(entry.path):
                places.setdefault(entry.id, []).append(place)
        for item in read_few(self._repository, places, self._largest):
            if isinstance(item, GitObject):
                for place in places[item.id]:
                    yield Blob(item.id, item.data, (place,))
            elif isinstance(item, LargeObject):
                from keyguard.gitrepo.objects.large_content import large_content  # few

                for place in places[item.id]:
                    yield large_content(item, (place,))

    @cached_property
    def _entries(self) -> list[tuple[IndexEntry, Place]]:
        return list(self._list())

    @cached_property
    def _submodules(self) -> frozenset[bytes]:
        return frozenset(entry.path for entry, _ in self._entries if entry.mode == SUBMODULE)

    @cached_property
    def _paths(self) -> frozenset[bytes]:
        return frozenset(entry.path for entry, _ in self._entries)


def index_listing(repository: Repository) -> FileListing:
    """The files that git tracks now."""

    def entries() -> Iterator[tuple[IndexEntry, Place]]:
        with suppress(KeyguardError):  # that the index can't be read is told where it is read
            for entry in tracked_entries(repository):
                yield entry, Place(entry.path, State.INDEX)

    return FileListing(repository, entries)


def commits_listing(
    repository: Repository,
    commits: Callable[[], Sequence[str]],
    state: State = State.HISTORY,
    largest: int = LARGEST,
    files_of: Callable[[str], Iterable[IndexEntry]] | None = None,
) -> FileListing:
    """The files of some commits, given by their ids; ``largest`` is in bytes.

    ``files_of`` lists the files of a commit and may raise ``LogError``; without it git does.
    """

    def entries() -> Iterator[tuple[IndexEntry, Place]]:
        from keyguard.gitrepo.command.log import LogError
        from keyguard.gitrepo.command.ls_tree import tree_entries

        for id_ in commits():
            commit = model.Commit(id_, "", "")
            with suppress(LogError):  # it is no commit, or damaged
                for entry in files_of(id_) if files_of else tree_entries(repository, id_):
                    yield entry, Place(entry.path, state, commit)

    return FileListing(repository, entries, largest)
