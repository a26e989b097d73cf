"""Packed streams: gzip, bzip2, xz, lzma and zstd, unpacked up to a bound."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from functools import cache
from importlib import import_module
from typing import Any

from keyguard.formats import inflate
from keyguard.formats.archive import Archive, Item, Missing, Rest, rest_of
from keyguard.formats.budget import Budget
from keyguard.formats.member import Named, read_member
from keyguard.formats.pieces import FED, GIVEN
from keyguard.model.chunks import Chunks
from keyguard.model.data import Data, Stretch
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

_MEMORY = 256 << 20
"""Bytes that an xz stream may ask for its dictionary."""
_MAGIC = 16
"""Bytes that show what begins there."""
_GZIP_FIXED = 10
_EXTRA, _NAME, _COMMENT = 4, 8, 16
"""Bytes at the beginning of a gzip header, and flags of what follows them (RFC 1952, 2.3)."""
_ZSTD = lazy_pattern(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18", re.DOTALL)
"""A frame, or one that is to be skipped (RFC 8878, 3.1.1 and 3.1.2)."""


def not_installed(package: str) -> str:
    """Why a stream is not read that a package unpacks, if that is not installed."""
    return f"it is packed with {package}; install keyguard[fast] to read it"


class Opened(NamedTuple):
    """The decoder for one kind of stream."""

    begins: re.Pattern[bytes]
    decoder: Callable[[], Any]
    errors: tuple[type[Exception], ...]
    """The exceptions of the decoder for a damaged stream."""


@cache
def opened(kind: str) -> Opened | None:
    """The decoder for gzip, bzip2, xz or zstd; None if it is not installed."""
    if kind == "gzip":
        begins = re.compile(rb"\x1f\x8b\x08")
        return Opened(begins, lambda: inflate.decoder(inflate.GZIP, inflate.BULK), inflate.ERRORS)
    if kind == "bzip2":
        import bz2

        return Opened(re.compile(b"BZh"), bz2.BZ2Decompressor, (OSError, ValueError))
    if kind == "xz":
        import lzma

        begins = re.compile(rb"\xfd7zXZ\0|\x5d\0\0")
        return Opened(begins, lambda: lzma.LZMADecompressor(memlimit=_MEMORY), (lzma.LZMAError,))
    for module in ("compression.zstd", "backports.zstd"):
        try:
            found = import_module(module)
        except ImportError:
            continue
        return Opened(_ZSTD, found.ZstdDecompressor, (found.ZstdError,))
    return None


def gzip(archive: Archive, budget: Budget) -> Iterator[Item]:
    """The content of a gzip file."""
    packed = len(archive.data)
    return unpacked(
        archive,
        budget,
        lambda: inflate.decoder(inflate.GZIP, packed),
        inflate.ERRORS,
        header_words=_gzip_words,
    )


def bzip2(archive: Archive, budget: Budget) -> Iterator[Item]:
    """The content of a bzip2 file."""
    return _unpacked_by("bzip2", archive, budget)


def xz(archive: Archive, budget: Budget) -> Iterator[Item]:
    """The content of an xz file, or of one in the older lzma format."""
    return _unpacked_by("xz", archive, budget)


def zstd(archive: Archive, budget: Budget) -> Iterator[Item]:
    """The content of a zstd file.

    Python's standard library reads it since 3.14; before that a package with the same interface
    does.
    """
    return _unpacked_by("zstd", archive, budget)


def _unpacked_by(kind: str, archive: Archive, budget: Budget) -> Iterator[Item]:
    by = opened(kind)
    if by is None:
        yield Missing(not_installed(kind))
    else:
        yield from unpacked(archive, budget, by.decoder, by.errors, by.begins)


def unpacked(
    archive: Archive,
    budget: Budget,
    open_decoder: Callable[[], Any],
    errors: tuple[type[Exception], ...],
    header: re.Pattern[bytes] | None = None,
    header_words: Callable[[Data, int], bytes] | None = None,
    without: re.Pattern[bytes] | None = None,
) -> Iterator[Item]:
    """The content of consecutive frames, and what is in their headers and behind them.

    Each frame begins with ``header``, or the magic number. ``without`` is what precedes the content
    without being part of it.
    """
    frames = Frames(
        archive.data, open_decoder, header or re.compile(re.escape(archive.format.magic))
    )
    called = Named(archive.format.name, archive.stem, f"its {archive.format.name} stream")
    chunks = frames.chunks() if without is None else _behind(without, frames.chunks())
    yield from read_member(called, Chunks(chunks).read, budget, (*errors, EOFError))
    if header_words is not None:
        words = (header_words(archive.data, start) for start in frames.starts)
        if said := b"\n".join(filter(None, words)):
            yield Rest(said)
    yield from rest_of(archive, frames.end, is_damaged=not frames.is_sound)


def _behind(header: re.Pattern[bytes], chunks: Iterator[bytes]) -> Iterator[bytes]:
    begun = next(chunks, b"")
    found = header.match(begun)
    yield begun[found.end() if found else 0 :]
    yield from chunks


class Frames:
    """Consecutive packed streams, each of which ``begins`` in the same way."""

    def __init__(
        self,
        data: Stretch,
        open_decoder: Callable[[], Any],
        begins: re.Pattern[bytes],
        start: int = 0,
    ) -> None:
        self._data = data
        self._open_decoder = open_decoder
        self._begins = begins
        self.is_sound = False
        """Whether all of them were unpacked to their ends."""
        self.starts: list[int] = []
        self.end = start
        """Where the last one ends that was unpacked as a whole."""

    def chunks(self) -> Iterator[bytes]:
        """The content of the streams. Raises EOFError if one is truncated, and what its decoder
        raises."""
        while self._begins.match(self._data[self.end : self.end + _MAGIC]):
            self.starts.append(self.end)
            self.end = yield from decoded(self._open_decoder(), self._data, self.end)
        self.is_sound = True


def decoded(decoder: Any, data: Stretch, position: int = 0) -> Generator[bytes, None, int]:
    """The content of one packed stream; returns where it ends.

    Raises EOFError if it is truncated, and what its decoder raises.
    """
    while not decoder.eof:
        left = getattr(decoder, "unconsumed_tail", b"")  # zlib; the others keep it
        if not left and getattr(decoder, "needs_input", True):
            left = data[position : position + FED]
            position += len(left)
        chunk = decoder.decompress(left, GIVEN)
        if chunk:
            yield chunk
        elif not left and not decoder.eof and position >= len(data):
            raise EOFError("it is cut off")
    return position - len(decoder.unused_data)


def _gzip_words(data: Data, start: int) -> bytes:
    """What a gzip header says in bytes of its own: an extra field, a name, a comment."""
    flags, end = data[start + 3], start + _GZIP_FIXED
    if flags & _EXTRA:
        end += 2 + int.from_bytes(data[end : end + 2], "little")
    for flag in (_NAME, _COMMENT):
        if flags & flag:
            end = data.find(b"\0", end) + 1 or len(data)
    return data[start + _GZIP_FIXED : end]
