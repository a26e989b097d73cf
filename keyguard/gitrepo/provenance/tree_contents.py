"""What trees hold of what is looked for, in columns."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field


@dataclass(slots=True)
class TreeContents:
    """Trees, and what each of them holds that is marked or has a wanted name."""

    entries: list[tuple[bytes, int]] = field(default_factory=list)
    """Name and number of all that is held, most of it by many trees."""
    trees: array[int] = field(default_factory=lambda: array("i"))
    held: array[int] = field(default_factory=lambda: array("i"))
    """What each tree holds, as positions in ``entries``."""
    ends: array[int] = field(default_factory=lambda: array("i"))
    """Where that of each tree ends in ``held``."""
