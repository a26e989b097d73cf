"""How a 7z archive begins (7zFormat.txt of the LZMA SDK, "SignatureHeader")."""

from __future__ import annotations

import zlib

from keyguard.model.data import Data

FIRST_HEADER = 32
"""Bytes: the signature, a version, and where the header is."""


def is_seven_zip(data: Data, start: int = 0) -> bool:
    """Whether the checksum of the first header is right that begins there."""
    first = data[start + 8 : start + FIRST_HEADER]
    return len(first) == 24 and zlib.crc32(first[4:]).to_bytes(4, "little") == first[:4]


def length_of(data: Data, start: int = 0) -> int:
    """Bytes of an archive that begins there, as it says; its header is the last of it."""
    offset = int.from_bytes(data[start + 12 : start + 20], "little")
    size = int.from_bytes(data[start + 20 : start + 28], "little")
    return FIRST_HEADER + offset + size
