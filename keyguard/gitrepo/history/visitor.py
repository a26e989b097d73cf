"""The interface between the reader of objects and the code that knows what to look for."""

from __future__ import annotations

from typing import Protocol, TypeVar

from keyguard.gitformat.delta import Changed, Reach
from keyguard.gitformat.types import GitObject, LargeObject

Result = TypeVar("Result", covariant=True)


class ObjectVisitor(Protocol[Result]):
    """Looks into the objects that the prefilter accepts, in the process that read them.

    It is sent to the processes like the prefilter, and what it returns must be picklable.
    """

    @property
    def reach(self) -> Reach | None:
        """How far around a change to an object that the prefilter rejects something may be found;
        None if nothing can be."""

    def prepare(self) -> None:
        """Does what takes time, once for all the processes that inherit it."""

    @property
    def max_size(self) -> int:
        """Bytes of the largest object that is looked into."""

    def visit(self, found: GitObject) -> tuple[Result, Reach | None]:
        """The result for an object.

        If there is none, and another version of the object could hold something only within reach
        of a change: that reach.
        """

    def visit_large(self, found: LargeObject) -> tuple[Result, str]:
        """The result for a blob that is too large for the memory, and why not all of it can be
        read.

        The reason is the end of a sentence; it is empty if all of the blob is read.
        """

    def is_clean(self, changed: Changed, reach: Reach) -> bool:
        """Whether a version of an object with this ``reach`` is certain to hold nothing."""
