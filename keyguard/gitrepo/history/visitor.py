"""What the reader of objects asks of those who know what they look for."""

from __future__ import annotations

from typing import Protocol, TypeVar

from keyguard.gitformat.delta import Changed, Reach
from keyguard.gitformat.types import GitObject, LargeObject

Result = TypeVar("Result", covariant=True)


class ObjectVisitor(Protocol[Result]):
    """Looks into what the prefilter accepts, in the process that read it.

    It travels like the prefilter, and what it returns must be picklable.
    """

    @property
    def reach(self) -> Reach | None:
        """The reach of a change to an object that the prefilter rejects; None if there is none."""

    def prepare(self) -> None:
        """Makes ready what takes time, once for all the processes that inherit it."""

    @property
    def max_size(self) -> int:
        """Bytes of the largest object that is looked into."""

    def visit(self, found: GitObject) -> tuple[Result, Reach | None]:
        """What becomes of an object. If that is nothing, and a version of it could only hold
        something in reach of a change: that reach."""

    def visit_large(self, found: LargeObject) -> tuple[Result, str]:
        """What becomes of a blob that is not held, and why not all of it can be read, as the end of
        a sentence; empty if all of it is read."""

    def is_clean(self, changed: Changed, reach: Reach) -> bool:
        """Whether a version of an object with this ``reach`` holds nothing, surely."""
