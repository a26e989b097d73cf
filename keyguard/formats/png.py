"""The packed texts of PNG images (PNG specification, 11.3.3); others are plain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.formats.archive import Archive, Item
from keyguard.formats.budget import Budget
from keyguard.formats.deflated import texts
from keyguard.model.data import Data, Stretch, found_in, stretch_of
from keyguard.model.patterns import lazy_pattern

_TEXT = lazy_pattern(
    rb"zTXt[^\0]{1,79}\0\0|iTXt[^\0]{1,79}\0\x01\0[^\0]{0,200}\0[^\0]{0,400}\0", re.DOTALL
)
"""What stands in front of a packed text."""


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Each packed text."""
    return texts(archive, _streams(archive.data), budget)


def _streams(data: Data) -> Iterator[Stretch]:
    for start, end, _ in found_in(_TEXT, data):
        length = int.from_bytes(data[max(0, start - 4) : start], "big")
        yield stretch_of(data, end, start + 4 + length)
