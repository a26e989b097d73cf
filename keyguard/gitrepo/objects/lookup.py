"""Finds any one object by its id, and opens nothing but what leads to it.

So a commit hook, which needs few objects, is done before git would have started.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
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
    from typing import TypeVar

    from keyguard.gitformat.pack_entry import EntryKind
    from keyguard.gitrepo.objects.pack_dir import Pack

    Found = TypeVar("Found")

LEFT_TO_GIT = (
    UnusualError,
    CorruptObjectError,
    OSError,
    ValueError,
    LookupError,
    RecursionError,
    zlib.error,
)
"""The exceptions of code that reads git's files itself. Git can read the files, or says what is
wrong."""


class Lookup:
    """Finds objects in some folders and in the folders that those borrow from."""

    def __init__(self, directories: Iterable[str], max_size: int = sys.maxsize) -> None:
        """Objects of over ``max_size`` bytes are not read."""
        self.directories: Sequence[str] = list(directories)
        self.max_size = max_size
        if any(map(_borrows, self.directories)):
            from keyguard.gitrepo.objects.alternates import with_alternates  # few do

            self.directories = list(with_alternates(self.directories))

    @cached_property
    def packs(self) -> Sequence[Pack]:
        """The packs of all folders. Newly staged objects are in none, so the packs may not be
        needed."""
        from keyguard.gitrepo.objects.pack_dir import map_packs

        return map_packs(self.directories)

    def find(self, id_: str) -> GitObject:
        """An object. Raises ``CorruptObjectError`` if no sound copy of it is found."""
        return self._find(id_, frozenset(), self.max_size)

    def open(self, id_: str) -> GitObject | LargeObject:
        """An object; a blob of more than ``LARGE`` bytes is read part by part.

        Raises ``CorruptObjectError`` if no sound copy of it is found.
        """
        try:
            return self._find(id_, frozenset(), min(LARGE, self.max_size))
        except TooLargeError:
            from keyguard.gitrepo.objects.large_lookup import open_large  # few are so large

            return open_large(self, id_)

    def open_loose(self, id_: str) -> GitObject | LargeObject:
        """A loose object. Raises ``CorruptObjectError`` if there is no sound one."""
        try:
            return self._find_loose(id_, min(LARGE, self.max_size))
        except TooLargeError:
            from keyguard.gitrepo.objects.large_lookup import open_large_loose  # as above

            return open_large_loose(self, id_)

    def _find_loose(self, id_: str, most: int) -> GitObject:
        copies = (_loose_in(directory, id_, most) for directory in self.directories)
        return first_sound(copies, TooLargeError)

    def _find(self, id_: str, asked: frozenset[str], most: int) -> GitObject:
        """``asked`` are the objects that this one is the base of; none may have over ``most``
        bytes."""
        if id_ in asked:
            raise CorruptObjectError("it is stored as a delta of itself")
        return first_sound(self._copies(id_, asked | {id_}, most), TooLargeError)

    def _copies(self, id_: str, asked: frozenset[str], most: int) -> Iterator[Iterator[GitObject]]:
        yield self._loose(id_, most)
        for pack in self.packs:
            yield self._packed_in(pack, id_, asked, most)

    def _loose(self, id_: str, most: int) -> Iterator[GitObject]:
        yield self._find_loose(id_, most)

    def _packed_in(
        self, pack: Pack, id_: str, asked: frozenset[str], most: int
    ) -> Iterator[GitObject]:
        from keyguard.gitformat.delta import apply_in_python, sizes
        from keyguard.gitformat.pack_entry import TYPES

        def entry(offset: int) -> tuple[EntryKind, bytes, int | bytes]:
            kind, content, base = pack.file.entry(offset, pack.index.id_length, most)
            if kind not in TYPES and (size := sizes(content)[1]) > most:
                raise too_large(size)
            return kind, content, base

        def elsewhere(base: str) -> tuple[str, bytes]:
            _, type_, content = self._find(base, asked, most)
            return type_, content

        found = pack.find(id_, entry, elsewhere, apply_in_python)
        if found is not None:
            yield GitObject(id_, *found)


def first_sound(copies: Iterable[Iterator[Found]], but: type[Exception] | tuple[()] = ()) -> Found:
    """The first copy of an object that is there, and sound as far as opening it shows.

    A copy that is not there yields nothing. Raises the last ``CorruptObjectError`` if none is
    sound, and any exception in ``but`` at once.
    """
    failure = CorruptObjectError("it is missing")
    for copy in copies:
        try:
            for found in copy:
                return found
        except but:
            raise
        except CorruptObjectError as error:
            failure = error
    raise failure


def lookup_in(layout: Layout, max_size: int) -> Lookup:
    """A finder of a repository's objects; ``max_size`` is in bytes. Raises ``UnusualError``."""
    if layout.id_length is None:
        raise UnusualError
    return Lookup(object_folders(layout), max_size)


def object_folders(layout: Layout) -> list[str]:
    """The folders where a repository keeps its own objects, by its environment or its form.

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
    """Each of the objects, in any order; ``max_size`` is in bytes.

    Git reads those that keyguard can't find. An ``Unreadable`` stands for each object that is
    larger than ``max_size`` or damaged.
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


def _loose_in(directory: str, id_: str, most: int) -> Iterator[GitObject]:
    with suppress(FileNotFoundError):
        yield read_loose(directory, id_, most)
