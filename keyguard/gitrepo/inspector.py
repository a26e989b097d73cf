"""What the reader of objects asks of those who know what they look for."""

from __future__ import annotations

from typing import Protocol, TypeVar

from keyguard.gitrepo.delta import Changed, Reach
from keyguard.gitrepo.objects import GitObject

Result = TypeVar("Result", covariant=True)


class Prefilter(Protocol):
    """Tells whether content can hold anything of interest. False is certain, true is a guess.

    It looks for patterns, wherever they stand: whatever contains a text that matches, matches.
    It travels to other processes as a pickle where they can't inherit it.
    """

    @property
    def span(self) -> int:
        """Bytes that are enough for any match: a text that matches has a part, no longer than
        this, that matches by itself."""

    def matches(self, data: bytes) -> bool:
        """Whether ``data`` is worth a closer look."""


class Inspector(Protocol[Result]):
    """Looks into what the prefilter accepts, in the process that read it.

    It travels like the prefilter, and what it returns must be picklable.
    """

    @property
    def reach(self) -> Reach | None:
        """The reach of a change to an object that the prefilter rejects; None if there is none."""

    def prepare(self) -> None:
        """Makes ready what takes time, once for all the processes that inherit it."""

    def look(self, found: GitObject) -> tuple[Result, Reach | None]:
        """What becomes of an object. If that is nothing, and a version of it could only hold
        something in reach of a change: that reach."""

    def is_clean(self, changed: Changed, reach: Reach) -> bool:
        """Whether a version of an object with this ``reach`` holds nothing, surely."""


class Itself:
    """Takes every object as it is."""

    reach = None

    def prepare(self) -> None:
        """There is nothing to do."""

    def look(self, found: GitObject) -> tuple[GitObject, None]:
        """The object."""
        return found, None

    def is_clean(self, changed: Changed, reach: Reach) -> bool:
        """Never asked, since no object has a reach."""
        return False
