"""7z archives of one folder, as 7zFormat.txt of the LZMA SDK has them."""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

Coder = tuple[bytes, bytes]
"""A method, and its properties."""

_LZMA1: dict[str, Any] = {"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16}
_LZMA2: dict[str, Any] = {"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}
LZMA2_CODER = b"\x21", b"\x08"
ENCRYPTED = b"\x06\xf1\x07\x01", b"\x13\x00"


def _raw(data: bytes, *filters: dict[str, Any]) -> bytes:
    return lzma.compress(data, lzma.FORMAT_RAW, filters=filters)


def _filtered(data: bytes, by: dict[str, Any]) -> bytes:
    """What a filter makes of data, which is not packed."""
    return lzma.decompress(_raw(data, by, _LZMA2), lzma.FORMAT_RAW, filters=[_LZMA2])


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def packed(data: bytes, method: str) -> tuple[bytes, Sequence[Coder]]:
    """Data, and the coders that undo how it is packed, the last of them first."""
    x86: dict[str, Any] = {"id": lzma.FILTER_X86}
    delta: dict[str, Any] = {"id": lzma.FILTER_DELTA, "dist": 4}
    if method == "copy":
        return data, [(b"\0", b"")]
    if method == "lzma":
        return _raw(data, _LZMA1), [(b"\3\1\1", b"\x5d" + struct.pack("<I", 1 << 16))]
    if method == "deflate":
        return _deflated(data), [(b"\4\1\x08", b"")]
    if method == "bzip2":
        return bz2.compress(data), [(b"\4\2\2", b"")]
    if method == "two of bzip2":
        half = len(data) // 2
        return bz2.compress(data[:half]) + bz2.compress(data[half:]), [(b"\4\2\2", b"")]
    if method == "x86":
        return _raw(data, x86, _LZMA2), [(b"\3\3\1\3", b""), LZMA2_CODER]
    if method == "x86, copied":
        return _filtered(data, x86), [(b"\3\3\1\3", b""), (b"\0", b"")]
    if method == "delta, deflate":
        return _deflated(_filtered(data, delta)), [(b"\3", b"\3"), (b"\4\1\x08", b"")]
    return _raw(data, _LZMA2), [LZMA2_CODER]


METHODS = (
    "copy", "lzma", "lzma2", "deflate", "bzip2", "two of bzip2", "x86", "x86, copied",
    "delta, deflate",
)  # fmt: skip


def number(value: int) -> bytes:
    """A number: as many bits of the first byte are set as bytes follow it."""
    size = next(size for size in range(9) if size == 8 or value < 1 << 7 * (size + 1))
    first = 0xFF00 >> size & 0xFF | (value >> 8 * size if size < 8 else 0)
    return bytes([first]) + (value & (1 << 8 * size) - 1).to_bytes(size, "little")


def folder(coders: Sequence[Coder]) -> bytes:
    """A chain of coders, each of which reads what the next one gives."""
    parts = [number(len(coders))]
    for method, properties in coders:
        flags = len(method) | (0x20 if properties else 0)
        parts += [bytes([flags]), method]
        parts += [number(len(properties)), properties] if properties else []
    parts += [number(each) + number(each + 1) for each in range(len(coders) - 1)]
    return b"".join(parts)


def streams(
    at: int, size: int, shape: bytes, sizes: Sequence[int], files: Sequence[bytes]
) -> bytes:
    """Where the one folder is, what it is made of, and the files in it."""
    parts = [
        b"\x06", number(at), b"\1\x09", number(size), b"\0",
        b"\x07\x0b\1\0", shape, b"\x0c", *map(number, sizes), b"\0",
        b"\x08\x0d", number(len(files)), b"\x09", *(number(len(each)) for each in files[:-1]),
        b"\x0a\1", *(struct.pack("<I", zlib.crc32(each)) for each in files), b"\0\0",
    ]  # fmt: skip
    return b"".join(parts)


def seven_zip(
    files: Mapping[str, bytes],
    method: str = "lzma2",
    packs_header: bool = False,
    coders: Sequence[Coder] = (),
) -> bytes:
    """An archive of these files; its header says that ``coders`` undo it, if any are given."""
    filled = [content for content in files.values() if content]
    data = b"".join(filled)
    body, own = packed(data, method)
    coders = coders or own
    names = "".join(f"{name}\0" for name in files).encode("utf-16-le")
    empty = sum(0x80 >> place for place, each in enumerate(files.values()) if not each)
    header = b"".join(
        [
            b"\1\4", streams(0, len(body), folder(coders), [len(data)] * len(coders), filled),
            b"\5", number(len(files)), b"\x0e\1", bytes([empty]),
            b"\x11", number(1 + len(names)), b"\0", names, b"\0\0",
        ]
    )  # fmt: skip
    if packs_header:
        small, own = packed(header, "lzma")
        place = streams(len(body), len(small), folder(own), [len(header)], [header])
        body, header = body + small, b"\x17" + place
    return with_header(body, header)


def with_header(body: bytes, header: bytes) -> bytes:
    """An archive of this header, in front of which stands what it says of."""
    first = struct.pack("<QQI", len(body), len(header), zlib.crc32(header))
    checksum = struct.pack("<I", zlib.crc32(first))
    return b"7z\xbc\xaf\x27\x1c\0\4" + checksum + first + body + header
