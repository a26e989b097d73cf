"""Files and folders as they are on the disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from keyguard.errors import KeyguardError
from keyguard.gitrepo.repository import NoRepositoryError, Repository
from keyguard.gitrepo.worktree.listing import index_listing
from keyguard.model import Blob, Part, Place, Problem, Skip, State
from keyguard.model.name_pattern import NO_NAMES, NamePattern
from keyguard.model.record import NamedTuple
from keyguard.model.source import Item, Source
from keyguard.sources.files import DELETED, read_file, read_regular
from keyguard.sources.sifting import FileFilter, Suspect, sift

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.gitrepo.command.check_attr import Filters
    from keyguard.model.data import Data
    from keyguard.model.prefilter import Prefilter
    from keyguard.sources.sifting import Look


PathName = str | os.PathLike[str]


class Tree(NamedTuple):
    """Paths that the user named and that lie below one root."""

    root: bytes
    repository: Repository | None
    unopened: str = ""
    """Why the repository around the root can't be opened, if there is one that can't."""
    alone: bool = False
    """Whether these are files outside of any repository or named folder, with paths as given."""

    @classmethod
    def around(cls, path: PathName) -> Tree:
        """The repository that holds a path, else the folder that was named."""
        try:
            repository = Repository.find(_nearest(path))
            unopened = ""
        except NoRepositoryError:
            repository, unopened = None, ""
        except KeyguardError as error:
            repository, unopened = None, str(error)
        if repository is not None and _holds(repository, path):
            return cls(os.fsencode(repository.layout.work_tree), repository)
        if os.path.isdir(path):
            return cls(_resolved(path), None, unopened)
        return cls(_resolved("."), None, unopened, alone=True)

    @property
    def above(self) -> bytes:
        """The name of the root; where there is no repository, it says what is below."""
        return os.path.basename(self.root) + b"/" if self.repository is None else b""


def _nearest(path: PathName) -> PathName:
    """The path, or the first folder around it that there is."""
    while not os.path.exists(path) and path != os.path.dirname(path):
        path = os.path.dirname(os.path.normpath(path)) or os.curdir
    return path


def _holds(repository: Repository, path: PathName) -> bool:
    """Whether a path is in the work tree, which a setting may put elsewhere (core.worktree)."""
    root = repository.layout.work_tree
    folder = path if os.path.isdir(path) else os.path.dirname(os.fspath(path)) or "."
    return bool(root) and _is_inside(os.fsencode(root), _resolved(folder))


def grouped(paths: Sequence[PathName]) -> list[tuple[Tree, list[PathName]]]:
    """The paths by the tree that they lie in; trees come in the order in which they were named."""
    groups: dict[Tree, list[PathName]] = {}
    for path in sorted(paths, key=os.path.isfile):  # folders first: a file may be in one of them
        tree = Tree.around(path)
        if tree.alone:
            folder = _resolved(os.path.dirname(os.fsencode(path)) or b".")
            around = (known for known in groups if known.repository is None and not known.alone)
            tree = next((known for known in around if _is_inside(known.root, folder)), tree)
        groups.setdefault(tree, []).append(path)
    return list(groups.items())


class TreeSource(Source):
    """The content of files, and of all files below folders.

    Below a folder, only what passes the prefilter for many files is passed on, and how much was
    read of the rest.
    """

    def __init__(
        self,
        tree: Tree,
        paths: Sequence[PathName],
        prefilter_for: Callable[[int], Prefilter],
        max_size: int,
        jobs: int = 1,
        telling: NamePattern = NO_NAMES,
        look: Look | None = None,
    ) -> None:
        """``prefilter_for`` takes the number of files; ``max_size`` is in bytes. Files with
        ``telling`` names are handed on whatever they hold. With a ``look`` many files are looked
        into where they are read."""
        self._tree = tree
        self._paths = paths
        self._prefilter_for = prefilter_for
        self._max_size = max_size
        self._jobs = jobs
        self._telling = telling
        self._look = look
        self._siblings = _SiblingFiles(tree.root)
        self._tracked = index_listing(tree.repository) if tree.repository else None

    def items(self) -> Iterator[Item]:
        """The files, and which of the named paths are not there."""
        tree = self._tree
        seen: set[bytes] = set()
        if tree.unopened:
            yield Problem(b"", f"{tree.unopened} So it is not known what git tracks or ignores.")
        for path in self._paths:
            if os.path.isdir(path):
                yield from self._folder(path, seen)
            elif os.path.exists(path):
                yield from self._file(path)
            else:
                yield from self._absent(path)

    def _folder(self, path: PathName, seen: set[bytes]) -> Iterator[Item]:
        """What is below a folder and not ``seen``. What git tracks, and keeps out of the work tree
        on purpose, belongs to it all the same: a sparse checkout, or the skip-worktree bit."""
        missing = 0
        from keyguard.sources.below import paths_below  # a file that is named needs none

        tree = self._tree
        for found in paths_below(tree.repository, tree.root, _resolved(path)):
            if not isinstance(found, list):
                yield found
                continue
            for item in self._sifted([file for file in found if file not in seen]):
                if item == DELETED:
                    missing += 1
                else:
                    yield item
            seen.update(found)
        if missing and self._tree.repository is not None:
            from keyguard.sources.staged import sparse_items

            inside = os.path.relpath(_resolved(path), self._tree.root)
            for item in sparse_items(self._tree.repository, inside, self._max_size):
                missing -= isinstance(item, Blob) and item.part is Part.CONTENT
                yield item
        yield from [DELETED] * missing

    def _absent(self, path: PathName) -> Iterator[Item]:
        """What is not in the work tree. Git may keep it out of it on purpose: then the index has
        it."""
        tree, name = self._tree, _named(self._tree, path)
        found: list[Item] = []
        if tree.repository is not None:
            from keyguard.sources.staged import sparse_items

            try:
                found = list(sparse_items(tree.repository, name, self._max_size))
            except KeyguardError as error:
                found = [Problem(b"", str(error))]
        yield from found or [Problem(name, "there is no such file or folder; check the name.")]

    def _file(self, path: PathName) -> Iterator[Item]:
        """A file that was named: of what kind it is does not matter."""
        tree, name = self._tree, _named(self._tree, path)
        is_below = not os.path.isabs(name) and b".." not in name.split(b"/")
        above = tree.above if is_below else b""
        for item in read_file(tree.root, name, self._max_size, named=True, above=above):
            yield Problem(name, "it is gone since it was named.") if item == DELETED else item

    def stored_content(self, pointer: bytes) -> Data | None:
        """The content that Git LFS or git-annex keeps for a pointer."""
        from keyguard.gitrepo.worktree.large_objects import stored_content  # few have any

        if self._tree.repository is None:
            return None
        return stored_content(self._tree.repository, pointer, self._max_size)

    def read_sibling(self, place: Place, path: bytes) -> bytes | None:
        """Another file below the same root, or in the folder around it."""
        return self._siblings.read(path, os.path.dirname(self._tree.root) if place.above else b"")

    def is_tracked(self, place: Place) -> bool:
        """Whether the index has the path."""
        return self._tracked is not None and self._tracked.holds(place)

    def _sifted(self, files: Sequence[bytes]) -> Iterator[Item]:
        tree = self._tree
        file_filter = FileFilter(
            tree.root,
            self._prefilter_for(len(files)),
            self._max_size,
            self._telling,
            self._look,
            tree.above,
        )
        for part in sift(file_filter, files, self._jobs):
            yield from map(self._in_place, part.unread)
            yield part.clean
            stored = self._stored_otherwise([suspect.path for suspect in part.suspects])
            yield from self._from_index(stored)
            for suspect in part.suspects:
                if suspect.path not in stored:
                    yield from self._suspected(suspect)

    def _suspected(self, suspect: Suspect) -> Iterator[Item]:
        """A file that may hold something, read again so that nothing large is kept or passed on;
        only its weight if it was seen to hold nothing."""
        if suspect.weight is not None:
            yield suspect.weight
            return
        tree = self._tree
        for item in read_file(tree.root, suspect.path, self._max_size, above=tree.above):
            yield suspect.known(item) if isinstance(item, Blob) else item

    def _in_place(self, item: Item) -> Item:
        """What is in place of a file: a folder that git tracks as a file is no other repository."""
        if not isinstance(item, Skip) or not item.path or self._tracked is None:
            return item
        return DELETED if self._tracked.holds_file(item.path) else item

    def _from_index(self, paths: frozenset[bytes]) -> Iterator[Item]:
        if self._tree.repository is None or not paths:
            return
        from keyguard.sources.staged import index_items

        yield from index_items(self._tree.repository, paths, self._max_size)

    def _stored_otherwise(self, paths: Sequence[bytes]) -> frozenset[bytes]:
        """The tracked files that git stores encrypted, or otherwise changed: that is published."""
        if self._filters is None or self._tracked is None or not paths:
            return frozenset()
        try:
            filtered = self._filters.among(paths)
        except KeyguardError:  # told already; what the work tree has is judged then
            return frozenset()
        return frozenset(path for path in filtered if self._tracked.holds(Place(path, State.TREE)))

    @cached_property
    def _filters(self) -> Filters | None:
        if self._tree.repository is None:
            return None
        from keyguard.gitrepo.command.check_attr import Filters  # a file that is named needs none

        return Filters(self._tree.repository)


def _named(tree: Tree, path: PathName) -> bytes:
    """A file given by name: relative to the repository's root, else as it was given, but for what
    means nothing in a path: a verdict and a fingerprint are those of the file."""
    given = os.fsencode(path)
    folder, name = os.path.split(given)
    full = _resolved(folder or b".")
    if not tree.alone and _is_inside(tree.root, full):
        return os.path.relpath(os.path.join(full, name), tree.root)
    parts = [part for part in given.split(b"/") if part not in (b"", b".")]
    return (b"/" if given.startswith(b"/") else b"") + b"/".join(parts)


def _resolved(path: PathName | bytes) -> bytes:
    """The absolute path without links."""
    return os.path.realpath(os.fsencode(path))


def _is_inside(root: bytes, folder: bytes) -> bool:
    return folder == root or folder.startswith(root + b"/")


class _SiblingFiles:
    """Other files of the same folder tree, each read once."""

    LARGEST = 1 << 20
    """Bytes of a manifest that are read."""

    def __init__(self, root: bytes) -> None:
        self._root = root
        self._read: dict[bytes, bytes | None] = {}

    def read(self, path: bytes, folder: bytes = b"") -> bytes | None:
        """A file below a folder, or below the root."""
        full = os.path.join(folder or self._root, path)
        if full not in self._read:
            self._read[full] = read_regular(full, self.LARGEST)
        return self._read[full]
