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
from keyguard.model import Blob, Commit, Place, State

LARGEST = 1 << 20
"""Bytes of a file that are read: configurations are small."""


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
        """Whether there is a file at the path of a place."""
        return place.path in self._paths

    def places(self) -> Iterator[Place]:
        """Where every file is."""
        return (place for _, place in self._entries)

    def read(self, wanted: Callable[[bytes], bool]) -> Iterator[Blob]:
        """The files whose path is wanted, but for the very large and the unreadable."""
        places: dict[str, list[Place]] = {}
        for entry, place in self._entries:
            if entry.mode != SUBMODULE and wanted(entry.path):
                places.setdefault(entry.id, []).append(place)
        for item in read_few(self._repository, places, self._largest):
            if isinstance(item, GitObject):
                for place in places[item.id]:
                    yield Blob(item.id, item.data, (place,))

    @cached_property
    def _entries(self) -> list[tuple[IndexEntry, Place]]:
        return list(self._list())

    @cached_property
    def _paths(self) -> frozenset[bytes]:
        return frozenset(entry.path for entry, _ in self._entries)


def index_listing(repository: Repository) -> FileListing:
    """What git tracks now."""
    return FileListing(
        repository,
        lambda: ((entry, Place(entry.path, State.INDEX)) for entry in tracked_entries(repository)),
    )


def commits_listing(
    repository: Repository,
    commits: Callable[[], Sequence[str]],
    state: State = State.HISTORY,
    largest: int = LARGEST,
) -> FileListing:
    """The files of some commits, given by their ids; ``largest`` is in bytes."""

    def entries() -> Iterator[tuple[IndexEntry, Place]]:
        for id_ in commits():
            commit = Commit(id_, "", "")
            for entry in _tree(repository, id_):
                yield entry, Place(entry.path, state, commit)

    return FileListing(repository, entries, largest)


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
