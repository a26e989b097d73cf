"""A piece of content that is too large to be read at once, and content that has to be read so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial

from keyguard.model.progress import Scanned
from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model.content import Place
    from keyguard.model.data import Data
    from keyguard.model.on_disk import Again
    from keyguard.model.spans import Span, TextTopics


LARGE = 16 << 20
"""Bytes of content that is read in pieces; what has fewer is read as a whole."""


class PieceOf(NamedTuple):
    """Where a piece is in its content, and which part of it no other piece answers for."""

    start: int
    """Bytes in front of it."""
    own: Span
    """The bytes of the piece that are its own. Those around them are there to be read with it, and
    belong to the pieces before and behind."""
    lines_before: int
    columns_before: int
    """Characters of its first line that are in front of it."""
    charset: str
    """How all of the content is read."""
    restated: bool = False
    """Whether what is packed in the content says all that its text does."""
    topics: TextTopics | None = None
    """What is known of the text that it is an excerpt of; None if it is none."""


class Large(NamedTuple):
    """Content that is not held, but read from its beginning to its end."""

    id: str
    size: int
    """Bytes, as far as it is known before."""
    places: tuple[Place, ...]
    open: Callable[[], AbstractContextManager[Callable[[int], bytes]]]
    """What reads so many bytes more, or fewer if that is all. Raises ``KeyguardError``, or
    ``OSError``, if what follows can't be read."""
    again: Again | None = None
    """Gives its parts to another process that what is found of it travels to; None if that is not
    known."""
    file: Data | None = None
    """All of it, where it is on the disk as it is; else it is copied there if it has to be read in
    any order."""

    @property
    def weight(self) -> Scanned:
        """What reading it adds to the sums, but for its bytes."""
        return Scanned(files=len(self.places), blobs=1, objects=1)


def large_file(id_: str, file: Data, places: tuple[Place, ...]) -> Large:
    """Content that is on the disk as it is, or held."""
    return Large(id_, len(file), places, partial(_opened, file), file=file)


@contextmanager
def _opened(file: Data) -> Iterator[Callable[[int], bytes]]:
    from keyguard.model.data import reader_of  # few contents are so large

    yield reader_of(file)
