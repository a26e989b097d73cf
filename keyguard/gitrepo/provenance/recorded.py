"""What trees and commits name, kept in few bytes until somebody asks where an object is."""

from __future__ import annotations

from array import array

END = -2
"""Stands behind the numbers that one tree names; no object has this number."""
SPARE = 2
"""Items behind those of the objects, where Python finds ``END`` and ``MISSING``, which count from
the end."""
NO_DATE = -1
"""The date of a commit whose date is not written as git writes it."""


class RecordedRefs:
    """What the trees and commits of one task name, by their numbers in ``OidNumbers``."""

    __slots__ = _COLUMNS = (
        "trees",
        "named",
        "striking",
        "commits",
        "roots",
        "parents",
        "dates",
        "tagged",
    )

    def __init__(self) -> None:
        self.trees = array("i")
        """Trees in the order in which they were read; some twice."""
        self.named = array("i")
        """What each of them names, or at least what its base does not, with ``END`` behind each."""
        self.striking = array("i")
        """Trees with a name that was found to be of interest."""
        self.commits = array("i")
        self.roots = array("i")
        """The tree of each commit."""
        self.parents = array("i")
        """The parents of each commit, with ``END`` behind them; ``MISSING`` for one that can't be
        read."""
        self.dates = array("q")
        """When each was committed, in seconds since 1970, or ``NO_DATE``."""
        self.tagged = array("i")
        """What tags name."""

    @property
    def columns(self) -> tuple[array[int], ...]:
        """All columns that were recorded."""
        return tuple(getattr(self, name) for name in self._COLUMNS)
