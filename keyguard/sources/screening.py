"""What looks into each object of a history that the prefilter accepts, where it was read."""

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
    """Tells whether content holds anything; travels to other processes as a pickle."""

    @property
    def reach(self) -> Span | None:
        """What ``screen`` says of content without any clue."""

    def prepare(self) -> None:
        """Makes ready what takes time, once for all the processes that inherit it."""

    def screen(self, blob: Blob) -> ScreenResult:
        """What is seen of a blob, and where."""

    def look_through(self, large: Large) -> Iterator[Blob | Problem | Scanned]:
        """What of content that is not held holds something, and why it can't be read."""

    def is_clean(self, text: bytes, zones: Sequence[Span], reach: Span) -> bool:
        """Whether parts of a text hold nothing, with no more to depend on than ``reach``."""


class ScreeningVisitor(NamedTuple):
    """Looks into one object, in the process that read it."""

    screener: Screener
    max_size: int
    telling: NamePattern = NO_NAMES
    """Names of files that may hold something whatever they seem to hold."""

    @property
    def reach(self) -> Reach | None:
        """How far a change reaches in content without any clue."""
        return Reach(*self.screener.reach) if self.screener.reach else None

    def prepare(self) -> None:
        """Makes the screener ready."""
        self.screener.prepare()

    def visit(self, found: GitObject) -> tuple[list[Blob] | Unreadable, Reach | None]:
        """What of an object is worth reporting; most that passed the prefilter is not."""
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
        """What of a blob that is not held is worth reporting, and why not all of it is read."""
        if found.size > self.max_size:
            return [], str(too_large(found.size))
        large = Large(found.id, found.size, (), partial(_opened, found), found.again)
        seen = list(self.screener.look_through(large))
        reasons = (item.message.removesuffix(".") for item in seen if isinstance(item, Problem))
        return [item for item in seen if isinstance(item, Blob)], "; ".join(reasons)

    def is_clean(self, changed: Changed, reach: Reach) -> bool:
        """Whether a version holds nothing where something can matter that is not in its base."""
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
    """What is seen in an object."""

    id: str
    type: str
    blobs: Sequence[Blob]


class NotingVisitor(NamedTuple):
    """A screening visitor that also says of which object it was."""

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
        """What of an object is worth reporting; None if nothing is."""
        result, reach = self.inner.visit(found)
        if isinstance(result, Unreadable):
            return result, reach
        return (Seen(found.id, found.type, result) if result else None), reach

    def visit_large(self, found: LargeObject) -> tuple[Seen | None, str]:
        """What of a blob that is not held is worth reporting, and why not all of it is read."""
        result, reason = self.inner.visit_large(found)
        return (Seen(found.id, found.type, result) if result else None), reason

    def seen_in(self, found: GitObject | LargeObject) -> Iterator[Seen | Unreadable]:
        """What is worth reporting of any object, and that not all of it is read."""
        if isinstance(found, GitObject):
            result, reason = self.visit(found)[0], ""
        else:
            result, reason = self.visit_large(found)
        if result is not None:
            yield result
        if reason:
            yield Unreadable(found.id, reason)

    def is_clean(self, changed: Changed, reach: Reach) -> bool:
        """Whether a version holds nothing where something can matter that is not in its base."""
        return self.inner.is_clean(changed, reach)
