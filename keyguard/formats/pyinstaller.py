"""What PyInstaller puts behind a program: data files, and modules as marshalled code.

Format: https://pyinstaller.org/en/stable/advanced-topics.html#carchive and ``bootloader/src/
pyi_archive.h`` of its sources.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from keyguard.formats.archive import TOO_MUCH, Archive, Item
from keyguard.formats.budget import Budget
from keyguard.formats.inflate import ERRORS
from keyguard.formats.member import named, read_member
from keyguard.formats.zlib_stream import HEADER, zlib_chunks
from keyguard.formats.zlib_stream import members as members_of_zlib
from keyguard.model.chunks import Chunks
from keyguard.model.data import found_in, opened, part_of, stretch_of

_COOKIE = struct.Struct(">8sIIII64s")
"""Magic number, bytes of the archive, where its table begins and how many bytes that has, version
and name of Python's library."""
_ENTRY = struct.Struct(">IIIIBc")
"""Bytes of the entry, where its content begins, bytes packed and unpacked, whether it is packed,
and what it is; then its name."""
_MODULES_HEADER = 12
"""Bytes: the magic numbers of the archive and of Python's code, and where its table begins."""


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Every file in the archive. Raises ValueError and struct.error if it is damaged."""
    data = archive.data
    cookie = data.rfind(archive.format.magic)
    _, length, table, table_size, _, _ = _COOKIE.unpack(data[cookie : cookie + _COOKIE.size])
    start = cookie + _COOKIE.size - length
    position, end = start + table, start + table + table_size
    if not 0 <= start <= position <= end <= cookie:
        raise ValueError("its table lies outside")
    while position < end:
        if budget.is_spent:
            yield TOO_MUCH
            return
        size, at, packed, _, is_packed, _ = _ENTRY.unpack(data[position : position + _ENTRY.size])
        if size <= _ENTRY.size:
            raise ValueError("its table is damaged")
        name = data[position + _ENTRY.size : position + size].rstrip(b"\0")
        position += size
        part = stretch_of(data, start + at, start + at + packed)
        called = named(archive, name.decode("utf-8", "surrogateescape"))
        read = Chunks(zlib_chunks(part)).read if is_packed else opened(part).read
        yield from read_member(called, read, budget, (*ERRORS, EOFError))


def modules(archive: Archive, budget: Budget) -> Iterator[Item]:
    """The code of all modules, one after the other; the table of their names is marshalled too."""
    data = archive.data
    first = next(found_in(HEADER, data, _MODULES_HEADER), None)
    begun = part_of(data, first.start if first else len(data), len(data))
    return members_of_zlib(archive._replace(data=begun), budget)
