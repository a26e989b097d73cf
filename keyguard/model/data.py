"""Content in memory or in a file, with the operations that both have."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import IO

from keyguard.model.on_disk import SEARCHED, OnDisk, Part
from keyguard.model.record import NamedTuple

Data = bytes | OnDisk
"""Content whose slices, ``len``, ``find`` and the like are those of bytes."""
Stretch = bytes | memoryview | OnDisk
"""A stretch of some content, of which only parts are read."""
REACH = 1 << 12
"""Bytes that are more than anything has that is looked for in content."""


def part_of(data: Data, start: int, end: int) -> Data:
    """The bytes between two positions, or fewer if the content ends there."""
    if isinstance(data, bytes):
        return data[start:end]
    end = min(end, len(data))
    return Part(data, min(start, end), end)


def stretch_of(data: Data, start: int, end: int) -> Stretch:
    """The bytes between two positions, without a copy: stretches may overlap as they like."""
    return memoryview(data)[start:end] if isinstance(data, bytes) else part_of(data, start, end)


def opened(data: Stretch, start: int = 0) -> IO[bytes]:
    """Some content as a file, whose position is ``start``."""
    if isinstance(data, OnDisk):
        return data.opened(start)
    file = io.BytesIO(data)
    file.seek(start)
    return file


def reader_of(data: Data) -> Callable[[int], bytes]:
    """A function that reads some content from its beginning: the next bytes, at most so many."""
    position = 0

    def read(size: int) -> bytes:
        nonlocal position
        part = data[position : position + size]
        position += len(part)
        return part

    return read


class Found(NamedTuple):
    """A match, and where it is in the whole content."""

    start: int
    end: int
    match: re.Match[bytes]


def found_in(pattern: re.Pattern[bytes], data: Data, start: int = 0) -> Iterator[Found]:
    """Every match, none of which has over ``REACH`` bytes.

    Lookbehinds may look as many bytes back.
    """
    if isinstance(data, bytes):
        yield from (Found(*each.span(), each) for each in pattern.finditer(data, start))
        return
    while start < len(data):
        first = max(0, start - REACH)
        part = data[first : start + SEARCHED + REACH]
        own = start + SEARCHED
        for each in pattern.finditer(part, start - first):
            begin, end = first + each.start(), first + each.end()
            if begin >= own:
                break
            yield Found(begin, end, each)
            start = end
        start = max(start, own)
