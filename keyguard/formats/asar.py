"""Archives of Electron programs.

A header in JSON says where each file is, and the files follow it end to end
(https://github.com/electron/asar, README, "Format").
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from keyguard.formats.archive import TOO_MUCH, Archive, Item
from keyguard.formats.budget import Budget
from keyguard.formats.member import bounded
from keyguard.model.data import part_of

_HEADER = 16
"""Bytes of four numbers in front of the JSON, the second and the last of which are sizes."""
_LONGEST_HEADER = 8 << 20
"""Bytes of JSON, of some 100,000 files; what it says takes many times as many."""


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Every file in the archive. Raises ValueError if the header is damaged."""
    data = archive.data
    length = int.from_bytes(data[12:16], "little")
    if length > _LONGEST_HEADER:
        raise ValueError("its header is too long")
    header = json.loads(data[_HEADER : _HEADER + length])
    base = 8 + int.from_bytes(data[4:8], "little")
    waiting: list[tuple[str, Any]] = [("", header)]
    while waiting:
        path, entry = waiting.pop()
        if not isinstance(entry, dict):
            raise ValueError("its header names no files")
        if isinstance(files := entry.get("files"), dict):
            waiting += ((f"{path}/{name}".lstrip("/"), each) for name, each in files.items())
        elif "offset" in entry:
            if budget.is_spent:
                yield TOO_MUCH
                return
            start, size = base + _number(entry["offset"]), _number(entry.get("size", 0))
            if not 0 <= base <= start <= start + size <= len(data):
                raise ValueError(f"its member {path} is cut off")
            yield from bounded(archive, path, part_of(data, start, start + size), budget)


def _number(written: Any) -> int:
    """A number as JSON has it, or as text. Raises ValueError if it is none."""
    if not isinstance(written, int | str):
        raise ValueError("its header has something else for a number")
    return int(written)
