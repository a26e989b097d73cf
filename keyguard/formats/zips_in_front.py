"""ZIP archives in front of another one, or within other content, such as older Office documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from keyguard.model import Span
from keyguard.model.data import Data

MAGIC = b"PK\x03\x04"
ENTRY = b"PK\x01\x02"
END = b"PK\x05\x06"
"""The first bytes of a member's header, of its directory entry, and of the directory's end."""
END_LENGTH = 22
"""Bytes of the end of a directory, without its comment; it says how long the directory is, where in
the archive it begins, and how long the comment is (APPNOTE.TXT, 4.3.16)."""


def archives_among(content: Data, parts: Iterable[Span]) -> Iterator[Span]:
    """Where archives precede another one, each within one of these parts of the content."""
    yield from _archives(content, parts, content.rfind(END))


def archives_within(content: Data) -> Iterator[Span]:
    """Where archives are in content that is not one itself."""
    return _archives(content, ((0, len(content)),), len(content))


def _archives(content: Data, parts: Iterable[Span], own: int) -> Iterator[Span]:
    """The archives whose directory ends in front of ``own``, where that of the content ends."""
    for start, end in parts:
        at = content.find(END, start, end)
        while 0 <= at < own:
            first, stop = _span(content, at)
            if start <= first and stop <= end:
                yield first, stop
                start = stop
            at = content.find(END, max(start, at + 1), end)


def _span(content: Data, at: int) -> Span:
    """Of the archive whose directory ends there; it begins at -1 if there is none."""
    size, offset, comment = (
        int.from_bytes(content[at + first : at + last], "little")
        for first, last in ((12, 16), (16, 20), (20, 22))
    )
    directory = at - size
    first = directory - offset
    is_one = first >= 0 and content.startswith(ENTRY, directory)
    if not (is_one and content.startswith(MAGIC, first)):
        first = -1
    return first, at + END_LENGTH + comment
