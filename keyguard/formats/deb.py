"""Debian packages: headers of 60 bytes, content padded to two (deb(5))."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.formats.archive import TOO_MUCH, Archive, Item
from keyguard.formats.budget import Budget
from keyguard.formats.member import bounded
from keyguard.model.data import part_of

_BEGINNING = len(b"!<arch>\n")
_HEADER = 60


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Every member. Raises EOFError and ValueError if it is damaged."""
    data, position = archive.data, _BEGINNING
    while position < len(data):
        if budget.is_spent:
            yield TOO_MUCH
            return
        header = data[position : position + _HEADER]
        size = int(header[48:58])
        position += _HEADER
        content = part_of(data, position, position + size)
        if size < 0 or len(content) < size:
            raise EOFError("it is cut off")
        name = header[:16].rstrip(b" /").decode("utf-8", "surrogateescape")
        yield from bounded(archive, name, content, budget)
        position += size + size % 2
