"""Searches large content one piece at a time; archives are looked for in all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from keyguard.decode import view_of
from keyguard.decode.large import PIECE, cut, excerpts
from keyguard.detect.detector import topics_of
from keyguard.errors import KeyguardError
from keyguard.model import Blob, Detection, Problem, Scanned, ScreenResult
from keyguard.model.data import Data
from keyguard.model.on_disk import NoRoomError, OnDisk
from keyguard.model.piece import Large, PieceOf
from keyguard.model.source_map import outermost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.pipeline.screen import Screener


def look_through(large: Large, screener: Screener) -> Iterator[Blob | Problem | Scanned]:
    """The parts of large content that hold something, how much was read, and the problems.

    If something is packed in the content, all of it comes first, then the pieces of its text that
    hold something.
    """
    look = _Look(large, screener)
    seen = list(look.through_text())
    if look.is_packed:
        yield from look.through_archive()
    yield from seen
    path = large.places[0].path if large.places else f"(object {large.id})".encode()
    yield large.weight + Scanned(bytes=look.size)
    yield from (Problem(path, failure) for failure in dict.fromkeys(look.failures))


class _Look:
    """One look through large content, and what came of it."""

    def __init__(self, large: Large, screener: Screener) -> None:
        self._large = large
        self._screener = screener
        self.size = 0
        self.failures: list[str] = []
        """Why not all can be read, as sentences."""
        self.is_packed = False
        """Whether archives have to be looked for."""

    def through_text(self) -> Iterator[Blob]:
        """The pieces in which something is seen; none of what comes out of an archive."""
        for blob in self._pieces():
            beginning = blob._replace(piece=None)
            is_first = not blob.piece or not blob.piece.start
            is_asked = is_first and self._screener.begins_packed(beginning)
            if is_asked and self._comes_out_whole(beginning):
                return
            result = self._screener.screen(blob)
            asks = result.packed and not (self.is_packed or is_asked)
            if asks and self._comes_out_whole(beginning) and is_first:
                return
            if result.verdict:
                yield from _excerpts(blob, result)

    def _comes_out_whole(self, piece: Blob) -> bool:
        """Whether archives have to be looked for, as a piece shows, and say all that there is."""
        self.is_packed = self._screener.is_packed(piece)
        return self.is_packed and self._screener.comes_out_whole(piece)

    def through_archive(self) -> Iterator[Blob]:
        """All of the content, if something is seen in what is packed there."""
        large = self._large
        try:
            file: Data = large.file or OnDisk(self._parts(), large.again)
        except NoRoomError as error:
            self.failures.append(f"{error}.")
            return
        self.size = len(file)
        blob = Blob(large.id, file[:PIECE], large.places, file=file)
        result = self._screener.screen(blob)
        if result.verdict:
            yield blob.seen(result)

    def _pieces(self) -> Iterator[Blob]:
        large = self._large
        restated = False
        with self._reading() as read:
            for data, piece in cut(read(PIECE), read):
                if not piece.start:
                    restated = self._screener.is_restated(Blob("", data, large.places))
                self.size = piece.start + len(data)
                yield Blob(large.id, data, large.places, piece=piece._replace(restated=restated))

    def _parts(self) -> Iterator[bytes]:
        """All of the content that can be read."""
        with self._reading() as read:
            yield from iter(partial(read, PIECE), b"")

    @contextmanager
    def _reading(self) -> Iterator[Callable[[int], bytes]]:
        """What reads the content; why not all of it can be read is noted, and ends the block."""
        try:
            with self._large.open() as read:
                yield read
        except KeyguardError as error:
            self.failures.append(str(error))
        except OSError as error:
            told = error.strerror or error
            self.failures.append(f"it can't be read: {told}; check its permissions.")


def _excerpts(blob: Blob, result: ScreenResult) -> Iterator[Blob]:
    """A piece in which something is seen; only what is near that, if it is known where it is."""
    seen = blob.seen(result)
    if blob.piece is None or not result.windows:
        yield seen
        return
    topics = topics_of(view_of(blob).text)
    for data, piece, windows in excerpts(blob.data, blob.piece, result.windows):
        yield seen._replace(data=data, piece=piece._replace(topics=topics), windows=tuple(windows))


def is_own(found: Detection) -> bool:
    """Whether a credential belongs to the piece in which it was found, since others see it too."""
    view, start, _ = outermost(found)
    piece = view.blob.piece
    if piece is None:
        return True
    first, last = (_characters(view.blob.data, each, view.text, piece) for each in piece.own)
    return first <= start < last


def _characters(data: bytes, end: int, text: str, piece: PieceOf) -> int:
    """How many characters of a text so many bytes of its piece are."""
    if len(text) == len(data):
        return end
    if end >= len(data):
        return len(text) + 1
    return len(data[:end].decode(piece.charset, "replace"))
