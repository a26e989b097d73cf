"""Content of any size as pieces that overlap, each looked through like content of its own.

A piece begins and ends far enough around what is its own that whatever decides about a credential
there is in it. They are cut between lines where there are any, and never within a character.
"""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.encodings.charsets import (
    BINARY,
    NARROW,
    byte_order,
    charset_of,
    whole_characters,
)
from keyguard.formats.pieces import OVERLAP, PIECE, Read
from keyguard.model.piece import PieceOf

__all__ = ["PIECE", "cut"]
ALIGNED = 4
"""Bytes of the widest character."""

Cut = tuple[bytes, PieceOf]
"""A piece, and where it is."""


def cut(head: bytes, read: Read, size: int = PIECE, overlap: int = OVERLAP) -> Iterator[Cut]:
    """All of some content, of which ``head`` was read already: about ``size`` bytes at a time, with
    ``overlap`` more on either side."""
    charset = charset_of(head)
    data, start, own, lines, columns = head, 0, 0, 0, 0
    while more := read(size):
        end = _border(data, max(own, len(data) - overlap), overlap, charset)
        yield _piece(data, PieceOf(start, (own, end), lines, columns, charset), is_last=False)
        begin = _border(data, max(0, end - overlap), overlap, charset)
        skipped, columns = _counted(data[:begin], columns, charset)
        lines += skipped
        data, start, own = data[begin:] + more, start + begin, end - begin
        charset = byte_order(head) or charset
    yield _piece(data, PieceOf(start, (own, len(data)), lines, columns, charset), is_last=True)


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


def _counted(data: bytes, columns: int, charset: str) -> tuple[int, int]:
    """The ends of lines in what is left behind, and the characters behind the last of them."""
    if charset in (NARROW, BINARY):
        begin = data.rfind(b"\n") + 1
        behind = data[begin:]
        is_text = charset == NARROW
        width = len(behind.decode("utf-8", "replace")) if is_text else len(behind)
        return data.count(b"\n"), width if begin else columns + width
    text = data.decode(charset, "replace")
    begin = text.rfind("\n") + 1
    return text.count("\n"), len(text) - begin if begin else columns + len(text)
