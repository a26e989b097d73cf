"""Binary property lists of Apple's systems, which keep all names apart from their values."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from typing import Any

from keyguard.formats.archive import TOO_MUCH, Archive, Item, Member, held
from keyguard.formats.budget import Budget
from keyguard.formats.rows import row

_EACH = 64
"""Bytes that each value counts at least. One that is referred to many times stands there as often,
and may even hold itself: a file of 46 bytes without an end."""


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """One text with each name and its value. Raises ValueError if the list is damaged."""
    try:
        content = plistlib.loads(held(archive), fmt=plistlib.FMT_BINARY)
    except (plistlib.InvalidFileException, RecursionError, TypeError) as error:
        raise ValueError("it is no property list") from error
    lines: list[bytes] = []
    size = 0
    waiting: list[tuple[str, Any]] = [("", content)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += ((str(key), each) for key, each in reversed(value.items()))
        elif isinstance(value, list):
            waiting += ((name, each) for each in reversed(value))
        else:
            lines.append(row([(name, value)]))
            size += len(lines[-1])
        size += _EACH
        if size + _EACH * len(waiting) > budget.bytes:
            yield TOO_MUCH
            break
    budget.spend(size)
    yield Member(archive.format.name, b"", b"".join(lines))
