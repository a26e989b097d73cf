"""Binary files in git patches (``diff.c``, ``emit_binary_diff_body``).

Deflated content, or a deflated change, as base85 in lines that each begin with their length.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator

from keyguard.formats import inflate
from keyguard.formats.archive import TOO_MUCH, Archive, Item
from keyguard.formats.budget import Budget
from keyguard.formats.member import Named, read_member
from keyguard.formats.pieces import GIVEN
from keyguard.formats.zlib_stream import HEADER
from keyguard.model.chunks import Chunks
from keyguard.model.data import Data, found_in
from keyguard.model.patterns import lazy_pattern

_BLOCK = lazy_pattern(
    rb"^(?P<kind>literal|delta) (?P<size>[0-9]{1,12})\r?\n"
    rb"(?=[A-Za-z][0-9A-Za-z!#$%&()*+;<=>?@^_`{|}~-]{5,65}\r?\n)",
    re.MULTILINE,
)
_LINE = lazy_pattern(rb"([A-Za-z][0-9A-Za-z!#$%&()*+;<=>?@^_`{|}~-]{5,65})\r?\n")
_NAME = lazy_pattern(
    rb"^diff --git \"?a/[^\n]{0,400}? \"?b/(?P<path>[^\n\"]{1,400})\"?\r?$", re.MULTILINE
)
_CHANGES_REACH = 2_000
"""Bytes in front of a block in which the header of its file is."""
_LINE_LENGTHS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""1 to 52 bytes, by their letter."""
_TOGETHER = 1 << 16
"""Bytes of lines that are read at a time."""
_DAMAGE: tuple[type[Exception], ...] = (*inflate.ERRORS, EOFError, ValueError)


def is_sound(archive: Archive) -> bool:
    """Whether a block of digits follows."""
    return any(True for _ in found_in(_BLOCK, archive.data))


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """The old and the new content of each file; of a change, the bytes that are new."""
    for start, begin, found in found_in(_BLOCK, archive.data):
        if budget.is_spent:
            yield TOO_MUCH
            return
        above = archive.data[max(0, start - _CHANGES_REACH) : start]
        named = [each["path"] for each in _NAME.finditer(above)]
        path = named[-1] if named else b""
        called = (
            path.decode("utf-8", "replace") or f"{archive.format.name} {found['kind'].decode()}"
        )
        read = Chunks(_inflated(_packed(archive.data, begin))).read
        name = Named(f"{archive.format.name}:{called}", path, f"its binary patch of {called}")
        yield from read_member(name, read, budget, _DAMAGE)


def _packed(data: Data, position: int) -> Iterator[bytes]:
    """What the lines of a block stand for. Raises ValueError."""
    while True:
        part = data[position : position + _TOGETHER]
        at, lines = 0, []
        while line := _LINE.match(part, at):
            lines.append(_bytes_of(line[1]))
            at = line.end()
        position += at
        if not lines:
            return
        yield b"".join(lines)


def _inflated(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Raises ``_DAMAGE``."""
    decoder = inflate.decoder(inflate.ZLIB, inflate.BULK)
    for number, part in enumerate(parts):
        if not number and not HEADER.match(part):
            return
        while part:
            yield decoder.decompress(part, GIVEN)
            part = decoder.unconsumed_tail
    while not decoder.eof:
        more = decoder.decompress(b"", GIVEN)
        if not more:
            raise EOFError("it is cut off")
        yield more


def _bytes_of(line: bytes) -> bytes:
    """The bytes of one line. Raises ValueError."""
    return base64.b85decode(line[1:])[: _LINE_LENGTHS.index(line[:1]) + 1]
