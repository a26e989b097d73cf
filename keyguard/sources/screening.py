"""Looks into each object of a history that the prefilter accepts, in the process that read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Protocol

from keyguard.errors import KeyguardError
from keyguard.gitformat.delta import Changed, Reach
from keyguard.gitformat.types import (
    CorruptObjectError,
    GitObject,
    LargeObject,
    Unreadable,
    too_large,
)
from keyguard.model import Blob, Problem, Scanned, ScreenResult, Span
from keyguard.model.chunks import Chunks
from keyguard.model.name_pattern import NO_NAMES, NamePattern
from keyguard.model.piece import Large
from keyguard.model.record import NamedTuple
from keyguard.sources.git_objects import (
    blobs_with_telling_names,
    contents,
)


class Screener(Protocol):
    """Says whether content holds anything. It is pickled for other processes."""

    @property
    def reach(self) -> Span | None:
        """The reach that ``screen`` gives for content without any clue."""

    def prepare(self) -> None:
        """Does what takes time, once for all the processes that inherit it."""

    def screen(self, blob: Blob) -> ScreenResult:
        """What is seen in a blob, and where."""

    def look_through(self, large: Large) -> Iterator[Blob | Problem | Scanned]:
        """The parts that hold something of content too large for the memory, and why the rest can't
        be read."""

    def is_clean(self, text: bytes, zones: Sequence[Span], reach: Span) -> bool:
        """Whether parts of a text hold nothing, and depend on nothing beyond ``reach``."""


class ScreeningVisitor(NamedTuple):
    """Screens one object, in the process that read it."""

    screener: Screener
    max_size: int
    telling: NamePattern = NO_NAMES
    """Names of files that may hold something whatever their bytes look like."""

    @property
    def reach(self) -> Reach | None:
        """How far a change reaches in content without any clue."""
        return Reach(*self.screener.reach) if self.screener.reach else None

    def prepare(self) -> None:
        """Makes the screener ready."""
        self.screener.prepare()

    def visit(self, found: GitObject) -> tuple[list[Blob] | Unreadable, Reach | None]:
        """What is worth reporting of an object; for most that passed the prefilter nothing is."""
        if found.size > self.max_size:
            return Unreadable(found.id, str(too_large(found.size))), None
        worth_reporting = list(blobs_with_telling_names(found, self.telling))
        reach = None
        for blob in contents(found):
            result = self.screener.screen(blob)
            reach = result.reach
            if result.verdict:
                worth_reporting.append(blob.seen(result))
        return worth_reporting, Reach(*reach) if reach else None

    def visit_large(self, found: LargeObject) -> tuple[list[Blob], str]:
        """What is worth reporting of a blob too large for the memory, and why not all of it is
        read."""
        if found.size > self.max_size:
            return [], str(too_large(found.size))
        large = Large(found.id, found.size, (), partial(_opened, found), found.again)
        seen = list(self.screener.look_through(large))
        reasons = (item.message.removesuffix(".") for item in seen if isinstance(item, Problem))
        return [item for item in seen if isinstance(item, Blob)], "; ".join(reasons)

    def is_clean(self, changed: Changed, reach: Reach) -> bool:
        """Whether a version holds nothing within reach of what its base lacks."""
        return changed.size <= self.max_size and self.screener.is_clean(
            changed.text, changed.zones, reach
        )


@contextmanager
def _opened(found: LargeObject) -> Iterator[Callable[[int], bytes]]:
    try:
        yield Chunks(found.parts()).read
    except CorruptObjectError as error:
        raise KeyguardError(str(error)) from error


class Seen(NamedTuple):
    """What was seen in an object."""

    id: str
    type: str
    blobs: Sequence[Blob]


class NotingVisitor(NamedTuple):
    """A screening visitor that also says which object it has seen something in."""

    inner: ScreeningVisitor

    @property
    def reach(self) -> Reach | None:
        """How far a change reaches in content without any clue."""
        return self.inner.reach

    def prepare(self) -> None:
        """Makes the screener ready."""
        self.inner.prepare()

    @property
    def max_size(self) -> int:
        """Bytes of the largest object that is looked into."""
        return self.inner.max_size

    def visit(self, found: GitObject) -> tuple[Seen | Unreadable | None, Reach | None]:
        """What is worth reporting of an object; None if nothing is."""
        result, reach = self.inner.visit(found)
        if isinstance(result, Unreadable):
            return result, reach
        return (Seen(found.id, found.type, result) if result else None), reach

    def visit_large(self, found: LargeObject) -> tuple[Seen | None, str]:
        """What is worth reporting of a blob too large for the memory, and why not all of it is
        read."""
        result, reason = self.inner.visit_large(found)
        return (Seen(found.id, found.type, result) if result else None), reason

    def seen_in(self, found: GitObject | LargeObject) -> Iterator[Seen | Unreadable]:
        """What is worth reporting of any object, and whether not all of it is read."""
        if isinstance(found, GitObject):
            result, reason = self.visit(found)[0], ""
        else:
            result, reason = self.visit_large(found)
        if result is not None:
            yield result
        if reason:
            yield Unreadable(found.id, reason)

    def is_clean(self, changed: Changed, reach: Reach) -> bool:
        """Whether a version holds nothing within reach of what its base lacks."""
        return self.inner.is_clean(changed, reach)
