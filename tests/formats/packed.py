"""Formats in which text is packed, as their programs write them, so far as it matters."""

from __future__ import annotations

import struct
import zlib


def flash(line: bytes) -> bytes:
    """By hand, from the SWF File Format Specification, version 19: the header and a tag's text."""
    return b"CWS\x0a" + struct.pack("<I", len(line) + 8) + zlib.compress(line)


def matlab(line: bytes) -> bytes:
    """By hand, from the description of MAT-files of level 5: one variable, packed."""
    head = b"MATLAB 5.0 MAT-file, Platform: GLNXA64".ljust(124) + b"\0\x01IM"
    packed = zlib.compress(line)
    return head + struct.pack("<II", 15, len(packed)) + packed


def beam(line: bytes, name: bytes = b"LitT") -> bytes:
    """By hand, from OTP's beam_asm: a chunk of atoms, and one that is packed."""
    literals = struct.pack(">I", len(line)) + zlib.compress(line)
    head = b"\x83P" if name != b"LitT" else b""
    chunks = [(b"AtU8", struct.pack(">IB", 1, 4) + b"shop"), (name, head + literals)]
    body = b"".join(
        each + struct.pack(">I", len(data)) + data + bytes(-len(data) % 4) for each, data in chunks
    )
    return b"FOR1" + struct.pack(">I", len(body) + 4) + b"BEAM" + body


def hdf5(filters: bytes) -> bytes:
    """By hand, from the HDF5 File Format Specification: a superblock, and a message of filters."""
    return b"\x89HDF\r\n\x1a\n" + bytes([2, 8, 8, 0]) + bytes(36) + filters + bytes(40)


SHUFFLED = b"\x02\0\x08\0\x01\0\x01\0shuffle\0" + bytes(8)
DEFLATED = b"\x01\x02" + bytes(6) + SHUFFLED + b"\x01\0\x08\0\x01\0\x01\0deflate\0\x04\0\0\0"
NAMELESS = b"\x02\x02\x02\0\x01\0\x01\0\x23\0\0\0\x01\0\x01\0\x01\0\x04\0\0\0"
"""Filters of a dataset as old and new libraries write them."""


def phar(line: bytes, flags: int = 0x1000) -> bytes:
    """By hand, from the manual of PHP: a stub, a manifest, and one file."""
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(line) + packer.flush()
    name = b"config/app.ini"
    entry = struct.pack("<I", len(name)) + name
    entry += struct.pack("<IIIIII", len(line), 0, len(packed), zlib.crc32(line), flags, 0)
    manifest = struct.pack("<IHII", 1, 0x1110, 0, 0) + struct.pack("<I", 0) + entry
    stub = b"<?php echo 1; __HALT_COMPILER(); ?>\r\n"
    return stub + struct.pack("<I", len(manifest)) + manifest + packed


def rocksdb(packed: int, block: bytes = bytes(20)) -> bytes:
    """By hand, from RocksDB's wiki, "BlockBasedTable Format": an index, its type, a footer."""
    handles = bytes([0, len(block), 0, len(block)]).ljust(40, b"\0")
    return (
        block
        + bytes([packed])
        + bytes(4)
        + b"\x01"
        + handles
        + b"\x05\0\0\0"
        + bytes.fromhex("f7cff485b741e288")
    )


def nsis() -> bytes:
    return b"MZ".ljust(1024, b"\0") + b"\0\0\0\0\xef\xbe\xad\xdeNullsoftInst" + bytes(600)


def cython(packed: bytes, message: bytes) -> bytes:
    """A program with the packed strings of a module, and what it says if it cannot unpack them."""
    return b"\x7fELF".ljust(64, b"\0") + packed + bytes(8 - len(packed) % 8) + message + b"\0"


def cython_in_zlib(line: bytes) -> bytes:
    return cython(zlib.compress(STRINGS % line), b"configured with 'CYTHON_COMPRESS_STRINGS=%d'.")


