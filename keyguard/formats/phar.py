"""PHP archives (https://www.php.net/manual/en/phar.fileformat.php): manifest and files."""

from __future__ import annotations

import bz2
import re
import struct
from collections.abc import Iterator

from keyguard.formats import inflate
from keyguard.formats.archive import TOO_MUCH, Archive, Item
from keyguard.formats.budget import Budget
from keyguard.formats.member import named, read_member
from keyguard.formats.streams import Frames, decoded
from keyguard.model.chunks import Chunks
from keyguard.model.data import Data, part_of
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

_HALT = b"__HALT_COMPILER();"
_LONGEST_STUB = 32
_STUB = lazy_pattern(rb"__HALT_COMPILER\(\);(?:[ \n]\?>)?(?:\r\n|\n)?")
_HEAD = struct.Struct("<IIHII")
"""Bytes of the manifest, number of files, version, flags, and bytes of the alias."""
_FILE = struct.Struct("<IIIIII")
"""Bytes unpacked, time, bytes packed, checksum, flags, and bytes of what describes the file."""
_DEFLATED, _BZIP2 = 0x1000, 0x2000
_MOST = 100_000
_DAMAGE: tuple[type[Exception], ...] = (*inflate.ERRORS, OSError, ValueError, EOFError)


class _File(NamedTuple):
    name: str
    flags: int
    packed: Data


def is_sound(archive: Archive) -> bool:
    """Whether a manifest follows the program and any of its files is packed; plain ones are read as
    text."""
    try:
        return any(file.flags & (_DEFLATED | _BZIP2) for file in _files(archive.data))
    except (struct.error, ValueError):
        return False


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Every packed file. Raises ``struct.error`` and ValueError if the archive is damaged."""
    for file in _files(archive.data):
        if budget.is_spent:
            yield TOO_MUCH
            return
        if file.flags & (_DEFLATED | _BZIP2):
            read = Chunks(_unpacked(file)).read
            yield from read_member(named(archive, file.name), read, budget, _DAMAGE)


def _files(data: Data) -> Iterator[_File]:
    start = data.find(_HALT)
    stub = _STUB.match(data[start : start + _LONGEST_STUB]) if start >= 0 else None
    if stub is None:
        return
    position = start + stub.end()
    length, count, _, _, alias = _HEAD.unpack(data[position : position + _HEAD.size])
    content = position + 4 + length
    if count > _MOST or content > len(data):
        raise ValueError("its manifest is longer than it is")
    position += _HEAD.size + alias
    position += 4 + _number(data, position)
    for _ in range(count):
        name_length = _number(data, position)
        position += 4
        name = data[position : position + name_length].decode("utf-8", "surrogateescape")
        position += name_length
        _, _, packed, _, flags, described = _FILE.unpack(data[position : position + _FILE.size])
        position += _FILE.size + described
        yield _File(name, flags, part_of(data, content, content + packed))
        content += packed


def _number(data: Data, position: int) -> int:
    (number,) = struct.unpack("<I", data[position : position + 4])
    return int(number)


def _unpacked(file: _File) -> Iterator[bytes]:
    """Raises ``_DAMAGE``."""
    packed = file.packed
    if file.flags & _BZIP2:
        frames = Frames(packed, bz2.BZ2Decompressor, re.compile(b"BZh"))
        yield from frames.chunks()
        if not frames.starts:
            raise EOFError("it has no beginning")
        return
    yield from decoded(inflate.decoder(inflate.RAW, len(packed)), packed)
