"""The object database: its folders, packs and loose objects; any one object by its id."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from keyguard.gitrepo.objects.compiled_delta import apply_delta
from keyguard.gitrepo.objects.loose import loose_ids, read_loose
from keyguard.gitrepo.objects.pack_dir import Pack, open_packs
from keyguard.gitrepo.objects.pack_file import (
    TYPES,
    EntryKind,
    inflate_entry,
    longest_stored,
    read_headers,
)
from keyguard.gitrepo.objects.types import CorruptObjectError, GitObject, Unreadable

ALTERNATES_DEPTH = 5
"""git's own limit: object-file.c, link_alt_odb_entry."""


class ObjectStore:
    """Every pack, opened, and the folders that may hold loose objects."""

    def __init__(self, object_directories: Sequence[Path]) -> None:
        """Alternates of the given folders are found by themselves.

        Objects that move while they are listed are not lost: loose ones are listed before the
        packs, into which they may go, and after them, since they may come from there.

        Raises ``ObjectsChangedError`` if packs come and go all the while.
        """
        self.directories = list(_with_alternates(object_directories))
        self.problems: list[Unreadable] = []
        self._later: ObjectStore | None = None
        loose = self._list_loose()
        self.packs, problems = open_packs(self.directories)
        self.loose_ids = sorted(loose | self._list_loose())
        """The id of each loose object."""
        self.problems = list(dict.fromkeys(self.problems + problems))

    def close(self) -> None:
        """Closes the packs."""
        for pack in self.packs:
            pack.file.close()

    def find_loose(self, id_: str) -> GitObject:
        """A loose object. Raises ``CorruptObjectError`` if no sound one is there."""
        reason = "it is missing"
        for directory in self.directories:
            try:
                return read_loose(directory, id_)
            except FileNotFoundError:
                continue
            except CorruptObjectError as error:
                reason = str(error)
        raise CorruptObjectError(reason)

    def find(self, id_: str, _for: frozenset[str] = frozenset()) -> GitObject:
        """One object. Raises ``CorruptObjectError`` if no sound copy of it is stored."""
        if id_ in _for:
            raise CorruptObjectError("it is stored as a delta of itself")
        reason = ""
        for pack in self.packs:
            row = pack.index.find(bytes.fromhex(id_))
            if row is None:
                continue
            try:
                return self._read_packed(id_, pack, pack.index.offsets[row], _for | {id_})
            except CorruptObjectError as error:
                reason = str(error)
        try:
            return self.find_loose(id_)
        except CorruptObjectError as error:
            raise CorruptObjectError(reason or str(error)) from error

    def find_anywhere(self, id_: str) -> GitObject:
        """Like ``find``, but also in packs that were written since this store was opened."""
        try:
            return self.find(id_)
        except CorruptObjectError:
            if self._later is None:
                self._later = ObjectStore(self.directories)
            return self._later.find(id_)

    def _read_packed(self, id_: str, pack: Pack, offset: int, asked: frozenset[str]) -> GitObject:
        """Follows the chain of deltas down to its root, then applies it."""
        deltas: list[bytes] = []
        passed = set()
        while offset not in passed:
            passed.add(offset)
            headers = read_headers(pack.file, [offset], pack.index.id_length)
            size = headers.sizes[0]
            start = offset + headers.lengths[0]
            content = inflate_entry(
                pack.file.read_uncached(start, start + longest_stored(size)), size
            )
            kind = headers.kinds[0]
            if kind in TYPES:
                return GitObject(id_, TYPES[EntryKind(kind)], _apply_all(content, deltas))
            deltas.append(content)
            if kind == EntryKind.OFS_DELTA:
                offset = headers.distant.get(0, -1)
                if offset < 0:
                    break
                continue
            base_id = headers.base_ids.get(0, b"")
            row = pack.index.find(base_id) if base_id else None
            if row is None and base_id:
                base = self.find(base_id.hex(), asked)
                return GitObject(id_, base.type, _apply_all(base.data, deltas))
            if row is None:
                break
            offset = pack.index.offsets[row]
        raise CorruptObjectError("the object that it is stored as a delta of is missing")

    def _list_loose(self) -> set[str]:
        found: set[str] = set()
        for directory in self.directories:
            try:
                found |= loose_ids(directory)
            except OSError as error:
                self.problems.append(
                    Unreadable(str(directory), f"it can't be listed ({error.strerror})")
                )
        return found


def _apply_all(base: bytes, deltas: Iterable[bytes]) -> bytes:
    content = base
    for delta in reversed(list(deltas)):
        content = apply_delta(content, delta)
    return content


def _with_alternates(directories: Iterable[Path], depth: int = 0) -> dict[Path, None]:
    """The folders and those they borrow from, each once: gitrepository-layout(5)."""
    found: dict[Path, None] = {}
    for directory in directories:
        found[Path(os.path.realpath(directory))] = None
        try:
            listed = (directory / "info" / "alternates").read_bytes()
        except OSError:
            continue
        if depth < ALTERNATES_DEPTH:
            others = [
                directory / os.fsdecode(_unquote(line))
                for line in listed.splitlines()
                if line and not line.startswith(b"#")
            ]
            found |= _with_alternates(others, depth + 1)
    return found


def _unquote(line: bytes) -> bytes:
    """A path that git wrote between quotation marks, as in a C string."""
    if not line.startswith(b'"'):
        return line
    return re.sub(rb"\\(?:([0-7]{3})|(.))", _unescape, line[1:].removesuffix(b'"'))


def _unescape(escape: re.Match[bytes]) -> bytes:
    if escape[1]:
        return bytes([int(escape[1], 8) & 0xFF])
    return {b"n": b"\n", b"t": b"\t", b"r": b"\r"}.get(escape[2], escape[2])
