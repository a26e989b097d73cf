"""Content of any size as overlapping pieces, each searched like content of its own.

A piece extends far enough around its own part that it has everything that decides about a
credential there. Pieces are cut between lines where there are any, and never within a character.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from keyguard.encodings.charsets import (
    BINARY,
    NARROW,
    byte_order,
    charset_of,
    whole_characters,
)
from keyguard.formats.pieces import OVERLAP, PIECE, Read
from keyguard.model import Span
from keyguard.model.piece import PieceOf

__all__ = ["PIECE", "cut", "excerpts"]
ALIGNED = 4
"""Bytes of the widest character."""

Cut = tuple[bytes, PieceOf]
"""A piece, and where it is."""
Excerpt = tuple[bytes, PieceOf, Sequence[Span]]
"""A part of a piece, where it is, and the windows in it in which something is seen."""
WORTH_IT = 2
"""How many times longer than its excerpts a piece must be, for excerpts to be made."""


def cut(head: bytes, read: Read, size: int = PIECE, overlap: int = OVERLAP) -> Iterator[Cut]:
    """All of some content, in pieces; ``head`` was read already.

    About ``size`` bytes at a time, with ``overlap`` more on either side.
    """
    charset = charset_of(head)
    data, start, own, lines, columns = head, 0, 0, 0, 0
    while more := read(size):
        end = _border(data, max(own, len(data) - overlap), overlap, charset)
        yield _piece(data, PieceOf(start, (own, end), lines, columns, charset), is_last=False)
        begin = _border(data, max(0, end - overlap), overlap, charset)
        skipped, columns = _counted(data, (0, begin), columns, charset)
        lines += skipped
        data, start, own = data[begin:] + more, start + begin, end - begin
        charset = byte_order(head) or charset
    yield _piece(data, PieceOf(start, (own, len(data)), lines, columns, charset), is_last=True)


def excerpts(data: bytes, piece: PieceOf, windows: Sequence[Span]) -> Iterator[Excerpt]:
    """The surroundings of the ``windows`` of a piece, each as a piece of its own with the windows
    in it.

    The whole piece if they are most of it.
    """
    parts = list(_near(data, piece.charset, sorted(windows)))
    if sum(end - start for (start, end), _ in parts) * WORTH_IT > len(data):
        yield data, piece, windows
        return
    first, last = piece.own
    done, lines, columns = 0, piece.lines_before, piece.columns_before
    for (start, end), held in parts:
        skipped, columns = _counted(data, (done, start), columns, piece.charset)
        lines, done = lines + skipped, start
        if end <= first or start >= last:
            continue  # the pieces beside it see that too
        yield (
            data[start:end],
            piece._replace(
                start=piece.start + start,
                own=(max(first, start) - start, min(last, end) - start),
                lines_before=lines,
                columns_before=columns,
            ),
            [(begin - start, stop - start) for begin, stop in held],
        )


def _near(
    data: bytes, charset: str, windows: Iterable[Span]
) -> Iterator[tuple[Span, Sequence[Span]]]:
    """Parts of a piece, in order and apart from each other, and the windows in each."""
    held: list[Span] = []
    start = end = 0
    for window in windows:
        begin = _border(data, max(0, window[0] - OVERLAP), OVERLAP, charset)
        if held and begin > end:
            yield (start, end), held
            held = []
        start = start if held else begin
        stop = min(len(data), window[1] + OVERLAP)
        end = max(end, stop if stop == len(data) else _border(data, stop, OVERLAP, charset))
        held.append(window)
    if held:
        yield (start, end), held


def _piece(data: bytes, piece: PieceOf, is_last: bool) -> Cut:
    """A piece without what its end cuts off of a character."""
    if piece.charset == NARROW and not is_last:
        tail = data[-ALIGNED:]
        cut_off = len(tail) - len(whole_characters(b"-" + tail)) + 1
        return data[: len(data) - cut_off], piece
    return data, piece


def _border(data: bytes, latest: int, reach: int, charset: str) -> int:
    """Where to cut at the latest, so that no line is cut in two, or else no character."""
    if charset not in (NARROW, BINARY):
        return latest - latest % ALIGNED
    line = data.rfind(b"\n", max(0, latest - reach // 2), latest) + 1
    if line or charset == BINARY:
        return line or latest
    while latest and data[latest : latest + 1] and data[latest] & 0xC0 == 0x80:
        latest -= 1
    return latest


def _counted(data: bytes, span: Span, columns: int, charset: str) -> tuple[int, int]:
    """The ends of lines in what is left behind, and the characters behind the last of them."""
    if charset in (NARROW, BINARY):
        begin = data.rfind(b"\n", *span) + 1
        behind = data[begin or span[0] : span[1]]
        is_text = charset == NARROW
        width = len(behind.decode("utf-8", "replace")) if is_text else len(behind)
        return data.count(b"\n", *span), width if begin else columns + width
    text = data[slice(*span)].decode(charset, "replace")
    begin = text.rfind("\n") + 1
    return text.count("\n"), len(text) - begin if begin else columns + len(text)
