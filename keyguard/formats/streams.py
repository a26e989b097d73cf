"""One packed stream: gzip, bzip2, xz, lzma and zstd, unpacked up to a bound."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from keyguard.formats.archive import Archive, Member, Missing
from keyguard.formats.budget import Budget
from keyguard.formats.member import Named, read_member
from keyguard.formats.pieces import Chunks

_MEMORY = 256 << 20
"""Bytes that an xz stream may ask for its dictionary."""
_FED = 1 << 16
"""Packed bytes that a decoder gets at a time."""
_GIVEN = 1 << 20
"""Bytes that it gives back at a time."""
_Members = Iterator[Member | Missing]


def gzip(archive: Archive, budget: Budget) -> _Members:
    """What a gzip file unpacks to."""
    import zlib

    return unpacked(archive, budget, lambda: zlib.decompressobj(16 + zlib.MAX_WBITS), (zlib.error,))


def bzip2(archive: Archive, budget: Budget) -> _Members:
    """What a bzip2 file unpacks to."""
    import bz2

    return unpacked(archive, budget, bz2.BZ2Decompressor, (OSError, ValueError))


def xz(archive: Archive, budget: Budget) -> _Members:
    """What an xz file, or one in the format before that, unpacks to."""
    import lzma

    return unpacked(
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
        yield from unpacked(archive, budget, found.ZstdDecompressor, (found.ZstdError,))
        return
    yield Missing("it is packed with zstd; install keyguard[fast] to read it")


def unpacked(
    archive: Archive,
    budget: Budget,
    open_decoder: Callable[[], Any],
    errors: tuple[type[Exception], ...],
    header: re.Pattern[bytes] | None = None,
) -> _Members:
    """Everything in frames that follow each other, each of which begins with ``header``, or the
    magic number."""
    begins = header or re.compile(re.escape(archive.format.magic))
    read = Chunks(chunks(archive.data, open_decoder, begins)).read
    called = Named(archive.format.name, archive.stem, f"its {archive.format.name} stream")
    return read_member(called, read, budget, (*errors, EOFError))


def chunks(
    data: bytes, open_decoder: Callable[[], Any], begins: re.Pattern[bytes]
) -> Iterator[bytes]:
    """What the frames unpack to. Raises EOFError if one is cut off, and what its decoder raises."""
    position = 0
    while begins.match(data, position):
        decoder = open_decoder()
        while not decoder.eof:
            left = getattr(decoder, "unconsumed_tail", b"")  # zlib; the others keep it
            if not left and getattr(decoder, "needs_input", True):
                left = data[position : position + _FED]
                position += len(left)
            chunk = decoder.decompress(left, _GIVEN)
            if chunk:
                yield chunk
            elif not left and not decoder.eof and position >= len(data):
                raise EOFError("it is cut off")
        position -= len(decoder.unused_data)
