"""One object by its id, for those who need only a few: nothing is read but the way to it.

Opening a pack as ``store`` does means reading its whole index, and starting git takes longer than
a small scan. Formats: gitformat-loose(5), gitformat-pack(5).
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from keyguard.gitrepo.discovery import Layout, UnusualError
from keyguard.gitrepo.objects.types import CorruptObjectError, GitObject, Unreadable
from keyguard.gitrepo.repository import Repository

if TYPE_CHECKING:
    from keyguard.gitrepo.objects.pack_entry import SmallPack

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

LONGEST_CHAIN = 4095
"""Deltas of deltas; git makes no longer ones."""
_LONGEST_HEADER = 32
"""Bytes in front of the content of a loose object, as in git."""


class Lookup:
    """Finds objects of one repository."""

    def __init__(self, layout: Layout, max_size: int) -> None:
        """``max_size`` is in bytes. Raises ``UnusualError`` if objects are kept somewhere else."""
        if layout.id_length is None:
            raise UnusualError
        self._id_length = layout.id_length
        self._max_size = max_size
        self._directories = list(_directories(layout))

    def find(self, id_: str) -> GitObject:
        """An object. Raises one of ``LEFT_TO_GIT`` if it is not found, too large, or damaged."""
        for directory in self._directories:
            try:
                with open(os.path.join(directory, id_[:2], id_[2:]), "rb") as file:
                    return self._inflate(id_, file.read())
            except FileNotFoundError:
                continue
        for pack in self._packs:
            offset = pack.offset(bytes.fromhex(id_))
            if offset is not None:
                type_, data = self._read_packed(pack, offset)
                return GitObject(id_, type_, data)
        raise UnusualError

    def _inflate(self, id_: str, stored: bytes) -> GitObject:
        inflater = zlib.decompressobj()
        header, _, start = inflater.decompress(stored, _LONGEST_HEADER).partition(b"\0")
        type_, _, digits = header.partition(b" ")
        size = int(digits)
        if size > self._max_size:
            raise UnusualError
        data = start + inflater.decompress(inflater.unconsumed_tail, size - len(start) + 1)
        if len(data) != size:
            raise UnusualError
        return GitObject(id_, type_.decode("ascii"), data)

    @cached_property
    def _packs(self) -> list[SmallPack]:
        from keyguard.gitrepo.objects.pack_entry import (
            SmallPack,  # what was just staged is in no pack
        )

        return [
            SmallPack(os.path.join(directory, "pack", name), self._id_length)
            for directory in self._directories
            for name in _names(os.path.join(directory, "pack"))
            if name.endswith(".idx")
        ]

    def _read_packed(self, pack: SmallPack, offset: int) -> tuple[str, bytes]:
        """Follows the chain of deltas down to its root, then applies it."""
        from keyguard.gitrepo.objects.delta import apply_in_python, sizes
        from keyguard.gitrepo.objects.pack_entry import TYPES

        deltas: list[bytes] = []
        while True:
            kind, content, base = pack.entry(offset, self._max_size)
            if kind in TYPES:
                type_ = TYPES[kind]
                break
            if not base or len(deltas) > LONGEST_CHAIN or sizes(content)[1] > self._max_size:
                raise UnusualError
            deltas.append(content)
            if isinstance(base, bytes):
                type_, content = self.find(base.hex())[1:]
                break
            offset = base
        for delta in reversed(deltas):
            content = apply_in_python(content, delta)
        return type_, content


def read_few(
    repository: Repository, ids: Iterable[str], max_size: int
) -> Iterator[GitObject | Unreadable]:
    """Every object named, in any order; ``max_size`` is in bytes. Git reads what is out of reach.

    An ``Unreadable`` stands for each that is too large or damaged.
    """
    left = list(ids)
    try:
        lookup = Lookup(repository.layout, max_size)
    except LEFT_TO_GIT:
        pass
    else:
        wanted, left = left, []
        for id_ in wanted:
            try:
                yield lookup.find(id_)
            except LEFT_TO_GIT:
                left.append(id_)
    if left:
        from keyguard.gitrepo.command.cat_file import read_objects

        yield from read_objects(repository, left, max_size)


def _directories(layout: Layout) -> Iterator[str]:
    own = os.environ.get("GIT_OBJECT_DIRECTORY") or os.path.join(layout.common_dir, "objects")
    others = os.environ.get("GIT_ALTERNATE_OBJECT_DIRECTORIES", "")
    if '"' in others:
        raise UnusualError
    for name in (own, *filter(None, others.split(os.pathsep))):
        directory = os.path.join(layout.top, name)
        if os.path.exists(os.path.join(directory, "info", "alternates")):
            raise UnusualError
        yield directory


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []
