"""Files that are written as text by uuencode (POSIX.1), such as the attachments of old mails."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from keyguard.formats.archive import TOO_MUCH, Archive, Item, Missing
from keyguard.formats.budget import Budget
from keyguard.formats.format import REPAIR
from keyguard.formats.member import bounded
from keyguard.model.patterns import lazy_pattern

_FILE = lazy_pattern(
    rb"^begin [0-7]{3,4} ([^\r\n]{1,255})\r?\n((?:[!-M][ -`]{2,}\r?\n)+)(?:[ `]?\r?\n)?(end\b)?",
    re.MULTILINE,
)
"""Its name, its lines, and its end: the first character of a line counts its bytes."""


def is_sound(archive: Archive) -> bool:
    """Whether the first line has as many characters as it says."""
    return any(_is_line(found[2].splitlines()[0]) for found in _FILE.finditer(archive.data))


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Every file in it. Raises ValueError if a line is damaged."""
    for found in _FILE.finditer(archive.data):
        if budget.is_spent:
            yield TOO_MUCH
            return
        lines = found[2].splitlines()
        if not _is_line(lines[0]):
            continue
        name = found[1].decode("utf-8", "surrogateescape")
        yield from bounded(archive, name, b"".join(map(binascii.a2b_uu, lines)), budget)
        if not found[3]:
            yield Missing(f"its member {name} is cut off; {REPAIR}")


def _is_line(line: bytes) -> bool:
    """Whether a line has the characters for the bytes that it counts, or up to two more."""
    expected = 1 + -(-(line[0] - ord(" ")) // 3) * 4
    return expected - 3 <= len(line) <= expected + 2
