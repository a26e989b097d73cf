"""How many characters so many bytes of a text are, and how many bytes so many characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from keyguard.encodings.charsets import BINARY, NARROW, byte_order

_LATER = bytes(range(0x80, 0xC0))
"""Bytes of UTF-8 that begin no character."""


def characters_before(data: bytes, charset: str, ends: Iterable[int]) -> Iterator[int]:
    """The characters in front of each of these positions in bytes, which are in order."""
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
    """The bytes in front of each of these positions in the text of ``data``, which are in order:
    text in UTF-16 or UTF-32, whose mark is none of it."""
    order = byte_order(data)
    count, done = len("\ufeff".encode(order)) if order else 0, 0
    for end in ends:
        count += len(text[done:end].encode(order or charset))
        done = end
        yield count
