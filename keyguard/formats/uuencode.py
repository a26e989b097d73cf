"""Files that uuencode (POSIX.1) has written as text, such as attachments of old mails."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from keyguard.formats.archive import TOO_MUCH, Archive, Item, Missing
from keyguard.formats.budget import Budget
from keyguard.formats.format import REPAIR
from keyguard.formats.member import named, read_member
from keyguard.model.chunks import Chunks
from keyguard.model.data import Data, found_in
from keyguard.model.patterns import lazy_pattern

_BEGIN = lazy_pattern(
    rb"^begin [0-7]{3,4} ([^\r\n]{1,255})\r?\n(?=([!-M][ -`]{2,})\r?\n)", re.MULTILINE
)
"""Its name and its first line, whose first character counts its bytes, as in every line."""
_LINE = lazy_pattern(rb"([!-M][ -`]{2,})\r?\n")
_END = lazy_pattern(rb"(?:[ `]?\r?\n)?end\b")
_LONGEST_LINE = 128
_TOGETHER = 1 << 16
"""Bytes of lines that are read at a time."""
_DAMAGE = (binascii.Error, ValueError)


def is_sound(archive: Archive) -> bool:
    """Whether the first line has as many characters as it says."""
    return any(_is_line(found.match[2]) for found in found_in(_BEGIN, archive.data))


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Every file in it."""
    end = 0
    for start, begin, found in found_in(_BEGIN, archive.data):
        if start < end or not _is_line(found[2]):
            continue
        if budget.is_spent:
            yield TOO_MUCH
            return
        name = found[1].decode("utf-8", "surrogateescape")
        lines = _Lines(archive.data, begin)
        yield from read_member(named(archive, name), Chunks(lines.decoded()).read, budget, _DAMAGE)
        end = lines.position
        if not _END.match(archive.data[end : end + _LONGEST_LINE]):
            yield Missing(f"its member {name} is cut off; {REPAIR}")


class _Lines:
    """The lines of one file, which go on as long as they look like such."""

    def __init__(self, data: Data, position: int) -> None:
        self._data = data
        self.position = position

    def decoded(self) -> Iterator[bytes]:
        """What the lines stand for. Raises ``_DAMAGE``."""
        while True:
            part = self._data[self.position : self.position + _TOGETHER]
            at, lines = 0, []
            while line := _LINE.match(part, at):
                lines.append(binascii.a2b_uu(line[1][: _needed(line[1])]))
                at = line.end()
            self.position += at
            if not lines:
                return
            yield b"".join(lines)


def _is_line(line: bytes) -> bool:
    """Whether a line has the characters for the bytes that it counts, or up to two more."""
    expected = 1 + -(-_bytes_in(line) // 3) * 4
    return expected - 3 <= len(line) <= expected + 2


def _needed(line: bytes) -> int:
    """Characters of a line that its bytes are in: behind those may be anything."""
    return 1 + -(-_bytes_in(line) * 4 // 3)


def _bytes_in(line: bytes) -> int:
    return line[0] - ord(" ")
