"""Modules compiled by Cython.

Since 3.2 all strings of a module are end to end and compressed (``Cython/Utility/StringTools.c``,
"DecompressString" and "DecompressString_LZSS").
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import cache

from keyguard.formats.archive import TOO_MUCH, Archive, Item, Missing, held
from keyguard.formats.budget import Budget
from keyguard.formats.member import bounded
from keyguard.formats.zlib_stream import HEADER

_NAME = b"__name__"
"""A string that every module has."""
_TRIED = 160
"""Unpacked bytes that are looked at first."""
_MOST_TRIED = 200_000
"""Places: of a module of 60 MB a tenth seem to be a beginning."""
_LONGEST = 8 << 20
"""Bytes of the strings of one module, of which most have some 100 KB at most."""
_MOST_UNPACKED = 32 << 20
"""Bytes, those that turn out to be no strings included."""
_FEW_STRINGS = 128 << 10
"""Bytes, of which the second half is text if more follow."""
_ALIGNED = 8
"""Bytes: compilers begin larger arrays at a multiple of it."""
_BEHIND = bytes(9)
"""The same three bytes eight times over, which a single entry would say."""
_IS_TEXT = rb"[\x07-\x0d\x20-\x7e\x80-\xff]"
_IS_REPETITION = rb"[\0-\x1f]{2}"
_TEXT = bytes([*range(7, 14), *range(0x20, 0x7F)])
_UNFOUND = Missing(
    "its strings are packed by Cython, and were not found in it; scan its sources, or exclude it"
)


def in_zlib(archive: Archive, budget: Budget) -> Iterator[Item]:
    """The strings of modules of Cython 3.2."""
    data = held(archive)
    return _strings(
        archive, budget, (_inflated(data, each.start()) for each in HEADER.finditer(data))
    )


def in_lzss(archive: Archive, budget: Budget) -> Iterator[Item]:
    """The strings of modules of Cython 3.3.

    Nothing tells where they begin or end, so some of what follows may be unpacked too, to no sense.
    """
    data = held(archive)
    return _strings(archive, budget, (_unpacked(data, at) for at in _beginnings(data)))


def _strings(archive: Archive, budget: Budget, tried: Iterator[bytes]) -> Iterator[Item]:
    unpacked, is_found = 0, False
    for count, text in enumerate(tried):
        unpacked += len(text)
        if budget.is_spent or count > _MOST_TRIED or unpacked > _MOST_UNPACKED:
            yield TOO_MUCH
            return
        if _NAME in text:
            is_found = True
            yield from bounded(archive, "strings", text, budget)
    if not is_found:
        yield _UNFOUND


def _inflated(data: bytes, start: int) -> bytes:
    """What a zlib stream unpacks to; empty if there is none."""
    packed = memoryview(data)[start:]
    try:
        if not zlib.decompressobj().decompress(packed[: 2 * _TRIED], _TRIED):
            return b""
        return zlib.decompressobj().decompress(packed, _LONGEST)
    except zlib.error:
        return b""


def _beginnings(data: bytes) -> Iterator[int]:
    """Where packed strings may begin: with flags, and entries that fit them."""
    groups = _first_groups()
    for place, flags in enumerate(data[::_ALIGNED]):
        if flags in groups and groups[flags].match(data, place * _ALIGNED):
            yield place * _ALIGNED


@cache
def _first_groups() -> dict[int, re.Pattern[bytes]]:
    """The first eight entries, by their flags: three bytes, at least, that do not repeat anything,
    and text, of which no more can be repeated than is there."""
    return {flags: re.compile(_group(flags)) for flags in range(0b111, 0x100, 0b1000)}


def _group(flags: int) -> bytes:
    entries = (_IS_TEXT if flags >> bit & 1 else _IS_REPETITION for bit in range(1, 8))
    return rb"[\s\S]{2}" + b"".join(entries)


def _unpacked(data: bytes, start: int) -> bytes:
    """What it unpacks to from there on, as far as most is text; empty if none is."""
    begun = _lzss(data, start, _TRIED)
    if len(begun) < _TRIED or 4 * _other_than_text(begun) > len(begun):
        return b""
    size, text = _FEW_STRINGS, b""
    while size <= _LONGEST:
        text = _lzss(data, start, size)
        if len(text) < size or 2 * _other_than_text(text[size // 2 :]) > size // 2:
            break
        size *= 2
    return text


def _other_than_text(data: bytes) -> int:
    return len(data.translate(None, _TEXT))


def _lzss(data: bytes, at: int, most: int) -> bytes:
    """What is packed there, up to zeros or the first repetition of what is not there.

    A byte has a bit for each of the eight entries behind it: set for a byte as it is, else two or
    three bytes say how many bytes are repeated, and how many lie between them and here.
    """
    text = bytearray()
    while at < len(data) and len(text) < most and not data.startswith(_BEHIND, at):
        flags = data[at]
        at += 1
        for bit in range(8):
            if flags >> bit & 1:
                text += data[at : at + 1]
                at += 1
                continue
            if at + 3 > len(data):
                return bytes(text)
            low, high = data[at], data[at + 1]
            at += 2
            if low < 0x80:
                between, size = low, high
            elif high < 0x80:
                between, size = 0x80 + ((high << 2 & 0x180) | (low & 0x7F)), high & 0x1F
            else:
                between, size = 0x80 + ((high & 0x7F) << 7 | (low & 0x7F)), data[at]
                at += 1
            begin = len(text) - between - size - 3
            if begin < 0:
                return bytes(text)
            text += text[begin : begin + size + 3]
    return bytes(text)
