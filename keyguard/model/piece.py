"""A piece of content that is too large to be read at once, and content that has to be read so."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from keyguard.model.progress import Scanned
from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model.content import Place
    from keyguard.model.on_disk import Again
    from keyguard.model.spans import Span


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


class Large(NamedTuple):
    """Content that is not held, but read from its beginning to its end."""

    id: str
    size: int
    """Bytes, as far as it is known before."""
    places: tuple[Place, ...]
    open: Callable[[], AbstractContextManager[Callable[[int], bytes]]]
    """What reads so many bytes more, or fewer if that is all. Raises ``KeyguardError`` if what
    follows can't be read."""
    again: Again | None = None
    """Gives its parts to another process that what is found of it travels to; None if that is not
    known."""

    @property
    def weight(self) -> Scanned:
        """What reading it adds to the sums, but for its bytes."""
        return Scanned(files=len(self.places), blobs=1, objects=1)
