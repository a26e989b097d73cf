"""Binary files in patches of git (``diff.c``, ``emit_binary_diff_body``): deflated content, or a
change of content, as base85 in lines that each begin with their length."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from keyguard.formats import inflate
from keyguard.formats.archive import TOO_MUCH, Archive, Item, Missing
from keyguard.formats.budget import Budget
from keyguard.formats.format import REPAIR
from keyguard.formats.member import Named, read_member
from keyguard.formats.zlib_stream import zlib_chunks
from keyguard.model.chunks import Chunks
from keyguard.model.patterns import lazy_pattern

_BLOCK = lazy_pattern(
    rb"^(?P<kind>literal|delta) (?P<size>[0-9]{1,12})\r?\n"
    rb"(?P<lines>(?:[A-Za-z][0-9A-Za-z!#$%&()*+;<=>?@^_`{|}~-]{5,65}\r?\n)+)",
    re.MULTILINE,
)
_NAME = lazy_pattern(
    rb"^diff --git \"?a/[^\n]{0,400}? \"?b/(?P<path>[^\n\"]{1,400})\"?\r?$", re.MULTILINE
)
_CHANGES_REACH = 2_000
"""Bytes in front of a block in which the header of its file is."""
_LINE_LENGTHS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""1 to 52 bytes, by their letter."""


def is_sound(archive: Archive) -> bool:
    """Whether a block of digits follows."""
    return _BLOCK.search(archive.data) is not None


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """What each file was and became. Of a change it is what is new, which it holds as it is."""
    for found in _BLOCK.finditer(archive.data):
        if budget.is_spent:
            yield TOO_MUCH
            return
        above = archive.data[max(0, found.start() - _CHANGES_REACH) : found.start()]
        named = [each["path"] for each in _NAME.finditer(above)]
        path = named[-1] if named else b""
        called = (
            path.decode("utf-8", "replace") or f"{archive.format.name} {found['kind'].decode()}"
        )
        try:
            packed = b"".join(map(_line, found["lines"].splitlines()))
        except ValueError:
            yield Missing(f"its binary patch of {called} is damaged; {REPAIR}")
            continue
        read = Chunks(zlib_chunks(packed)).read
        name = Named(f"{archive.format.name}:{called}", path, f"its binary patch of {called}")
        yield from read_member(name, read, budget, (*inflate.ERRORS, EOFError))


def _line(line: bytes) -> bytes:
    """The bytes of one line. Raises ValueError."""
    return base64.b85decode(line[1:])[: _LINE_LENGTHS.index(line[:1]) + 1]
