"""The index: what the next commit will hold, which may differ from the work tree."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence

from keyguard.errors import KeyguardError
from keyguard.gitformat.types import GitObject, LargeObject
from keyguard.gitrepo.objects.lookup import read_few
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.damage import head_damage, index_damage
from keyguard.gitrepo.worktree.index import (
    SUBMODULE,
    IndexEntry,
    blob_id,
    staged_entries,
)
from keyguard.gitrepo.worktree.listing import commits_listing, index_listing
from keyguard.gitrepo.worktree.sibling_files import SiblingFiles
from keyguard.model import Blob, Part, Place, Problem, State
from keyguard.model.piece import Large
from keyguard.model.source import Item, Source, Wanted, submodule
from keyguard.sources.path_names import name_blobs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from keyguard.model.data import Data

_NO_FILE = "it is a pipe or a device, which can't be staged; read it with `keyguard scan`."
_SUBMODULE = (
    "it is another repository (a submodule) with an index of its own; run `keyguard staged` in it, "
    "or read it with `keyguard scan`."
)


class IndexSource(Source):
    """The index: the part of it that is read, and all files beside that."""

    def __init__(self, repository: Repository, max_size: int) -> None:
        """``max_size`` is in bytes."""
        self._repository = repository
        self._max_size = max_size
        self._listing = index_listing(repository)
        self._siblings = SiblingFiles(repository)

    def stored_content(self, pointer: bytes) -> Data | None:
        """The content that Git LFS or git-annex keeps for a pointer."""
        from keyguard.gitrepo.worktree.large_objects import stored_content  # few have any

        return stored_content(self._repository, pointer, self._max_size)

    def read_sibling(self, place: Place, path: bytes) -> bytes | None:
        """Another file of the index."""
        return self._siblings.read(place, path)

    def is_tracked(self, place: Place) -> bool:
        """Whether the index has the path."""
        return self._listing.holds(place)

    def read_beside(self, wanted: Wanted) -> Iterator[Blob | Large]:
        """The files of the index."""
        return self._listing.read(wanted)

    def read(
        self, entries: Iterable[IndexEntry], committed: Collection[bytes] = ()
    ) -> Iterator[Item]:
        """The content and the names of some entries; HEAD has ``committed`` paths just so."""
        places: dict[str, list[Place]] = {}
        for entry in entries:
            if entry.mode == SUBMODULE:
                yield submodule(entry.path)
            else:
                state = State.HEAD if entry.path in committed else State.INDEX
                places.setdefault(entry.id, []).append(Place(entry.path, state))
        for item in read_few(self._repository, places, self._max_size):
            at = tuple(places[item.id])
            if isinstance(item, GitObject):
                yield Blob(item.id, item.data, at)
            elif isinstance(item, LargeObject):
                from keyguard.gitrepo.objects.large_content import large_content  # few

                yield large_content(item, at)
            else:
                yield Problem(at[0].path, f"its staged content can't be read: {item.reason}.")
                continue
            for place in at:
                yield from name_blobs(place)


def sparse_items(repository: Repository, folder: bytes, max_size: int) -> Iterator[Item]:
    """The index's content below a folder that a sparse checkout leaves out of the work tree."""
    from keyguard.gitrepo.command.ls_files import skipped_paths

    root = os.fsencode(repository.folder)
    absent = [
        path
        for path in skipped_paths(repository, folder)
        if not os.path.lexists(os.path.join(root, path))
    ]
    yield from index_items(repository, absent, max_size)


def index_items(repository: Repository, paths: Collection[bytes], max_size: int) -> Iterator[Item]:
    """The index's content at these paths."""
    from keyguard.gitrepo.command.ls_files import tracked_entries

    wanted = frozenset(paths)
    entries = (entry for entry in tracked_entries(repository) if entry.path in wanted)
    yield from IndexSource(repository, max_size).read(entries) if wanted else ()


