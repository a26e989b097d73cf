"""Large content, looked through a piece at a time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from keyguard import decode
from keyguard.decode.large import PIECE, cut
from keyguard.errors import KeyguardError
from keyguard.model import (
    Blob,
    Detection,
    Part,
    Problem,
    Scanned,
    ScreenResult,
    ScreenVerdict,
    Span,
)
from keyguard.model.piece import LARGE, Large, PieceOf
from keyguard.model.source_map import outermost
from keyguard.settings import Limits

if TYPE_CHECKING:
    from keyguard.pipeline.screen import Screener

_ZIP, _ZIP_END = b"PK\x03\x04", b"PK\x05\x06"
"""How a member begins, and the directory's end: seldom in one piece."""


def is_read_in_pieces(blob: Blob, limits: Limits) -> bool:
    """Whether a blob is large, and no archive that is opened."""
    is_large = len(blob.data) > LARGE and blob.part is Part.CONTENT and blob.piece is None
    return is_large and not decode.is_opened(blob, limits)


def pieces_of(blob: Blob) -> Iterator[Blob]:
    """A blob in pieces; of one that has ``windows`` those that hold any of these."""
    stream = io.BytesIO(blob.data)
    for data, piece in cut(stream.read(PIECE), stream.read):
        windows = tuple(_within(blob.windows, piece.start, piece.start + len(data)))
        if windows or not blob.windows:
            yield blob._replace(data=data, piece=piece, windows=windows)


def _within(windows: Iterable[Span], start: int, end: int) -> Iterator[Span]:
    for first, last in windows:
        if first < end and last > start:
            yield max(first, start) - start, min(last, end) - start


def screen_pieces(pieces: Iterable[Blob], screen: Callable[[Blob], ScreenResult]) -> ScreenResult:
    """What is seen of content in pieces, and where in all of it."""
    verdict, windows = ScreenVerdict.NOTHING, []
    for blob in pieces:
        result = screen(blob)
        start = blob.piece.start if blob.piece else 0
        seen = result.windows or ((0, len(blob.data)),)
        if result.verdict:
            verdict = max(verdict, result.verdict)
            windows += [(start + first, start + last) for first, last in seen]
    return ScreenResult(verdict, tuple(windows))


def look_through(
    large: Large, screener: Screener, limits: Limits
) -> Iterator[Blob | Problem | Scanned]:
    """What of large content holds something, and the weight of all of it. What is opened as an
    archive is held as a whole."""
    held: list[Blob] = []
    size = 0
    try:
        with large.open() as read:
            may_be_zip = False
            for data, piece in cut(read(PIECE), read):
                blob = Blob(large.id, data, large.places, piece=piece)
                size = piece.start + len(data)
                if not piece.start and decode.is_opened(blob, limits):
                    break
                result = screener.screen(blob)
                may_be_zip = may_be_zip or (result.packed and _ZIP in data)
                if may_be_zip and _ZIP_END in data:
                    break
                if result.packed and decode.is_opened(blob, limits):
                    break
                if result.verdict:
                    held.append(blob._replace(windows=result.windows))
            else:
                yield large.weight + Scanned(bytes=size)
                yield from held
                return
        yield from _as_a_whole(large, screener, limits)
    except KeyguardError as error:
        yield large.weight + Scanned(bytes=size)
        yield from held
        yield Problem(large.places[0].path, str(error))


def _as_a_whole(
    large: Large, screener: Screener, limits: Limits
) -> Iterator[Blob | Problem | Scanned]:
    """The same of what is held, once it may be an archive. Raises ``KeyguardError``."""
    with large.open() as read:
        data = read(large.size + 1)
    blob = Blob(large.id, data, large.places)
    yield blob.weight
    result = screener.screen(blob)
    if result.verdict:
        yield blob._replace(windows=result.windows)


def is_own(found: Detection) -> bool:
    """Whether the piece in which a credential was found answers for it: others see it too."""
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
