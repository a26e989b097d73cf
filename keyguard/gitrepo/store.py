"""The object database: its folders, packs and loose objects; any one object by its id."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from keyguard.errors import KeyguardError
from keyguard.gitrepo.fastdelta import apply_delta
from keyguard.gitrepo.objects import CorruptObjectError, GitObject, Unreadable
from keyguard.gitrepo.packindex import CorruptIndexError, PackIndex, read_index
from keyguard.gitrepo.packs import TYPES, Kind, PackFile, inflate, longest_stored, read_headers

ALTERNATES_DEPTH = 5
"""git's own limit: object-file.c, link_alt_odb_entry."""
_LOOSE_NAME = re.compile(r"[0-9a-f]{38}|[0-9a-f]{62}")
_LOOSE_HEADER = re.compile(rb"(blob|tree|commit|tag) (0|[1-9][0-9]{0,18})\0")
_LONGEST_LOOSE_HEADER = 32
"""Bytes, as in git."""


class ObjectsChangedError(KeyguardError):
    """Packs came and went all the while they were being opened."""


@dataclass(frozen=True, slots=True)
class Pack:
    """An open pack and its index."""

    file: PackFile
    index: PackIndex


class ObjectStore:
    """Every pack, opened, and the folders that may hold loose objects."""

    def __init__(self, object_directories: Sequence[Path]) -> None:
        """Alternates of the given folders are found by themselves.

        Raises ``ObjectsChangedError`` if a pack is gone when it is opened, twice.
        """
        self.directories = list(_with_alternates(object_directories))
        self.problems: list[Unreadable] = []
        self._later: ObjectStore | None = None
        try:
            self.packs = self._open_packs()
        except FileNotFoundError:
            try:
                self.packs = self._open_packs()
            except FileNotFoundError as error:
                raise ObjectsChangedError(
                    "the repository was repacked while it was being read; run keyguard again."
                ) from error

    def close(self) -> None:
        """Closes the packs."""
        for pack in self.packs:
            pack.file.close()

    def loose_ids(self) -> list[str]:
        """The id of each loose object, sorted."""
        seen: set[str] = set()
        for directory in self.directories:
            for fan in _fan_folders(directory):
                seen.update(
                    fan.name + name for name in os.listdir(fan) if _LOOSE_NAME.fullmatch(name)
                )
        return sorted(seen)

    def find_loose(self, id_: str) -> GitObject:
        """A loose object. Raises ``CorruptObjectError`` if no sound one is there."""
        reason = "it is missing"
        for directory in self.directories:
            try:
                return _read_loose(directory, id_)
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
            content = inflate(pack.file.read_uncached(start, start + longest_stored(size)), size)
            kind = headers.kinds[0]
            if kind in TYPES:
                return GitObject(id_, TYPES[Kind(kind)], _apply_all(content, deltas))
            deltas.append(content)
            if kind == Kind.OFS_DELTA:
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

    def _open_packs(self) -> list[Pack]:
        self.problems.clear()
        opened = []
        for directory in self.directories:
            for index in sorted((directory / "pack").glob("pack-*.idx")):
                if not index.with_suffix(".pack").exists() and index.exists():
                    self.problems.append(Unreadable(index.name, "its pack is missing"))
            for path in sorted((directory / "pack").glob("pack-*.pack")):
                index = path.with_suffix(".idx")
                if not index.exists() and path.exists():
                    self.problems.append(Unreadable(path.name, "the pack has no index"))
                    continue
                try:
                    opened.append(Pack(PackFile(path), read_index(index)))
                except CorruptIndexError as error:
                    self.problems.append(Unreadable(path.name, str(error)))
        return opened


def _read_loose(directory: Path, id_: str) -> GitObject:
    """A loose object. Raises ``CorruptObjectError``; ``FileNotFoundError`` if there is none."""
    try:
        data = zlib.decompress((directory / id_[:2] / id_[2:]).read_bytes())
    except zlib.error as error:
        raise CorruptObjectError("its compressed data is damaged") from error
    header = _LOOSE_HEADER.match(data, 0, _LONGEST_LOOSE_HEADER)
    if header is None:
        raise CorruptObjectError("it has no header")
    content = data[header.end() :]
    if len(content) != int(header[2]):
        raise CorruptObjectError("it does not have the size that it announces")
    return GitObject(id_, header[1].decode("ascii"), content)


def _apply_all(base: bytes, deltas: Iterable[bytes]) -> bytes:
    content = base
    for delta in reversed(list(deltas)):
        content = apply_delta(content, delta)
    return content


def _fan_folders(directory: Path) -> Iterator[Path]:
    for byte in range(256):
        folder = directory / f"{byte:02x}"
        if folder.is_dir():
            yield folder


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
