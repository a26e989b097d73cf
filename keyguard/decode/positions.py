"""Converts between bytes and characters of a text, and handles what a piece's end cuts off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from keyguard.encodings.charsets import BINARY, NARROW, byte_order
from keyguard.formats.pieces import OVERLAP
from keyguard.model import Problem, View

_LATER = bytes(range(0x80, 0xC0))
"""Bytes of UTF-8 that begin no character."""


def characters_before(data: bytes, charset: str, ends: Iterable[int]) -> Iterator[int]:
    """The number of characters in front of each of these byte positions, which ascend."""
    count, done = 0, 0
    order = byte_order(data) or charset
    for end in ends:
        part = data[done:end]
        if charset == NARROW:
            count += len(part.translate(None, _LATER))
        elif charset == BINARY:
            count += len(part)
        else:
            count += len(part.decode(order, "replace"))
        done = max(done, end)
        yield count


def bytes_before(data: bytes, charset: str, text: str, ends: Iterable[int]) -> Iterator[int]:
    """The number of bytes in front of each of these positions in the text of ``data``, which
    ascend.

    For text in UTF-16 or UTF-32, without its byte order mark.
    """
    order = byte_order(data)
    count, done = len("\ufeff".encode(order)) if order else 0, 0
    for end in ends:
        count += len(text[done:end].encode(order or charset))
        done = end
        yield count


def unless_cut_off(
    view: View, start: int, end: int, found: Iterable[View | Problem]
) -> Iterator[View | Problem]:
    """What was found in a run of digits, without problems that only the end of a piece causes.

    The next piece, which begins in front of the run, has all of it.
    """
    data, piece = view.blob.data, view.blob.piece
    is_cut_off = False
    if piece is not None and piece.own[1] < len(data) and end >= len(view.text) - len("=="):
        charset = "utf-8" if piece.charset == NARROW else piece.charset
        run = view.text[start:].encode(charset, "replace")
        is_cut_off = len(run) <= OVERLAP and data.endswith(run)
    return (each for each in found if not (is_cut_off and isinstance(each, Problem)))
