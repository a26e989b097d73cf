"""Packs of git, and bundles: packs with a header (gitformat-pack(5), gitformat-bundle(5))."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterator

from keyguard.formats.archive import Archive, Item, Missing
from keyguard.formats.budget import Budget
from keyguard.formats.format import REPAIR
from keyguard.formats.git_paths import Paths
from keyguard.formats.member import Named, read_member
from keyguard.gitformat.delta import sizes
from keyguard.gitformat.pack_entry import TYPES, EntryKind, read_header
from keyguard.gitformat.types import CorruptObjectError
from keyguard.gitformat.varint import read_offset
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

_HEADER = len(b"PACK") + 8
_BUNDLE = lazy_pattern(rb"# v[23] git bundle\n([^\0]*?)\n\n?(?=PACK)")
"""What a bundle needs and holds, a line each; the last one is empty."""
_FED = 1 << 16
"""Deflated bytes that are read at a time."""
_THIN = Missing(
    "it has changes of objects that are not in it; fetch it into the repository that it was made "
    "for (`git fetch FILE`), and run `keyguard history` there"
)
_TOO_LARGE = Missing(
    "it holds more than the bounds on archives allow; clone it, and run `keyguard history` there"
)


class _Entry(NamedTuple):
    kind: EntryKind
    size: int
    start: int
    end: int
    """Where its deflated content begins, and where it ends."""


def pack(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Every object of a pack."""
    hashes = (hashlib.sha1, hashlib.sha256)
    data = archive.data
    for hash_ in hashes:
        length = hash_().digest_size
        if hash_(memoryview(data)[:-length]).digest() == data[-length:]:
            yield from _Pack(archive, hash_().name, budget).members()
            return
    yield from _Pack(archive, "sha1", budget).members()
    yield Missing(f"its checksum is wrong; {REPAIR}")


def bundle(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Every object of a bundle. Raises ValueError if it holds no pack."""
    found = _BUNDLE.match(archive.data)
    if found is None:
        raise ValueError("it holds no pack")
    hash_name = "sha256" if b"@object-format=sha256\n" in found[0] else "sha1"
    content = archive._replace(data=archive.data[found.end() :])
    yield from _Pack(content, hash_name, budget).members()


class _Pack:
    """The entries of a pack, and which of them are deltas of which."""

    def __init__(self, archive: Archive, hash_name: str, budget: Budget) -> None:
        self._name = archive.format.name
        self._data = archive.data
        self._hash_name = hash_name
        self._id_length = hashlib.new(hash_name).digest_size
        self._budget = budget
        self._paths = Paths(self._id_length)
        self._roots: list[tuple[int, _Entry]] = []
        self._deltas: dict[int | bytes, list[tuple[int, _Entry]]] = {}
        """Deltas with their offsets, by the offset or the binary id of their base."""

    def members(self) -> Iterator[Item]:
        """Depth first, so that only the bases are held that are still needed."""
        missing = self._find_entries()
        self._roots.sort(key=lambda each: each[1].kind)  # trees tell what blobs are called
        for offset, root in self._roots:
            waiting = [(offset, root, b"", TYPES.get(root.kind, ""))]
            while waiting:
                offset, entry, base, type_ = waiting.pop()
                if self._budget.is_spent or entry.size > self._budget.bytes:
                    yield _TOO_LARGE
                    return
                try:
                    content = self._content(entry, base)
                except (CorruptObjectError, zlib.error) as error:
                    yield Missing(f"its entry at byte {offset} is damaged ({error}); {REPAIR}")
                    self._deltas.pop(offset, None)
                    continue
                if content is None:
                    yield _TOO_LARGE
                    return
                id_ = self._id(type_, content)
                yield from self._object(type_, id_, content)
                below = [*self._deltas.pop(offset, ()), *self._deltas.pop(id_, ())]
                waiting += [(at, each, content, type_) for at, each in below]
        if missing:
            yield missing
        elif any(isinstance(base, bytes) for base in self._deltas):
            yield _THIN
        elif self._deltas:
            yield Missing(f"it has changes of objects that it lacks; {REPAIR}")

    def _find_entries(self) -> Missing | None:
        """An entry begins where the one before ends, so all have to be inflated."""
        position = _HEADER
        left = self._budget.bytes
        for _ in range(int.from_bytes(self._data[8:_HEADER], "big")):
            offset = position
            try:
                number, size, position = read_header(self._data, position)
                kind = EntryKind(number)
                base: int | bytes = b""
                if kind is EntryKind.OFS_DELTA:
                    distance, position = read_offset(self._data, position)
                    base = offset - distance
                elif kind is EntryKind.REF_DELTA:
                    base = self._data[position : position + self._id_length]
                    position += self._id_length
                left -= size
                if left < 0:
                    return _TOO_LARGE
                entry = _Entry(kind, size, position, self._end(position, size))
                position = entry.end
            except (IndexError, ValueError, zlib.error) as error:
                return Missing(f"its entry at byte {offset} is damaged ({error}); {REPAIR}")
            if base:
                self._deltas.setdefault(base, []).append((offset, entry))
            else:
                self._roots.append((offset, entry))
        return None

    def _end(self, position: int, size: int) -> int:
        """Where the content of an entry ends. Raises ValueError and zlib.error."""
        decoder = zlib.decompressobj()
        left = size
        while not decoder.eof:
            fed = decoder.unconsumed_tail
            if not fed:
                fed = self._data[position : position + _FED]
                position += len(fed)
            given = len(decoder.decompress(fed, left + 1))
            left -= given
            if left < 0 or (not fed and not given and not decoder.eof):
                raise ValueError("it does not have the size that it announces")
        return position - len(decoder.unused_data)

    def _content(self, entry: _Entry, base: bytes) -> bytes | None:
        """An object; None if it is too large. Raises CorruptObjectError and zlib.error."""
        stored = zlib.decompress(memoryview(self._data)[entry.start : entry.end])
        if entry.kind in TYPES:
            return stored
        from keyguard.gitformat.compiled_delta import apply_delta

        return apply_delta(base, stored) if sizes(stored)[1] <= self._budget.bytes else None

    def _id(self, type_: str, content: bytes) -> bytes:
        header = f"{type_} {len(content)}\0".encode()
        return hashlib.new(self._hash_name, header + content).digest()

    def _object(self, type_: str, id_: bytes, content: bytes) -> Iterator[Item]:
        path = b""
        if type_ == "tree":
            self._paths.learn(id_, content)
        elif type_ == "blob":
            path = self._paths.path(id_)
        called = path.decode("utf-8", "replace") or f"{type_} {id_.hex()}"
        subject = f"its object {id_.hex()}"
        yield from read_member(
            Named(f"{self._name}:{called}", path, subject), io.BytesIO(content).read, self._budget
        )
