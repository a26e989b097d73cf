"""Source code of macros, in Office's own compression ([MS-OVBA], 2.4.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.model.patterns import lazy_pattern

_BEGIN = lazy_pattern(rb"\x01(?=.[\xb0-\xbf]\x00Attribut)", re.DOTALL)
"""A module: a signature, the header of its first part, and the first of eight bytes, as they are.
All begin with ``Attribute VB_Name``."""
_LARGEST = 4096
"""Bytes that a part unpacks to."""


def sources_in(stream: bytes) -> Iterator[Iterator[bytes]]:
    """The source code of each module in a stream, in parts; no module begins within another."""
    position = 0
    while found := _BEGIN.search(stream, position):
        yield _unpacked(stream, found.end())
        position = max(end for _, _, end in _parts(stream, found.end()))


def _parts(stream: bytes, position: int) -> Iterator[tuple[bool, int, int]]:
    """Whether each part of a module is packed, where it begins, and where it ends."""
    while position + 2 <= len(stream):
        header = int.from_bytes(stream[position : position + 2], "little")
        if header >> 12 & 7 != 3:
            return
        end = position + (header & 0xFFF) + 3
        yield bool(header >> 15), position + 2, end
        position = end


def _unpacked(stream: bytes, position: int) -> Iterator[bytes]:
    """Raises ValueError for a part that is damaged."""
    for is_packed, start, end in _parts(stream, position):
        part = stream[start:end]
        yield _part(part) if is_packed else part


def _part(packed: bytes) -> bytes:
    """One part: each eight bytes or copies of what is in front of them have a byte that says which
    they are."""
    plain = bytearray()
    position = 0
    while position < len(packed):
        kinds = packed[position]
        position += 1
        for number in range(8):
            if position >= len(packed) or len(plain) > _LARGEST:
                break
            if not kinds >> number & 1:
                plain.append(packed[position])
                position += 1
                continue
            distance, length = _copied(packed[position : position + 2], len(plain))
            if distance > len(plain):
                raise ValueError("it copies what is not there")
            for _ in range(length):
                plain.append(plain[-distance])
            position += 2
    return bytes(plain[:_LARGEST])


def _copied(token: bytes, size: int) -> tuple[int, int]:
    """How far back a copy begins, and how long it is: the more is there, the more bits say that."""
    bits = max(4, (size - 1).bit_length())
    value = int.from_bytes(token, "little")
    return (value >> 16 - bits) + 1, (value & 0xFFFF >> bits) + 3
