"""The beginning of a 7z archive (7zFormat.txt of the LZMA SDK, "SignatureHeader")."""

from __future__ import annotations

import zlib

from keyguard.model.data import Data

FIRST_HEADER = 32
"""Bytes of the first header: the signature, a version, and where the header is."""


def is_seven_zip(data: Data, start: int = 0) -> bool:
    """Whether the first header at ``start`` has the right checksum."""
    first = data[start + 8 : start + FIRST_HEADER]
    return len(first) == 24 and zlib.crc32(first[4:]).to_bytes(4, "little") == first[:4]


def length_of(data: Data, start: int = 0) -> int:
    """Bytes of the archive at ``start``, as it says itself; its header comes last."""
    offset = int.from_bytes(data[start + 12 : start + 20], "little")
    size = int.from_bytes(data[start + 20 : start + 28], "little")
    return FIRST_HEADER + offset + size
