"""The files that a change stands beside: those of the index, or of the tips of a range."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.run import try_git
from keyguard.gitrepo.objects.lookup import read_few
from keyguard.gitrepo.objects.types import GitObject
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.index import SUBMODULE, IndexEntry, tracked_entries
from keyguard.model import Blob, Place, State

LARGEST = 1 << 20
"""Bytes of a file that are read: configurations are small."""


class FileListing:
    """A list of files, made when it is first asked for."""

    def __init__(
        self, repository: Repository, state: State, entries: Callable[[], Iterable[IndexEntry]]
    ) -> None:
        self._repository = repository
        self._state = state
        self._list = entries

    def holds(self, place: Place) -> bool:
        """Whether there is a file at the path of a place."""
        return place.path in self._paths

    def read(self, wanted: Callable[[bytes], bool]) -> Iterator[Blob]:
        """The files whose path is wanted, but for the very large and the unreadable."""
        places: dict[str, list[Place]] = {}
        for entry in self._entries:
            if entry.mode != SUBMODULE and wanted(entry.path):
                places.setdefault(entry.id, []).append(Place(entry.path, self._state))
        for item in read_few(self._repository, places, LARGEST):
            if isinstance(item, GitObject):
                for place in places[item.id]:
                    yield Blob(item.id, item.data, (place,))

    @cached_property
    def _entries(self) -> list[IndexEntry]:
        return list(self._list())

    @cached_property
    def _paths(self) -> frozenset[bytes]:
        return frozenset(entry.path for entry in self._entries)


def index_listing(repository: Repository) -> FileListing:
    """What git tracks now."""
    return FileListing(repository, State.INDEX, lambda: tracked_entries(repository))


def tip_listing(repository: Repository, revisions: Callable[[], Sequence[str]]) -> FileListing:
    """The files of the commits that a range ends in; ``revisions`` are ids, ``^`` excludes one."""

    def entries() -> Iterator[IndexEntry]:
        for revision in revisions():
            if not revision.startswith("^"):
                yield from _tree(repository, revision)

    return FileListing(repository, State.HISTORY, entries)


def submodule_paths(repository: Repository) -> list[bytes]:
    """Where the commit at HEAD has other repositories; none if that can't be read."""
    try:
        listing = try_git(["ls-tree", "-r", "-z", "--full-tree", "HEAD"], repository.folder)
    except KeyguardError:
        return []
    lines = listing.stdout.split(b"\0")
    mark = f"{SUBMODULE} ".encode("ascii")
    return [line.partition(b"\t")[2] for line in lines if line.startswith(mark)]


def _tree(repository: Repository, commit: str) -> Iterator[IndexEntry]:
    """Every file of a commit's tree; none if the revision names something else."""
    listing = try_git(["ls-tree", "-r", "-z", "--full-tree", commit], repository.folder)
    for line in listing.stdout.split(b"\0")[:-1]:
        description, _, path = line.partition(b"\t")
        mode, _, id_ = description.decode("ascii").split()
        yield IndexEntry(path, id_, mode)
