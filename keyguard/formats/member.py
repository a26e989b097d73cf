"""The content of one member, read as far as the bounds allow."""

from __future__ import annotations

import io
from collections.abc import Iterator

from keyguard.formats.archive import Archive, Item, Member, Missing, Stream
from keyguard.formats.budget import Budget
from keyguard.formats.format import REPAIR, UNPACK
from keyguard.formats.pieces import PIECE, Read, pieces
from keyguard.formats.recognise import is_program, recognise
from keyguard.model.record import NamedTuple


class Named(NamedTuple):
    """What a report calls a member, its path, and what a sentence about it begins with."""

    step: str
    path: bytes
    subject: str


def named(archive: Archive, name: str) -> Named:
    """What a member is called that has a name of its own."""
    path = name.encode("utf-8", "surrogateescape")
    step = f"{archive.format.name}:{path.decode('utf-8', 'replace')}"
    return Named(step, path, f"its member {name}")


def bounded(archive: Archive, name: str, content: bytes, budget: Budget) -> Iterator[Item]:
    """A member that has a name, as far as it may be read."""
    return read_member(named(archive, name), io.BytesIO(content).read, budget)


def read_member(
    called: Named, read: Read, budget: Budget, damage: tuple[type[Exception], ...] = ()
) -> Iterator[Item]:
    """A member as far as it may be read: in pieces if it is large, but an archive as a whole,
    unless that is read from its beginning to its end.

    ``damage`` is what ``read`` raises for content that is damaged.
    """
    content = _Bounded(read, budget.bytes, damage)
    head = content.read(PIECE)
    is_large = len(head) == PIECE
    archive = recognise(head, called.path) if is_large else None
    if archive is not None and archive.format.is_sequential:
        yield Stream(called.step, called.path, head, content.read)
    elif archive is not None or (is_large and is_program(head)):
        yield Member(called.step, called.path, head + content.read(budget.bytes))
    else:
        for piece in pieces(head, content.read):
            if piece.data:
                yield Member(called.step, called.path, piece.data, piece.lines_before)
    budget.spend(content.size)
    if content.end:
        yield Missing(f"{called.subject} {content.end}")


class _Bounded:
    """Reads content up to a bound, and keeps in mind why that is not all of it."""

    def __init__(self, read: Read, limit: int, damage: tuple[type[Exception], ...]) -> None:
        self._read = read
        self._left = limit
        self._damage = damage
        self.size = 0
        self.end = ""
        """What is missing, as the rest of a sentence; empty if nothing is."""

    def read(self, size: int) -> bytes:
        if self.end or not size:
            return b""
        try:
            data = self._read(min(size, self._left + 1))
        except self._damage as error:
            self.end = f"is damaged ({str(error) or type(error).__name__}); {REPAIR}"
            return b""
        if len(data) > self._left:
            self.end = f"unpacks to more than the bounds on archives allow; {UNPACK}"
            data = data[: self._left]
        self._left -= len(data)
        self.size += len(data)
        return data
