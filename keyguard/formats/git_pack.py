"""Packs of git, and bundles, which are packs behind a header (gitformat-pack(5),
gitformat-bundle(5))."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator

from keyguard.formats.archive import Archive, Item, Missing
from keyguard.formats.budget import Budget
from keyguard.formats.format import REPAIR
from keyguard.formats.git_paths import Paths
from keyguard.formats.member import Named, read_member
from keyguard.formats.pieces import FED
from keyguard.gitformat.delta import applied, sizes
from keyguard.gitformat.pack_entry import LONGEST_HEADER, TYPES, EntryKind, read_header
from keyguard.gitformat.types import CorruptObjectError
from keyguard.gitformat.varint import read_offset
from keyguard.model.data import Data, opened, part_of
from keyguard.model.on_disk import SEARCHED, Growing
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

_HEADER = len(b"PACK") + 8
_BUNDLE = lazy_pattern(rb"# v[23] git bundle\n([^\0]*?)\n\n?(?=PACK)")
"""What a bundle needs and holds, a line each; the last one is empty."""
_LONGEST_LIST = 16 << 20
"""Bytes of these lines."""
_HELD = 1 << 20
"""Bytes of an object that is held while others are made from it; larger ones are on the disk."""
_APPLIED = 8 << 20
"""Bytes of objects that are held to make one of the other; larger ones are read where they are."""
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
    hash_name = _hash_of(archive.data)
    yield from _Pack(archive, hash_name or "sha1", budget).members()
    if not hash_name:
        yield Missing(f"its checksum is wrong; {REPAIR}")


def bundle(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Every object of a bundle. Raises ValueError if it has no pack."""
    header = _header_of(archive.data)
    hash_name = "sha256" if b"@object-format=sha256\n" in header else "sha1"
    content = part_of(archive.data, len(header), len(archive.data))
    yield from _Pack(archive._replace(data=content), hash_name, budget).members()


def _header_of(data: Data) -> bytes:
    """What is in front of a bundle's pack, without keeping all that it was looked for in."""
    found = _BUNDLE.match(data[:_LONGEST_LIST])
    if found is None:
        raise ValueError("it holds no pack")
    return found[0]


def _hash_of(data: Data) -> str:
    """The hash whose checksum of a pack is at its end; empty if that is of none."""
    for hash_name in ("sha1", "sha256"):
        hash_ = hashlib.new(hash_name)
        end = len(data) - hash_.digest_size
        for at in range(0, end, SEARCHED):
            hash_.update(data[at : min(end, at + SEARCHED)])
        if hash_.digest() == data[max(0, end) :]:
            return hash_name
    return ""


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
        self._large: Growing | None = None

    def members(self) -> Iterator[Item]:
        """Depth first, so that only the bases are held that are still needed."""
        missing = self._find_entries()
        self._roots.sort(key=lambda each: each[1].kind)  # trees tell what blobs are called
        for offset, root in self._roots:
            waiting: list[tuple[int, _Entry, Data, str]]
            waiting = [(offset, root, b"", TYPES.get(root.kind, ""))]
            while waiting:
                offset, entry, base, type_ = waiting.pop()
                if self._budget.is_spent or entry.size > self._budget.bytes:
                    yield _TOO_LARGE
                    return
                try:
                    content = self._content(entry, base)
                except (CorruptObjectError, ValueError, zlib.error) as error:
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
        count = int.from_bytes(self._data[8:_HEADER], "big")
        if count > self._budget.members:
            return _TOO_LARGE
        for _ in range(count):
            offset = position
            try:
                number, size, base, position = self._header(offset)
                left -= size
                if left < 0:
                    return _TOO_LARGE
                entry = _Entry(EntryKind(number), size, position, self._end(position, size))
                position = entry.end
            except (IndexError, ValueError, zlib.error) as error:
                return Missing(f"its entry at byte {offset} is damaged ({error}); {REPAIR}")
            if base:
                self._deltas.setdefault(base, []).append((offset, entry))
            else:
                self._roots.append((offset, entry))
        return None

    def _header(self, offset: int) -> tuple[int, int, int | bytes, int]:
        """Kind and size of an entry, its base, and where its content begins. Raises IndexError and
        ValueError."""
        data = self._data[offset : offset + LONGEST_HEADER]
        number, size, position = read_header(data, 0)
        base: int | bytes = b""
        if number == EntryKind.OFS_DELTA:
            distance, position = read_offset(data, position)
            base = offset - distance
        elif number == EntryKind.REF_DELTA:
            base = data[position : position + self._id_length]
            position += self._id_length
        return number, size, base, offset + position

    def _end(self, position: int, size: int) -> int:
        """Where the content of an entry ends. Raises ValueError and zlib.error."""
        decoder = zlib.decompressobj()
        left = size
        while not decoder.eof:
            fed = decoder.unconsumed_tail
            if not fed:
                fed = self._data[position : position + FED]
                position += len(fed)
            given = len(decoder.decompress(fed, min(left, SEARCHED) + 1))
            left -= given
            if left < 0 or (not fed and not given and not decoder.eof):
                raise ValueError("it does not have the size that it announces")
        return position - len(decoder.unused_data)

    def _content(self, entry: _Entry, base: Data) -> Data | None:
        """An object; None if it is too large. Raises CorruptObjectError, ValueError, zlib.error and
        ``NoRoomError``."""
        stored = self._put(self._inflated(entry), entry.size)
        if entry.kind in TYPES:
            return stored
        size = sizes(stored)[1]
        if size > self._budget.bytes:
            return None
        if isinstance(stored, bytes) and max(len(base), size) <= _APPLIED:
            from keyguard.gitformat.compiled_delta import apply_delta

            return self._put([apply_delta(base[:], stored)], size)
        return self._put(applied(base, stored), size)

    def _put(self, parts: Iterable[bytes], size: int) -> Data:
        """Content of so many bytes, on the disk if it is large."""
        if size <= _HELD:
            return b"".join(parts)
        self._large = Growing() if self._large is None else self._large
        return self._large.add(parts)

    def _inflated(self, entry: _Entry) -> Iterator[bytes]:
        decoder = zlib.decompressobj()
        for position in range(entry.start, entry.end, FED):
            fed = self._data[position : min(entry.end, position + FED)]
            while fed:
                yield decoder.decompress(fed, SEARCHED)
                fed = decoder.unconsumed_tail
        yield decoder.flush()

    def _id(self, type_: str, content: Data) -> bytes:
        hash_ = hashlib.new(self._hash_name, f"{type_} {len(content)}\0".encode())
        for part in (content,) if isinstance(content, bytes) else content.parts():
            hash_.update(part)
        return hash_.digest()

    def _object(self, type_: str, id_: bytes, content: Data) -> Iterator[Item]:
        path = b""
        if type_ == "tree" and isinstance(content, bytes):
            self._paths.learn(id_, content)
        elif type_ == "blob":
            path = self._paths.path(id_)
        called = path.decode("utf-8", "replace") or f"{type_} {id_.hex()}"
        name = Named(f"{self._name}:{called}", path, f"its object {id_.hex()}")
        yield from read_member(name, opened(content).read, self._budget)
