"""One packed stream: gzip, bzip2, xz and zstd, unpacked up to a bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

MAGICS = {
    "gzip": b"\x1f\x8b\x08",
    "bzip2": b"BZh",
    "xz": b"\xfd7zXZ\x00",
    "zstd": b"\x28\xb5\x2f\xfd",
}
REPAIR = "replace it with a sound copy, or exclude it"
UNPACK = "unpack it and scan what comes out, or exclude it"
"""What to do about what can't be read."""
_MEMORY = 256 << 20
"""Bytes that an xz stream may ask for its dictionary."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came out, and in words what is missing of it; empty if nothing is."""

    data: bytes
    missing: str = ""


def unpack(name: str, data: bytes, limit: int) -> Unpacked:
    """Everything in a stream, or ``limit`` bytes of it."""
    opened = _OPENERS[name]()
    if opened is None:
        return Unpacked(b"", "it is packed with zstd; install keyguard[fast] to read it")
    open_decoder, errors = opened
    unpacked: list[bytes] = []
    while data.startswith(MAGICS[name]):
        decoder = open_decoder()
        try:
            piece = decoder.decompress(data, limit + 1)
        except errors as error:
            return Unpacked(b"".join(unpacked), f"its {name} stream is damaged ({error}); {REPAIR}")
        unpacked.append(piece[:limit])
        if len(piece) > limit:
            return Unpacked(
                b"".join(unpacked), f"it unpacks to more than the bound on archives; {UNPACK}"
            )
        if not decoder.eof:
            return Unpacked(b"".join(unpacked), f"its {name} stream is cut off; {REPAIR}")
        limit -= len(piece)
        data = decoder.unused_data
    return Unpacked(b"".join(unpacked))


_Opened = tuple[Callable[[], Any], tuple[type[Exception], ...]]


def _gzip() -> _Opened:
    import zlib

    return lambda: zlib.decompressobj(16 + zlib.MAX_WBITS), (zlib.error,)


def _bzip2() -> _Opened:
    import bz2

    return bz2.BZ2Decompressor, (OSError, ValueError)


def _xz() -> _Opened:
    import lzma

    return lambda: lzma.LZMADecompressor(memlimit=_MEMORY), (lzma.LZMAError,)


def _zstd() -> _Opened | None:
    """The standard library has it since Python 3.14, a package of the same form before."""
    for module in ("compression.zstd", "backports.zstd"):
        try:
            zstd = import_module(module)
        except ImportError:
            continue
        return zstd.ZstdDecompressor, (zstd.ZstdError,)
    return None


_OPENERS: dict[str, Callable[[], _Opened | None]] = {
    "gzip": _gzip,
    "bzip2": _bzip2,
    "xz": _xz,
    "zstd": _zstd,
}
