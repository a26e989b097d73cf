"""One packed stream: gzip, bzip2, xz, lzma and zstd, unpacked up to a bound."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from keyguard.formats import inflate
from keyguard.formats.archive import Archive, Item, Missing, Rest
from keyguard.formats.budget import Budget
from keyguard.formats.member import Named, read_member
from keyguard.formats.pieces import Chunks

_MEMORY = 256 << 20
"""Bytes that an xz stream may ask for its dictionary."""
_FED = 1 << 16
"""Packed bytes that a decoder gets at a time."""
_GIVEN = 1 << 20
"""Bytes that it gives back at a time."""
_GZIP_FIXED = 10
_EXTRA, _NAME, _COMMENT = 4, 8, 16
"""Bytes at the beginning of a gzip header, and flags of what follows them (RFC 1952, 2.3)."""


def gzip(archive: Archive, budget: Budget) -> Iterator[Item]:
    """What a gzip file unpacks to."""
    packed = len(archive.data)
    return unpacked(
        archive,
        budget,
        lambda: inflate.decoder(inflate.GZIP, packed),
        inflate.ERRORS,
        header_words=_gzip_words,
    )


def bzip2(archive: Archive, budget: Budget) -> Iterator[Item]:
    """What a bzip2 file unpacks to."""
    import bz2

    return unpacked(archive, budget, bz2.BZ2Decompressor, (OSError, ValueError))


def xz(archive: Archive, budget: Budget) -> Iterator[Item]:
    """What an xz file, or one in the format before that, unpacks to."""
    import lzma

    return unpacked(
        archive, budget, lambda: lzma.LZMADecompressor(memlimit=_MEMORY), (lzma.LZMAError,)
    )


def zstd(archive: Archive, budget: Budget) -> Iterator[Item]:
    """What a zstd file unpacks to: the standard library reads it since Python 3.14, a package of
    the same form before."""
    for module in ("compression.zstd", "backports.zstd"):
        try:
            found = import_module(module)
        except ImportError:
            continue
        yield from unpacked(archive, budget, found.ZstdDecompressor, (found.ZstdError,))
        return
    yield Missing("it is packed with zstd; install keyguard[fast] to read it")


def unpacked(
    archive: Archive,
    budget: Budget,
    open_decoder: Callable[[], Any],
    errors: tuple[type[Exception], ...],
    header: re.Pattern[bytes] | None = None,
    header_words: Callable[[bytes, int], bytes] | None = None,
) -> Iterator[Item]:
    """Everything in frames that follow each other, each of which begins with ``header``, or the
    magic number; and what stands behind them, and in their headers."""
    frames = Frames(
        archive.data, open_decoder, header or re.compile(re.escape(archive.format.magic))
    )
    called = Named(archive.format.name, archive.stem, f"its {archive.format.name} stream")
    yield from read_member(called, Chunks(frames.chunks()).read, budget, (*errors, EOFError))
    if header_words is not None:
        words = (header_words(archive.data, start) for start in frames.starts)
        yield Rest(b"\n".join(filter(None, words)))
    yield Rest(archive.data[frames.end :], archive.data.count(b"\n", 0, frames.end))


class Frames:
    """Packed streams that follow each other, each of which ``begins`` in the same way."""

    def __init__(
        self, data: bytes, open_decoder: Callable[[], Any], begins: re.Pattern[bytes]
    ) -> None:
        self._data = data
        self._open_decoder = open_decoder
        self._begins = begins
        self.starts: list[int] = []
        self.end = 0
        """Where the last one ends that was unpacked as a whole."""

    def chunks(self) -> Iterator[bytes]:
        """What they unpack to. Raises EOFError if one is cut off, and what its decoder raises."""
        while self._begins.match(self._data, self.end):
            self.starts.append(self.end)
            yield from self._frame(self._open_decoder())

    def _frame(self, decoder: Any) -> Iterator[bytes]:
        position = self.end
        while not decoder.eof:
            left = getattr(decoder, "unconsumed_tail", b"")  # zlib; the others keep it
            if not left and getattr(decoder, "needs_input", True):
                left = self._data[position : position + _FED]
                position += len(left)
            chunk = decoder.decompress(left, _GIVEN)
            if chunk:
                yield chunk
            elif not left and not decoder.eof and position >= len(self._data):
                raise EOFError("it is cut off")
        self.end = position - len(decoder.unused_data)


def _gzip_words(data: bytes, start: int) -> bytes:
    """What a gzip header says in bytes of its own: an extra field, a name, a comment."""
    flags, end = data[start + 3], start + _GZIP_FIXED
    if flags & _EXTRA:
        end += 2 + int.from_bytes(data[end : end + 2], "little")
    for flag in (_NAME, _COMMENT):
        if flags & flag:
            end = data.find(b"\0", end) + 1 or len(data)
    return data[start + _GZIP_FIXED : end]
