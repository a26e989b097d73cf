"""PHP archives (https://www.php.net/manual/en/phar.fileformat.php): manifest and files."""

from __future__ import annotations

import bz2
import struct
from collections.abc import Iterator

from keyguard.formats import inflate
from keyguard.formats.archive import TOO_MUCH, Archive, Item
from keyguard.formats.budget import Budget
from keyguard.formats.member import named, read_member
from keyguard.model.chunks import Chunks
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

_STUB = lazy_pattern(rb"__HALT_COMPILER\(\);(?:[ \n]\?>)?(?:\r\n|\n)?")
_HEAD = struct.Struct("<IIHII")
"""Bytes of the manifest, number of files, version, flags, and bytes of the alias."""
_FILE = struct.Struct("<IIIIII")
"""Bytes unpacked, time, bytes packed, checksum, flags, and bytes of what describes the file."""
_DEFLATED, _BZIP2 = 0x1000, 0x2000
_MOST = 100_000
_GIVEN = 1 << 20
"""Bytes that are unpacked at a time."""
_DAMAGE: tuple[type[Exception], ...] = (*inflate.ERRORS, OSError, ValueError, EOFError)


class _File(NamedTuple):
    name: str
    flags: int
    packed: bytes


def is_sound(archive: Archive) -> bool:
    """Whether a manifest follows the program, and any of its files is packed: others are read as
    they stand."""
    try:
        return any(file.flags & (_DEFLATED | _BZIP2) for file in _files(archive.data))
    except (struct.error, ValueError):
        return False


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Every file that is packed. Raises ``struct.error`` and ValueError if it is damaged."""
    for file in _files(archive.data):
        if budget.is_spent:
            yield TOO_MUCH
            return
        if file.flags & (_DEFLATED | _BZIP2):
            read = Chunks(_unpacked(file)).read
            yield from read_member(named(archive, file.name), read, budget, _DAMAGE)


def _files(data: bytes) -> Iterator[_File]:
    stub = _STUB.search(data)
    if stub is None:
        return
    position = stub.end()
    length, count, _, _, alias = _HEAD.unpack_from(data, position)
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
        _, _, packed, _, flags, described = _FILE.unpack_from(data, position)
        position += _FILE.size + described
        yield _File(name, flags, data[content : content + packed])
        content += packed


def _number(data: bytes, position: int) -> int:
    (number,) = struct.unpack_from("<I", data, position)
    return int(number)


def _unpacked(file: _File) -> Iterator[bytes]:
    """Raises ``_DAMAGE``."""
    if file.flags & _BZIP2:
        unpacker = bz2.BZ2Decompressor()
        left = file.packed
        while not unpacker.eof:
            yield unpacker.decompress(left, _GIVEN)
            left = b""
            if unpacker.needs_input and not unpacker.eof:
                raise EOFError("it is cut off")
        return
    decoder = inflate.decoder(inflate.RAW, len(file.packed))
    left = file.packed
    while not decoder.eof:
        chunk = decoder.decompress(left, _GIVEN)
        left = decoder.unconsumed_tail
        if chunk:
            yield chunk
        elif not left and not decoder.eof:
            raise EOFError("it is cut off")
