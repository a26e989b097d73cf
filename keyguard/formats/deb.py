"""Debian packages: headers of 60 bytes, and content padded to an even length (deb(5))."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.formats.archive import TOO_MUCH, Archive, Item, Rest, rest_of
from keyguard.formats.budget import Budget
from keyguard.formats.member import bounded
from keyguard.formats.opening import damaged
from keyguard.model.data import part_of

_BEGINNING = len(b"!<arch>\n")
_HEADER = 60


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Every member, and the bytes around them."""
    data, position = archive.data, _BEGINNING
    headers: list[bytes] = []
    while position < len(data):
        if budget.is_spent:
            yield TOO_MUCH
            break
        header = data[position : position + _HEADER]
        try:
            size = _size(header)
        except ValueError as error:
            yield damaged(archive, error)
            yield from rest_of(archive, position)
            break
        headers.append(header)
        position += _HEADER
        content = part_of(data, position, position + size)
        name = header[:16].rstrip(b" /").decode("utf-8", "surrogateescape")
        yield from bounded(archive, name, content, budget)
        if len(content) < size:
            yield damaged(archive, EOFError("it is cut off"))
        position += size + size % 2
    yield Rest(b"\n".join(headers))


def _size(header: bytes) -> int:
    """Bytes of the member behind a header. Raises ValueError."""
    size = int(header[48:58])
    if size < 0:
        raise ValueError("a member of it has a negative size")
    return size
