"""The index as a file: its entries, and the trees that it knows to be unchanged.

Format: gitformat-index(5), versions 2 to 4. An index that depends on another file, such as a split
one, a sparse one, and one that git would not have written raise ``UnusualError``.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from operator import gt

from keyguard.gitformat.varint import read_offset
from keyguard.gitrepo.discovery import UnusualError
from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol
else:
    Protocol = object

SHA1_LENGTH = 20
"""Bytes of an id; SHA-256 has 32."""

VERSIONS = (2, 3, 4)
COMPRESSED = 4
"""The version of the format that writes a path as its difference from the path before."""

DEEPEST = 2048
"""Folders within each other; a path has no room for more."""

_HEADER = 12
_STAT = 40
"""Bytes of what the file system said of a file, in front of its id. The mode ends 16 before."""
_MODE = 24
_EXTENDED = 0x40
"""In the first byte of the flags: two more bytes of flags follow."""
_LONG = 0xFFF
"""The length of a path that does not fit its field."""


class Hash(Protocol):
    """A hash object of hashlib."""

    def digest(self) -> bytes:
        """The hash of everything that was put in."""


class IndexFile(NamedTuple):
    """The entries of an index. An entry's number is its position in the file, which is sorted."""

    paths: list[bytes]
    trees: dict[bytes, bytes]
    """Directory (with a slash at its end; the root is empty) -> binary id of the tree that its
    entries make, where the index knows it."""
    data: bytes
    starts: list[int]
    id_length: int

    def mode(self, number: int) -> int:
        """The kind and permissions of an entry."""
        start = self.starts[number] + _MODE
        return int.from_bytes(self.data[start : start + 4], "big")

    def id(self, number: int) -> bytes:
        """The binary id of an entry's content."""
        start = self.starts[number] + _STAT
        return self.data[start : start + self.id_length]

    def stage(self, number: int) -> int:
        """0, or the side of a merge conflict that an entry is."""
        return self.data[self.starts[number] + _STAT + self.id_length] >> 4 & 3


def has_checksum(data: bytes, id_length: int) -> bool:
    """Whether the checksum of an index is right, or was left out (``index.skipHash``).

    git itself does not check it, and lists a damaged index as if nothing were wrong.
    """
    content, checksum = data[:-id_length], data[-id_length:]
    return checksum in (bytes(id_length), _hash(id_length)(content).digest())


def _hash(id_length: int) -> Callable[[bytes], Hash]:
    """The hash of ids of this length. hashlib loads OpenSSL, which takes a small run too long."""
    if id_length == SHA1_LENGTH:
        with suppress(ImportError):
            sha1: Callable[[bytes], Hash] = import_module("_sha1").sha1
            return sha1
    import hashlib

    return hashlib.sha1 if id_length == SHA1_LENGTH else hashlib.sha256


def parse_index(data: bytes, id_length: int) -> IndexFile:
    """The index in ``data``; ``id_length`` is the bytes of an id in this repository."""
    version = int.from_bytes(data[4:8], "big")
    if data[:4] != b"DIRC" or version not in VERSIONS:
        raise UnusualError
    count = int.from_bytes(data[8:_HEADER], "big")
    paths: list[bytes] = []
    starts: list[int] = []
    position = _HEADER
    path = b""
    for _ in range(count):
        starts.append(position)
        flags = position + _STAT + id_length
        first = flags + (4 if data[flags] & _EXTENDED else 2)
        if version == COMPRESSED:
            dropped, first = read_offset(data, first)
            if dropped > len(path):
                raise UnusualError
            end = data.index(b"\0", first)
            path = path[: len(path) - dropped] + data[first:end]
            position = end + 1
        else:
            length = (data[flags] << 8 | data[flags + 1]) & _LONG
            end = first + length if length < _LONG else data.index(b"\0", first)
            path = data[first:end]
            position += (end - position + 8) & ~7
        paths.append(path)
    if any(map(gt, paths, paths[1:])):
        raise UnusualError
    return IndexFile(paths, _known_trees(data, position, id_length), data, starts, id_length)


def _known_trees(data: bytes, position: int, id_length: int) -> dict[bytes, bytes]:
    """The trees of the extension that keeps them. Extensions end where the checksum begins."""
    trees: dict[bytes, bytes] = {}
    end = len(data) - id_length
    while position < end:
        name = data[position : position + 4]
        size = int.from_bytes(data[position + 4 : position + 8], "big")
        position += 8
        if name == b"TREE":
            trees = _cache_tree(data[position : position + size], id_length)
        elif not name[:1].isupper():
            raise UnusualError  # "link" and "sdir" among them: entries are kept somewhere else
        position += size
    if position != end:
        raise UnusualError
    return trees


def _cache_tree(data: bytes, id_length: int) -> dict[bytes, bytes]:
    """Directories with the tree each had when it was last written, less those changed since."""
    trees: dict[bytes, bytes] = {}
    open_: list[tuple[bytes, int]] = []
    """The directories that this one lies in, each with how many are still to come in it."""
    position = 0
    while position < len(data):
        name_end = data.index(b"\0", position)
        line_end = data.index(b"\n", name_end)
        entries, _, folders = data[name_end + 1 : line_end].partition(b" ")
        path = open_[-1][0] + data[position:name_end] + b"/" if open_ else b""
        position = line_end + 1
        if int(entries) >= 0:
            trees[path] = data[position : position + id_length]
            position += id_length
        if len(open_) > DEEPEST:
            raise UnusualError
        if open_:
            open_[-1] = open_[-1][0], open_[-1][1] - 1
        open_.append((path, int(folders)))
        while open_ and not open_[-1][1]:
            open_.pop()
    return trees
