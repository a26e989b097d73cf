"""The content of one member, read as far as the bounds allow."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain

from keyguard.formats.archive import Archive, Item, Member, Missing, NoRoom, Stream, Whole
from keyguard.formats.budget import Budget
from keyguard.formats.format import REPAIR, UNPACK
from keyguard.formats.pieces import PIECE, Piece, Read, pieces
from keyguard.formats.recognise import recognise
from keyguard.model.data import Data, opened
from keyguard.model.on_disk import NoRoomError
from keyguard.model.record import NamedTuple
from keyguard.model.repeating import Repeating

_TOO_MUCH = f"unpacks to more than the bounds on archives allow; {UNPACK}"


class Named(NamedTuple):
    """A member's name in reports, its path, and the beginning of a sentence about it."""

    step: str
    path: bytes
    subject: str


def named(archive: Archive, name: str) -> Named:
    """The name of a member that has a path of its own."""
    path = name.encode("utf-8", "surrogateescape")
    step = f"{archive.format.name}:{path.decode('utf-8', 'replace')}"
    return Named(step, path, f"its member {name}")


def bounded(archive: Archive, name: str, content: Data, budget: Budget) -> Iterator[Item]:
    """A member that is stored unpacked under a name, read as far as the bounds allow."""
    return read_member(named(archive, name), opened(content).read, budget)


def read_member(
    called: Named, read: Read, budget: Budget, damage: tuple[type[Exception], ...] = ()
) -> Iterator[Item]:
    """A member, read as far as the bounds allow.

    A large one comes in pieces with the whole behind them. An archive of which everything comes out
    comes as a whole only, or as a stream if it is sequential. ``damage`` is what ``read`` raises
    for damaged content.
    """
    content = _Bounded(read, budget.bytes, damage)
    head = content.read(PIECE)
    head += content.read(PIECE - len(head))  # raises what cut it off, if anything did
    is_large = len(head) == PIECE
    archive = recognise(head, called.path) if is_large else None
    if not is_large:
        if head:
            yield Member(called.step, called.path, head)
    elif archive is not None and archive.format.is_sequential:
        yield Stream(called.step, called.path, head, content.read)
    elif archive is not None and archive.format.yields_all:
        yield _whole(called, head, content.read)
    else:
        restated = archive is not None and archive.format.restated
        yield from _in_pieces(called, head, content.read, restated)
    budget.spend(content.size)
    if content.end:
        yield Missing(f"{called.subject} {content.end}")


def _whole(called: Named, head: bytes, read: Read) -> Item:
    kept = _Kept()
    for part in chain([head], iter(partial(read, PIECE), b"")):
        kept.add(Piece(part))
    return kept.as_item(called, is_archive=True)


def _in_pieces(called: Named, head: bytes, read: Read, restated: bool) -> Iterator[Item]:
    kept = _Kept()
    for piece in pieces(head, read):
        yield Member(
            called.step,
            called.path,
            *piece[:2],
            is_piece=True,
            restated=restated,
            repeats=piece.repeats,
            goes_on=piece.period > 0,
        )
        kept.add(piece)
    yield kept.as_item(called)


class _Kept:
    """What was read of a member, as long as there is room."""

    def __init__(self) -> None:
        self._content: Repeating | None = Repeating()
        self._failure = ""

    def add(self, piece: Piece) -> None:
        if self._content is None:
            return
        new = memoryview(piece.data)[piece.overlap :]
        try:
            if piece.period:
                self._content.repeat(piece.period, len(new))
            else:
                self._content.add(new)
        except NoRoomError as error:
            self._content, self._failure = None, str(error)

    def as_item(self, called: Named, is_archive: bool = False) -> Whole | NoRoom:
        if self._content is None:
            return NoRoom(f"{called.subject} is large, and {self._failure}", is_archive)
        return Whole(called.step, called.path, self._content, is_archive)


class _Bounded:
    """Reads content up to a bound, and keeps in mind why that is not all of it. Nothing is read if
    others have used all of it up: a few bytes of a bomb take long as well."""

    def __init__(self, read: Read, limit: int, damage: tuple[type[Exception], ...]) -> None:
        self._read = read
        self._left = limit
        self._damage = damage
        self.size = 0
        self.end = "" if limit > 0 else _TOO_MUCH
        """What is missing, as the rest of a sentence; empty if nothing is."""

    def read(self, size: int) -> bytes:
        if self.end or not size:
            return b""
        try:
            data = self._read(min(size, self._left + 1))
        except self._damage as error:
            reason = str(error) or type(error).__name__
            self.end = f"is damaged ({reason}); {REPAIR}"
            if "memory" in reason.lower():  # its window is larger than liblzma or libzstd may hold
                self.end = f"takes too much memory to unpack; {UNPACK}"
            error.__traceback__ = None  # it leads back to the decoder, with all that this holds
            return b""
        if len(data) > self._left:
            self.end = _TOO_MUCH
            data = data[: self._left]
        self._left -= len(data)
        self.size += len(data)
        return data
