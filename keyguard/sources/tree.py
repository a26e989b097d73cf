"""Files and folders as they are on disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from keyguard.errors import KeyguardError
from keyguard.gitrepo.index import work_tree_paths
from keyguard.gitrepo.repo import Repository
from keyguard.model import Blob, Place, Problem, Skip, State
from keyguard.source import Source
from keyguard.sources.names import name_blobs

Item = Blob | Problem | Skip


@dataclass(frozen=True, slots=True)
class Tree:
    """What was asked for: paths below ``root``, to which all paths are relative."""

    root: bytes
    repository: Repository | None

    @classmethod
    def around(cls, paths: Sequence[Path]) -> Tree:
        """The repository that holds the first path, else the folder that was given."""
        first = paths[0]
        try:
            repository = Repository.find(first)
        except KeyguardError:
            repository = None
        if repository is not None and repository.work_tree is not None:
            return cls(os.fsencode(repository.work_tree), repository)
        folder = first if first.is_dir() else Path()
        return cls(os.fsencode(folder.resolve()), None)


def tree_source(tree: Tree, paths: Sequence[Path], max_size: int) -> Source:
    """The content of files, and of all files below folders; ``max_size`` is in bytes."""
    return Source(_items(tree, paths, max_size), read_neighbour=_Neighbours(tree.root).read)


def _items(tree: Tree, paths: Sequence[Path], max_size: int) -> Iterator[Item]:
    seen: set[bytes] = set()
    for path in paths:
        if path.is_dir():
            for item in _below(tree, path):
                if not isinstance(item, bytes):
                    yield item
                elif item not in seen:
                    seen.add(item)
                    yield from read_file(tree.root, item, max_size)
        elif path.exists():
            yield from read_file(tree.root, _named(tree, path), max_size, follow=True)
        else:
            yield Problem(os.fsencode(path), "there is no such file or folder; check the name.")


def read_file(root: bytes, path: bytes, max_size: int, *, follow: bool = False) -> Iterator[Item]:
    """One file and its name. The content of a link is the path it names, unless followed."""
    place = Place(path, State.TREE)
    full = os.path.join(root, path)
    yield from name_blobs(place)
    try:
        status = os.stat(full, follow_symlinks=follow)
        if stat.S_ISLNK(status.st_mode):
            yield Blob(_id(path), os.readlink(full), (place,))
        elif not stat.S_ISREG(status.st_mode):
            yield Skip("not a regular file")
        elif status.st_size > max_size:
            yield Problem(path, f"it has {status.st_size:,} bytes; raise --max-file-size.")
        else:
            with open(full, "rb") as file:
                yield Blob(_id(path), file.read(), (place,))
    except FileNotFoundError:
        yield Skip("deleted in the work tree")
    except OSError as error:
        yield Problem(path, f"it can't be read: {error.strerror}; check its permissions.")


def _below(tree: Tree, folder: Path) -> Iterator[bytes | Problem | Skip]:
    """In a work tree what git tracks or does not ignore; elsewhere everything."""
    if tree.repository is None or not _is_inside(tree.root, folder):
        yield from _walk(tree.root, os.fsencode(folder.resolve()))
        return
    inside = os.path.relpath(os.fsencode(folder.resolve()), tree.root)
    for path in work_tree_paths(tree.repository, inside):
        full = os.path.join(tree.root, path)
        if path.endswith(b"/") or (os.path.isdir(full) and not os.path.islink(full)):
            yield Skip("another repository (submodule)")
        else:
            yield path


def _walk(root: bytes, folder: bytes) -> Iterator[bytes | Problem]:
    failures: list[OSError] = []
    for current, folders, files in os.walk(folder, onerror=failures.append):
        folders[:] = sorted(name for name in folders if name != b".git")
        links = [name for name in folders if os.path.islink(os.path.join(current, name))]
        for name in sorted(files + links):
            yield os.path.relpath(os.path.join(current, name), root)
    for failure in failures:
        path = os.fsencode(failure.filename)
        yield Problem(path, f"the folder can't be read: {failure.strerror}.")


def _named(tree: Tree, path: Path) -> bytes:
    """A file given by name: relative to the repository's root, else as it was given."""
    inside = tree.repository is not None and _is_inside(tree.root, path.parent)
    return _relative(tree.root, path) if inside else os.fsencode(path)


def _relative(root: bytes, path: Path) -> bytes:
    return os.path.relpath(os.fsencode(path.parent.resolve() / path.name), root)


def _is_inside(root: bytes, folder: Path) -> bool:
    full = os.fsencode(folder.resolve())
    return full == root or full.startswith(root + b"/")


def _id(path: bytes) -> str:
    return "tree:" + path.decode("latin-1")


class _Neighbours:
    """Other files of the same folder tree, each read once."""

    LARGEST = 1 << 20
    """Bytes of a manifest that are read."""

    def __init__(self, root: bytes) -> None:
        self._root = root
        self._read: dict[bytes, bytes | None] = {}

    def read(self, place: Place, path: bytes) -> bytes | None:
        if path not in self._read:
            self._read[path] = self._load(path)
        return self._read[path]

    def _load(self, path: bytes) -> bytes | None:
        try:
            with open(os.path.join(self._root, path), "rb") as file:
                return file.read(self.LARGEST)
        except OSError:
            return None
