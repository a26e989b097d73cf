"""What trees and commits name, kept in few bytes until somebody asks where an object stands."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field, fields

END = -2
"""Stands behind what one tree names; no object has this number."""
SPARE = 2
"""Items behind one for each object: there Python finds what ``END`` and ``MISSING`` count to."""
NO_DATE = -1
"""Of a commit whose date is not written as git writes it."""


def _numbers() -> array[int]:
    return array("i")


@dataclass(slots=True)
class RecordedRefs:
    """Of the objects of one task. All are told by their numbers in ``OidNumbers``."""

    trees: array[int] = field(default_factory=_numbers)
    """Trees in the order in which they were read; some twice."""
    named: array[int] = field(default_factory=_numbers)
    """What each of them names, or at least what its base does not, with ``END`` behind each."""
    striking: array[int] = field(default_factory=_numbers)
    """Trees with a name that was found to be of interest."""
    commits: array[int] = field(default_factory=_numbers)
    roots: array[int] = field(default_factory=_numbers)
    """The tree of each commit."""
    parents: array[int] = field(default_factory=_numbers)
    """The parents of each commit, with ``END`` behind them; ``MISSING`` for one that can't be
    read."""
    dates: array[int] = field(default_factory=lambda: array("q"))
    """When each was committed, in seconds since 1970, or ``NO_DATE``."""
    tagged: array[int] = field(default_factory=_numbers)
    """What tags name."""

    @property
    def columns(self) -> tuple[array[int], ...]:
        """All that was recorded, in the order of the fields."""
        return tuple(getattr(self, each.name) for each in fields(self))
