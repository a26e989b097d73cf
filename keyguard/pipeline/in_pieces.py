"""Large content, looked through a piece at a time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
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
from keyguard.model.on_disk import OnDisk
from keyguard.model.piece import LARGE, Large, PieceOf
from keyguard.model.source_map import outermost
from keyguard.settings import Limits

if TYPE_CHECKING:
    from keyguard.pipeline.screen import Screener

_NO_ROOM = (
    "it can't be copied to the temporary folder ({}); name one with more room in TMPDIR, or "
    "exclude it."
)
_ZIP, _ZIP_END = b"PK\x03\x04", b"PK\x05\x06"
"""How a member begins, and the directory's end: seldom in one piece."""


def may_be_cut(blob: Blob) -> bool:
    """Whether a blob is large, and so read in pieces unless it is an archive that is opened."""
    return len(blob.data) > LARGE and blob.part is Part.CONTENT and blob.piece is None


def is_read_in_pieces(blob: Blob, limits: Limits) -> bool:
    """Whether a blob is large, and no archive that is opened."""
    return may_be_cut(blob) and not decode.is_opened(blob, limits)


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


def screen_pieces(
    pieces: Iterable[Blob], screen: Callable[[Blob], ScreenResult], limits: Limits
) -> Iterator[tuple[Blob, ScreenResult]] | None:
    """The pieces that hold something, with what is seen in them. None if content is, or holds, an
    archive that is opened: then all of it is needed."""
    may_be_zip = False
    found: list[tuple[Blob, ScreenResult]] = []
    for blob in pieces:
        is_beginning = blob.piece is None or not blob.piece.start
        if is_beginning and decode.is_opened(blob, limits):
            return None
        result = screen(blob)
        if result.packed:
            may_be_zip = may_be_zip or _ZIP in blob.data
            if decode.is_opened(blob, limits):
                return None
        if may_be_zip and _ZIP_END in blob.data:
            return None
        if result.verdict:
            found.append((blob, result))
    return iter(found)


def all_together(found: Iterable[tuple[Blob, ScreenResult]]) -> ScreenResult:
    """What is seen in pieces, with where that is in all of the content."""
    verdict, windows = ScreenVerdict.NOTHING, []
    for blob, result in found:
        start = blob.piece.start if blob.piece else 0
        verdict = max(verdict, result.verdict)
        windows += [
            (start + first, start + last)
            for first, last in result.windows or ((0, len(blob.data)),)
        ]
    return ScreenResult(verdict, tuple(windows))


def look_through(
    large: Large, screener: Screener, limits: Limits
) -> Iterator[Blob | Problem | Scanned]:
    """What of large content holds something, and the weight of all of it. What is opened as an
    archive is held as a whole."""
    size = 0
    path = large.places[0].path if large.places else f"(object {large.id})".encode()
    failures: list[str] = []

    def pieces() -> Iterator[Blob]:
        nonlocal size
        try:
            with large.open() as read:
                for data, piece in cut(read(PIECE), read):
                    size = piece.start + len(data)
                    yield Blob(large.id, data, large.places, piece=piece)
        except KeyguardError as error:
            failures.append(str(error))

    found = screen_pieces(pieces(), screener.screen, limits)
    if found is None:
        failures.clear()  # it is read again
        try:
            yield from _as_a_whole(large, screener, failures)
        except OSError as error:
            failures.append(_NO_ROOM.format(error.strerror or error))
    else:
        yield large.weight + Scanned(bytes=size)
        yield from (_seen(blob, result) for blob, result in found)
    yield from (Problem(path, failure) for failure in failures)


def _as_a_whole(
    large: Large, screener: Screener, failures: list[str]
) -> Iterator[Blob | Problem | Scanned]:
    """The same of what may be an archive: it is held, unless it is one that is read from a file.
    Raises ``OSError`` if there is no room for a file."""
    parts = _parts_of(large, failures)
    blob = Blob(large.id, next(parts, b""), large.places)
    if screener.limits.archive_depth and decode.reads_file(blob):
        file = OnDisk(chain([blob.data], parts), large.again)
        blob, size = blob._replace(file=file), len(file)
    else:
        blob = blob._replace(data=b"".join([blob.data, *parts]))
        size = len(blob.data)
    yield large.weight + Scanned(bytes=size)
    result = screener.screen(blob)
    if result.verdict:
        yield _seen(blob, result)


def _parts_of(large: Large, failures: list[str]) -> Iterator[bytes]:
    """All of the content that can be read; ``failures`` gets why there is no more."""
    try:
        with large.open() as read:
            yield from iter(partial(read, PIECE), b"")
    except KeyguardError as error:
        failures.append(str(error))


def _seen(blob: Blob, result: ScreenResult) -> Blob:
    return blob._replace(screened=result.verdict, windows=result.windows)


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
