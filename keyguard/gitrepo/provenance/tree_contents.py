"""What trees hold of the objects and names that are looked for, in columns."""

from __future__ import annotations

from array import array


class TreeContents:
    """Trees, and what each of them holds that is flagged or has a wanted name."""

    __slots__ = ("ends", "entries", "held", "trees")

    def __init__(self) -> None:
        self.entries: list[tuple[bytes, int]] = []
        """Name and number of all that is held, most of it by many trees."""
        self.trees = array("i")
        self.held = array("i")
        """What each tree holds, as positions in ``entries``."""
        self.ends = array("i")
        """Where that of each tree ends in ``held``."""