def cython_in_lzss(line: bytes) -> bytes:
    return cython(lzss(STRINGS % line), b"LZSS string data decompression failed")


def lzss(text: bytes) -> bytes:
    """By hand, from Cython 3.3's StringTools.c: the shortest entry for each repetition."""
    entries, position = [], 0
    while position < len(text):
        entry, size = text[position : position + 1], 1
        for longer in range(4, 256):
            begin = text.rfind(text[position : position + longer], 0, position)
            between = position - begin - longer
            if begin < 0 or position + longer > len(text) or between >= 0x4080:
                break
            entry, size = repetition(between, longer - 3), longer
        entries.append(entry)
        position += size
    packed = b""
    for at in range(0, len(entries), 8):
        group = entries[at : at + 8]
        packed += bytes([sum((len(each) == 1) << bit for bit, each in enumerate(group))])
        packed += b"".join(group)
    return packed


def repetition(between: int, size: int) -> bytes:
    if between < 0x80:
        return bytes([between, size])
    between -= 0x80
    low, high = between & 0x7F | 0x80, between >> 7
    if high < 4 and size < 0x20:
        return bytes([low, high << 5 | size])
    return bytes([low, high | 0x80, size])


STRINGS = (
    b"?cannot connect to the service: the key was refused, so the service is not connected"
    + b"".join(b"no value for parameter %d of the service, " % each for each in range(40))
    + b"shop/client.pyconnectrequestsetdefault%s__main____module____name____qualname____test__"
)
PACKED = {
    "dar": b"\0\0\0\x7b" + bytes(range(1, 11)) + b"TN" + bytes(range(60)),
    "grzip": b"GRZipII\0\x02\x04:)" + bytes(60),
    "rzip": b"RZIP\x02\x01" + bytes(60),
    "FreeArc": b"ArC\x01\0\0" + bytes(60),
    "SZDD": b"SZDD\x88\xf0\x27\x33A_" + bytes(60),
    "KWAJ": b"KWAJ\x88\xf0\x27\xd1\x03\0" + bytes(60),
    "mozLz4": b"mozLz40\0" + bytes(60),
    "pbzx": b"pbzx" + (1 << 24).to_bytes(8, "big") + bytes(60),
    "lzfse": b"bvx2" + bytes(60) + b"bvx$",
    "EWF": b"EVF\x09\x0d\x0a\xff\0\x01" + bytes(60),
    "EWF 2": b"EVF2\x0d\x0a\x81\0\x01" + bytes(60),
    "logical EWF": b"LVF\x09\x0d\x0a\xff\0\x01" + bytes(60),
    "last part of a split zip": bytes(60)
    + struct.pack("<4s4H2LH", b"PK\5\6", 2, 2, 0, 1, 46, 0, 0),
    "swf in lzma": b"ZWS\x0d" + bytes(8) + b"\x5d\0\0\x80\0" + bytes(60),
    "pg_dump": b"PGDMP\x01\x0f\0\x04\x08\x01\x01" + bytes(60),
    "pst": b"!BDN\x12\x34\x56\x78SM\x17\0" + bytes(600),
    "chm": b"ITSF\x03\0\0\0\x60\0\0\0\x01" + bytes(600),
    "UPX": b"\x7fELF" + bytes(240) + b"UPX!\x0d\x1e\x0e\x0a" + bytes(600),
    "NSIS": nsis(),
    "Inno Setup": b"MZ" + bytes(600) + b"rDlPtS\xcd\xe6\xd7\x7b\x0b\x2a" + bytes(60),
    "InstallShield": b"ISc(\x06\x50\0\x01" + bytes(600),
    "UnityFS": b"UnityFS\0\0\0\0\x065.x.x\0" + bytes(600),
    "UnityWeb": b"UnityWeb\0\0\0\0\x03" + bytes(600),
    "rocksdb": rocksdb(1),
    "HDF5": hdf5(DEFLATED),
    "MATLAB 7.3": b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(512) + hdf5(DEFLATED),
}
"""What is told as not read, by the name of its format."""
