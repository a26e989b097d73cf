"""Inflates DEFLATE streams (RFC 1951) with the fastest library that is installed."""

from __future__ import annotations

import zlib
from typing import Any, cast

try:
    from isal import isal_zlib as fast_zlib
except ImportError:  # a platform without a wheel
    fast_zlib = zlib  # type: ignore[misc]

ERRORS: tuple[type[Exception], ...] = (zlib.error, cast(type[Exception], fast_zlib.error))
"""The exceptions of decoders for damaged data."""
BULK = 1 << 16
"""Packed bytes from which isal is faster, which is made for bulk."""
RAW, ZLIB, GZIP = -zlib.MAX_WBITS, zlib.MAX_WBITS, 16 + zlib.MAX_WBITS
"""What surrounds the stream: nothing, or what RFC 1950 or RFC 1952 says."""


def decoder(around: int, packed: int) -> Any:
    """A decoder like those of ``zlib``, for a stream of up to ``packed`` bytes."""
    return (fast_zlib if packed >= BULK else zlib).decompressobj(around)


def checksum(data: bytes, before: int = 0) -> int:
    """The CRC-32 of ``data``, continuing the one ``before`` it."""
    return fast_zlib.crc32(data, before)
