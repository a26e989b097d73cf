"""One packed stream: gzip, bzip2, xz and zstd, unpacked up to a bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from keyguard.formats.archive import Archive, Member, Missing
from keyguard.formats.budget import Budget
from keyguard.formats.format import REPAIR, UNPACK

_MEMORY = 256 << 20
"""Bytes that an xz stream may ask for its dictionary."""
_Members = Iterator[Member | Missing]


def gzip(archive: Archive, budget: Budget) -> _Members:
    """What a gzip file unpacks to."""
    import zlib

    return _stream(archive, budget, lambda: zlib.decompressobj(16 + zlib.MAX_WBITS), (zlib.error,))


def bzip2(archive: Archive, budget: Budget) -> _Members:
    """What a bzip2 file unpacks to."""
    import bz2

    return _stream(archive, budget, bz2.BZ2Decompressor, (OSError, ValueError))


def xz(archive: Archive, budget: Budget) -> _Members:
    """What an xz file unpacks to."""
    import lzma

    return _stream(
        archive, budget, lambda: lzma.LZMADecompressor(memlimit=_MEMORY), (lzma.LZMAError,)
    )


def zstd(archive: Archive, budget: Budget) -> _Members:
    """What a zstd file unpacks to: the standard library reads it since Python 3.14, a package of
    the same form before."""
    for module in ("compression.zstd", "backports.zstd"):
        try:
            found = import_module(module)
        except ImportError:
            continue
        yield from _stream(archive, budget, found.ZstdDecompressor, (found.ZstdError,))
        return
    yield Missing("it is packed with zstd; install keyguard[fast] to read it")


def _stream(
    archive: Archive,
    budget: Budget,
    open_decoder: Callable[[], Any],
    errors: tuple[type[Exception], ...],
) -> _Members:
    """Everything in the frames of a stream, or as much as the budget allows."""
    unpacked, sentence = _unpacked(archive, budget.bytes, open_decoder, errors)
    budget.spend(len(unpacked))
    if unpacked:
        yield Member(archive.format.name, archive.stem, unpacked)
    if sentence:
        yield Missing(sentence)


def _unpacked(
    archive: Archive,
    limit: int,
    open_decoder: Callable[[], Any],
    errors: tuple[type[Exception], ...],
) -> tuple[bytes, str]:
    """What came out, and in words what is missing of it; empty if nothing is."""
    name, data = archive.format.name, archive.data
    frames: list[bytes] = []
    while data.startswith(archive.format.magic):
        decoder = open_decoder()
        try:
            piece = decoder.decompress(data, limit + 1)
        except errors as error:
            return b"".join(frames), f"its {name} stream is damaged ({error}); {REPAIR}"
        frames.append(piece[:limit])
        if len(piece) > limit:
            return b"".join(frames), f"it unpacks to more than the bound on archives; {UNPACK}"
        if not decoder.eof:
            return b"".join(frames), f"its {name} stream is cut off; {REPAIR}"
        limit -= len(piece)
        data = decoder.unused_data
    return b"".join(frames), ""
