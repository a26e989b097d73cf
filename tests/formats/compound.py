"""Compound files as Office writes them, but with every stream in pieces ([MS-CFB])."""

from __future__ import annotations

import struct

SECTOR, SMALL, CUTOFF = 512, 64, 4096
FREE, END, OF_TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STREAM, ROOT = 2, 5


def compound(streams: dict[str, bytes]) -> bytes:
    """One whose large sectors are in an order that no stream is whole in: last ones first."""
    small = {name: data for name, data in streams.items() if len(data) < CUTOFF}
    small_table: list[int] = []
    small_data = b""
    firsts: dict[str, int] = {}
    for name, data in small.items():
        firsts[name] = len(small_table)
        length = -(-len(data) // SMALL)
        small_table += [*range(len(small_table) + 1, len(small_table) + length), END]
        small_data += data.ljust(length * SMALL, b"\0")
    table: list[int] = [OF_TABLE]
    sectors: list[bytes] = [b""]

    def put(data: bytes) -> int:
        """The number of its first sector, which is behind the others."""
        following = END
        parts = [data[at : at + SECTOR] for at in range(0, len(data), SECTOR)]
        for part in reversed(parts):
            sectors.append(part.ljust(SECTOR, b"\0"))
            table.append(following)
            following = len(table) - 1
        return following

    for name, data in streams.items():
        if name not in small:
            firsts[name] = put(data)
    holder = put(small_data)
    first_small = put(struct.pack(f"<{len(small_table)}I", *small_table).ljust(SECTOR, b"\xff"))
    entries = _entry("Root Entry", ROOT, holder, len(small_data))
    for name, data in streams.items():
        entries += _entry(name, STREAM, firsts[name], len(data))
    directory = put(entries)
    sectors[0] = struct.pack("<128I", *table, *[FREE] * (128 - len(table)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIII", 0, 1, directory, 0, CUTOFF)
    header += struct.pack("<IIIII", first_small, 1, END, 0, 0)
    return header.ljust(SECTOR, b"\xff") + b"".join(sectors)


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    head = written.ljust(64, b"\0")
    head += struct.pack("<HBBIII", len(written), kind, 1, FREE, FREE, FREE)
    return head.ljust(116, b"\0") + struct.pack("<IQ", first, size)


def macros(source: bytes) -> bytes:
    """A module's stream: eight bytes as they are, then a byte that says so ([MS-OVBA], 2.4.1.3)."""
    parts = b""
    for at in range(0, len(source), 3_000):
        groups = (source[at : at + 3_000][group : group + 8] for group in range(0, 3_000, 8))
        packed = b"".join(b"\0" + group for group in groups if group)
        parts += struct.pack("<H", 0xB000 | len(packed) - 1) + packed
    return b"compiled\1" + parts
