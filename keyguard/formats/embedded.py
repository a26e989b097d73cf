"""Archives within other content: behind an image, a document, a script, a program or another
archive.

Their first bytes also occur by chance and in programs that know the format, so each place is tried.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from heapq import merge

from keyguard.formats.archive import TOO_MUCH, Archive, Item, Missing
from keyguard.formats.budget import Budget
from keyguard.formats.format import UNPACK, Format
from keyguard.formats.member import Named, read_member
from keyguard.formats.recognise import recognise, recognise_as
from keyguard.formats.seven_zip_start import is_seven_zip, length_of
from keyguard.formats.streams import Frames, not_installed, opened
from keyguard.formats.table import FORMATS
from keyguard.formats.zips_in_front import archives_within
from keyguard.model.chunks import Chunks
from keyguard.model.data import Data, found_in, part_of
from keyguard.model.patterns import lazy_pattern

_STREAMS = Format("stream", magic=b"", opener="keyguard.formats.embedded:streams")
_ZIP = tuple(each for each in FORMATS if each.name == "zip")
_ZIPS = ("zip", "crx")
_SEVEN_ZIP = next(each for each in FORMATS if each.name == "7z")
_TRIED = 1 << 17
"""Packed bytes of a stream that have to be in order, or all of it."""
_ENOUGH = 1 << 10
"""Unpacked bytes that do not come about by chance."""
MOST_TRIED = 2_000
"""Beginnings of streams that are tried although they turn out to be none."""
_TOO_MANY = Missing(f"it has more beginnings of packed streams than are tried; {UNPACK}")
_MAGIC = {
    "gzip": b"\x1f\x8b\x08",
    "bzip2": b"BZh",
    "xz": b"\xfd7zXZ\0",
    "zstd": b"\x28\xb5\x2f\xfd",
    "rar": b"Rar!\x1a\x07",
    "cab": b"MSCF\0\0\0\0",
}
_GZIP = lazy_pattern(rb"\x1f\x8b\x08[\0-\x1f].{4}[\0\x02\x04][\0-\x0d\xff]", re.DOTALL)
_BZIP2 = lazy_pattern(rb"BZh[1-9]1AY&SY")


def may_be_in(piece: bytes, path: bytes) -> bool:
    """Whether a piece shows that the content is an archive or has one in it."""
    is_archive = recognise(piece, path) is not None or _ZIP[0].magic in piece
    return is_archive or any(True for _ in archives_in(piece))


def archives_in(data: Data, rest_of: str = "") -> Iterator[Archive]:
    """The archives in content that is none itself, or that is read as text as well.

    Or in the rest of an archive: a zip's own headers are in that, so that only streams are looked
    for.
    """
    if rest_of not in _ZIPS and _ZIP[0].magic in data:
        zipped = recognise_as(_ZIP, data)
        if zipped is not None:
            yield zipped
            return
        for start, end in archives_within(data):
            yield Archive(_ZIP[0], part_of(data, start, end))
    yield from _seven_zips(data)
    search = _Search(data)
    if any(True for _ in search) or search.failed > MOST_TRIED:
        yield Archive(_STREAMS, data)


def _seven_zips(data: Data) -> Iterator[Archive]:
    """The 7z archives in content, in a program that unpacks itself for one."""
    magic = _SEVEN_ZIP.magic
    start = data.find(magic)
    while start >= 0:
        end = start + 1
        if is_seven_zip(data, start):
            end = min(len(data), start + length_of(data, start))
            yield Archive(_SEVEN_ZIP, part_of(data, start, end))
        start = data.find(magic, end)


def streams(archive: Archive, budget: Budget) -> Iterator[Item]:
    """The content of each packed stream, and the archives there that are not opened."""
    search = _Search(archive.data)
    for kind, start in search:
        if budget.is_spent:
            yield TOO_MUCH
            return
        by = opened(kind) if kind in _STREAM_KINDS else None
        if by is None:
            yield Missing(_UNREAD[kind])
            continue
        frames = Frames(archive.data, by.decoder, by.begins, start)
        called = Named(kind, b"", f"the {kind} stream in it")
        read = Chunks(frames.chunks()).read
        yield from read_member(called, read, budget, (*by.errors, EOFError))
        search.position = frames.end
    if search.failed > MOST_TRIED:
        yield _TOO_MANY


class _Search:
    """Looks for what begins somewhere, and is in order as far as it is tried."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self.position = 0
        """What begins in front of it is part of what was found before."""
        self.failed = 0
        """How many beginnings turned out to be none."""

    def __iter__(self) -> Iterator[tuple[str, int]]:
        for start, kind in merge(*(_beginnings(self._data, kind) for kind in _MAGIC)):
            if start < self.position:
                continue
            if _CHECKS[kind](self._data, start):
                yield kind, start
                continue
            self.failed += 1
            if self.failed > MOST_TRIED:
                return


def _beginnings(data: Data, kind: str) -> Iterator[tuple[int, str]]:
    """Where something of a kind may begin."""
    if header := _HEADERS.get(kind):
        yield from ((found.start, kind) for found in found_in(header, data))
        return
    magic = _MAGIC[kind]
    position = data.find(magic)
    while position >= 0:
        yield position, kind
        position = data.find(magic, position + 1)


def _unpacks(kind: str, data: Data, start: int) -> bool:
    """Whether what begins somewhere unpacks, as far as it is tried."""
    by = opened(kind)
    if by is None:
        return True
    frames = Frames(data[start : start + _TRIED], by.decoder, by.begins)
    size = 0
    try:
        for chunk in frames.chunks():
            size += len(chunk)
            if size >= _ENOUGH:
                return True
    except EOFError:
        return len(data) > start + _TRIED
    except by.errors:
        return frames.end > 0
    return size > 0


def _is_rar(data: Data, start: int) -> bool:
    """Whether the checksum of its first header is right (RAR 5.0 technical note, "General archive
    block format"; of older ones two bytes of it, over seven and more bytes)."""
    if data[start + 6] == 0:
        size = int.from_bytes(data[start + 12 : start + 14], "little")
        checksum = zlib.crc32(data[start + 9 : start + 7 + size]) & 0xFFFF
        return size >= 7 and checksum.to_bytes(2, "little") == data[start + 7 : start + 9]
    size = data[start + 12]
    checksum = zlib.crc32(data[start + 12 : start + 13 + size])
    return size < 128 and checksum.to_bytes(4, "little") == data[start + 8 : start + 12]


def _is_cabinet(data: Data, start: int) -> bool:
    """Whether it has version 1.3, and is no longer than the content ([MS-CAB], 2.3)."""
    size = int.from_bytes(data[start + 8 : start + 12], "little")
    return data[start + 24 : start + 26] == b"\x03\x01" and start + size <= len(data)


_HEADERS = {"gzip": _GZIP, "bzip2": _BZIP2}
_STREAM_KINDS = ("gzip", "bzip2", "xz", "zstd")
_CHECKS: dict[str, Callable[[Data, int], bool]] = {
    **{kind: partial(_unpacks, kind) for kind in _STREAM_KINDS},
    "rar": _is_rar,
    "cab": _is_cabinet,
}
_UNREAD = {
    "zstd": not_installed("zstd"),
    "rar": f"a rar archive is in it, which is not opened; {UNPACK}",
    "cab": f"a cab archive is in it, which is not opened; {UNPACK}",
}