class StagedSource(IndexSource):
    """Everything in the index that differs from HEAD."""

    def items(self) -> Iterator[Item]:
        """What the next commit changes; all that is tracked if that can't be told."""
        yield from index_damage(self._repository)
        yield from head_damage(self._repository)
        entries: Iterable[IndexEntry] = ()
        try:
            entries = list(staged_entries(self._repository))
        except KeyguardError as error:
            from keyguard.gitrepo.command.ls_files import tracked_entries

            yield Problem(b"", str(error))
            entries = tracked_entries(self._repository)
        yield from self.read(entries)

    def base(self) -> Source:
        """The commit at HEAD, if there is one."""
        from keyguard.sources.base import BaseSource  # for findings only

        files = commits_listing(self._repository, self._head, State.HEAD, self._max_size)
        return BaseSource(self._repository, files)

    def _head(self) -> Sequence[str]:
        head = self._repository.head()
        return [head] if head else []


class NamedSource(IndexSource):
    """The index's content of some paths, changed or not.

    The work tree's content is read as well where it differs or git does not track the path: a hook
    that runs over all files must not pass over a change just because it is not staged.
    """

    def __init__(self, repository: Repository, paths: Sequence[Path], max_size: int) -> None:
        super().__init__(repository, max_size)
        self._root = os.fsencode(repository.folder)
        self._paths = [
            os.path.relpath(os.fsencode(path.parent.resolve() / path.name), self._root)
            for path in paths
        ]

    def read_sibling(self, place: Place, path: bytes) -> bytes | None:
        """Another file of the index, or of the work tree for content that is not staged."""
        if place.state is not State.TREE:
            return super().read_sibling(place, path)
        from keyguard.sources.files import read_regular
        from keyguard.sources.stdin import LARGEST_SIBLING

        return read_regular(os.path.join(self._root, path), LARGEST_SIBLING)

    def items(self) -> Iterator[Item]:
        """The index's content of each path, and the work tree's if it differs."""
        from keyguard.gitrepo.command.ls_files import tracked_entries

        yield from index_damage(self._repository)
        paths = self._paths
        entries = list(tracked_entries(self._repository, paths)) if paths else []
        yield from self.read(entries, self._committed(entries))
        staged = {entry.path: entry.id for entry in entries}
        submodules = {entry.path for entry in entries if entry.mode == SUBMODULE}
        for path in paths:
            if path in submodules:
                yield Problem(path, _SUBMODULE)
                continue
            full = os.path.join(self._root, path)
            below = path + b"/"
            if path in staged or os.path.lexists(full):
                yield from _unstaged(self._root, path, staged.get(path), self._max_size)
            elif not any(known.startswith(below) for known in staged):
                yield Problem(path, "there is no such file, nor does the index have one.")

    def _committed(self, entries: Sequence[IndexEntry]) -> Collection[bytes]:
        """The paths that the next commit does not change."""
        try:
            changed = {entry.path for entry in staged_entries(self._repository)}
        except KeyguardError:
            return ()
        return {entry.path for entry in entries} - changed


def _unstaged(root: bytes, path: bytes, staged: str | None, max_size: int) -> Iterator[Item]:
    """The work tree's file where it is not what the index holds. A pipe or a device is told: it
    can't be staged, and to read it would take away what another process is to have."""
    from keyguard.sources.files import NO_FILE, read_file

    for item in read_file(root, path, max_size):
        if item == NO_FILE:
            yield Problem(path, _NO_FILE)
            continue
        is_same = staged and _has_id(item, staged)
        is_known_name = staged and isinstance(item, Blob) and item.part is Part.NAME
        if not (is_same or is_known_name):
            yield item


def _has_id(item: Item, id_: str) -> bool:
    """Whether a file has the content of this id; what can't be read has not."""
    content = (
        item.data if isinstance(item, Blob) else item.file if isinstance(item, Large) else None
    )
    try:
        return content is not None and blob_id(content, id_) == id_
    except OSError:
        return False
