"""Numbers of several bytes, in the encoding that packs use for distances and the index for paths.

Format: gitformat-pack(5), "offset encoding".
"""

from __future__ import annotations


def read_offset(data: bytes, position: int) -> tuple[int, int]:
    """The number at ``position``, and where it ends. Raises ``IndexError`` if it is cut off."""
    byte = data[position]
    value = byte & 127
    while byte & 128:
        position += 1
        byte = data[position]
        value = (value + 1 << 7) | (byte & 127)
    return value, position + 1
