"""Any one object by its id. Nothing is opened but what leads to it.

So a commit hook, which needs few objects, is over before git would have started.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from keyguard.gitformat.types import (
    CorruptObjectError,
    GitObject,
    LargeObject,
    TooLargeError,
    Unreadable,
    too_large,
)
from keyguard.gitrepo.discovery import Layout, UnusualError
from keyguard.gitrepo.objects.loose import read_loose
from keyguard.gitrepo.repository import Repository
from keyguard.model.piece import LARGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.gitrepo.objects.pack_dir import Pack

LEFT_TO_GIT = (
    UnusualError,
    CorruptObjectError,
    OSError,
    ValueError,
    LookupError,
    RecursionError,
    zlib.error,
)
"""What reading git's files by ourselves can raise. Git knows what to do, or tells what is wrong."""


class Lookup:
    """Finds objects in some folders and those they borrow from."""

    def __init__(self, directories: Iterable[str], max_size: int = sys.maxsize) -> None:
        """Objects of over ``max_size`` bytes are not read."""
        self.directories: Sequence[str] = list(directories)
        self.max_size = max_size
        if any(map(_borrows, self.directories)):
            from keyguard.gitrepo.objects.alternates import with_alternates  # few do

            self.directories = list(with_alternates(self.directories))

    @cached_property
    def packs(self) -> Sequence[Pack]:
        """The packs of all folders. What was just staged is in none, so they may not be needed."""
        from keyguard.gitrepo.objects.pack_dir import map_packs

        return map_packs(self.directories)

    def find(self, id_: str) -> GitObject:
        """One object. Raises ``CorruptObjectError`` if no sound copy of it is found."""
        return self._find(id_, frozenset(), self.max_size)

    def open(self, id_: str) -> GitObject | LargeObject:
        """The same, but a blob of over ``LARGE`` bytes is not held. Raises
        ``CorruptObjectError``."""
        try:
            return self._find(id_, frozenset(), min(LARGE, self.max_size))
        except TooLargeError:
            from keyguard.gitrepo.objects.large_lookup import open_large  # few are so large

            return open_large(self, id_)

    def open_loose(self, id_: str) -> GitObject | LargeObject:
        """A loose object. Raises ``CorruptObjectError`` if no sound one is there."""
        try:
            return self._find_loose(id_, min(LARGE, self.max_size))
        except TooLargeError:
            from keyguard.gitrepo.objects.large_lookup import open_large_loose  # as above

            return open_large_loose(self, id_)

    def _find_loose(self, id_: str, most: int) -> GitObject:
        failure = CorruptObjectError("it is missing")
        for directory in self.directories:
            try:
                return read_loose(directory, id_, most)
            except FileNotFoundError:
                continue
            except TooLargeError:
                raise
            except CorruptObjectError as error:
                failure = error
        raise failure

    def _find(self, id_: str, asked: frozenset[str], most: int) -> GitObject:
        """``asked`` are the objects that this one is the base of; none may have over ``most``
        bytes."""
        if id_ in asked:
            raise CorruptObjectError("it is stored as a delta of itself")
        try:
            return self._find_loose(id_, most)
        except TooLargeError:
            raise
        except CorruptObjectError as error:
            failure = error
        name = bytes.fromhex(id_)
        for pack in self.packs:
            try:
                row = pack.index.find(name)
                if row is not None:
                    offset = pack.index.offset_at(row)
                    return self._read_packed(id_, pack, offset, asked | {id_}, most)
            except TooLargeError:
                raise
            except CorruptObjectError as error:
                failure = error
        raise failure

    def _read_packed(
        self, id_: str, pack: Pack, offset: int, asked: frozenset[str], most: int
    ) -> GitObject:
        """Follows the chain of deltas down to its root, then applies it."""
        from keyguard.gitformat.delta import sizes
        from keyguard.gitformat.pack_entry import TYPES

        deltas: list[bytes] = []
        passed: set[int] = set()
        while offset not in passed:
            passed.add(offset)
            kind, content, base = pack.file.entry(offset, pack.index.id_length, most)
            if kind in TYPES:
                return GitObject(id_, TYPES[kind], _apply(deltas, content))
            size = sizes(content)[1]
            if size > most:
                raise too_large(size)
            deltas.append(content)
            if isinstance(base, int):
                offset = base
                continue
            row = pack.index.find(base)
            if row is None:
                found = self._find(base.hex(), asked, most)
                return GitObject(id_, found.type, _apply(deltas, found.data))
            offset = pack.index.offset_at(row)
        raise CorruptObjectError("the object that it is stored as a delta of is missing")


def lookup_in(layout: Layout, max_size: int) -> Lookup:
    """Finds the objects of a repository; ``max_size`` is in bytes. Raises ``UnusualError``."""
    if layout.id_length is None:
        raise UnusualError
    return Lookup(object_folders(layout), max_size)


def object_folders(layout: Layout) -> list[str]:
    """Where a repository keeps its objects, by the environment or its form; not what they borrow.

    Raises ``UnusualError`` if only git can tell.
    """
    own = os.environ.get("GIT_OBJECT_DIRECTORY") or os.path.join(layout.common_dir, "objects")
    others = os.environ.get("GIT_ALTERNATE_OBJECT_DIRECTORIES", "")
    if '"' in others:
        raise UnusualError
    names = own, *filter(None, others.split(os.pathsep))
    return [os.path.join(layout.top, name) for name in names]


def read_few(
    repository: Repository, ids: Iterable[str], max_size: int
) -> Iterator[GitObject | LargeObject | Unreadable]:
    """Every object named, in any order; ``max_size`` is in bytes. Git reads what is out of reach.

    An ``Unreadable`` stands for each that is over that size or damaged.
    """
    left = list(ids)
    try:
        lookup = lookup_in(repository.layout, max_size)
    except LEFT_TO_GIT:
        pass
    else:
        wanted, left = left, []
        for id_ in wanted:
            try:
                yield lookup.open(id_)
            except LEFT_TO_GIT:
                left.append(id_)
    if left:
        from keyguard.gitrepo.command.cat_file import read_objects

        yield from read_objects(repository, left, max_size)


def _borrows(directory: str) -> bool:
    return os.path.exists(os.path.join(directory, "info", "alternates"))


def _apply(deltas: Sequence[bytes], base: bytes) -> bytes:
    from keyguard.gitformat.delta import apply_in_python

    for delta in reversed(deltas):
        base = apply_in_python(base, delta)
    return base
