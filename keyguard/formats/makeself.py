"""Makeself archives (https://makeself.io): a shell script that unpacks the bytes behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.formats.archive import Archive, Item, Missing
from keyguard.formats.budget import Budget
from keyguard.formats.format import REPAIR, UNPACK
from keyguard.formats.member import bounded
from keyguard.formats.recognise import recognise
from keyguard.model.data import part_of
from keyguard.model.patterns import lazy_pattern

_SIZES = lazy_pattern(rb'^filesizes="([0-9 ]{1,400})"', re.MULTILINE)
"""Bytes of each archive; they fill the file up to its end."""
_HEAD = 1 << 17
"""Bytes in which a script says so."""


def is_sound(archive: Archive) -> bool:
    """Whether content is a script that says how many bytes follow it."""
    return archive.data.startswith(b"#!") and _sizes(archive) != []


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Every archive behind the script."""
    sizes = _sizes(archive)
    position = len(archive.data) - sum(sizes)
    if position <= 0:
        yield Missing(f"its archive is cut off; {REPAIR}")
        return
    for number, size in enumerate(sizes, 1):
        content = part_of(archive.data, position, position + size)
        position += size
        if recognise(content) is None:
            yield Missing(f"it is packed or encrypted in a way that is not opened; {UNPACK}")
        else:
            yield from bounded(archive, f"archive {number}", content, budget)


def _sizes(archive: Archive) -> list[int]:
    found = _SIZES.search(archive.data[:_HEAD])
    return list(map(int, found[1].split())) if found else []
