"""Whether columnar files and tables of records are compressed, or their keys shortened.

Then text in them is in pieces and mixed with numbers, so the file is reported as not read.
"""

from __future__ import annotations

import re

from keyguard.formats.archive import Archive
from keyguard.model.data import Data, found_in
from keyguard.model.patterns import lazy_pattern

_AVRO_CODEC = lazy_pattern(rb"\x14avro\.codec(.)([a-z0-9]{2,20})", re.DOTALL)
_PARQUET_END = b"PAR1"
_PARQUET_PAGE = lazy_pattern(rb"PAR1\x15[\0\x02\x04\x06]\x15")
"""How a file begins in the compact protocol of ``parquet.thrift``: the type of a page, its size."""
_PAGE = 7
_LONG = rb"\x16[\x80-\xff]{0,9}[\0-\x7f]"
_PARQUET_CODEC = lazy_pattern(rb"\x15[\x02-\x14]" + _LONG * 3)
"""``ColumnMetaData`` in the same protocol: a codec other than none, three sizes."""
_LARGEST_FOOTER = 64 << 20
"""Bytes; some hundred thousand columns."""
_LEVELDB_MAGIC = bytes.fromhex("57fb808b247547db")
_FRAMES = (b"\x04\x22\x4d\x18", b"\x28\xb5\x2f\xfd")
"""https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md, and RFC 8878 (3.1.1)."""
_ORC_MAGIC = b"ORC"
_ORC_CODEC = lazy_pattern(rb"\x08[\x80-\xff]{0,9}[\0-\x7f]\x10(.)", re.DOTALL)
_HDF5_FILTER = lazy_pattern(
    rb"[\0\x01]\0[\0-\x20]\0(?:deflate|szip|lzf|blosc|bzip2|lz4|zstd|bitshuffle)"
    rb"|\x02[\x01-\x08](?:\x02\0[\0\x01]\0\x01\0.{4})?(?:\x03\0[\0\x01]\0\0\0)?"
    rb"(?:\x01\0[\0\x01]\0\x01\0[\0-\x09]\0\0\0|\x04\0[\0\x01]\0[\x02-\x04]\0)",
    re.DOTALL,
)
"""HDF5 File Format Specification 3.0, IV.A.2.l, "Filter Pipeline": the flags of a filter and how
many numbers are behind its name, or all that goes before deflate or szip where these have none."""
_FOOTER = 48
"""Bytes at the end of a table: two handles, filled up, and the magic number."""
_ROCKSDB_FOOTER = 53
"""Bytes of the same, between a byte for the kind of checksum and a version."""
_CHECKSUM = 4
_FIRST_WHOLE = 16
"""Of so many keys in order the first is whole, with LevelDB and RocksDB."""
_KEY_END = 8
"""Bytes behind a key, for its number and what was done with it."""


def is_packed_avro(archive: Archive) -> bool:
    """Whether the header names a codec (Apache Avro 1.11, "Object Container Files")."""
    codec = _AVRO_CODEC.search(archive.data[: 1 << 20])
    return codec is not None and codec[2] != b"null"


def is_packed_parquet(archive: Archive) -> bool:
    """Whether any column is compressed, by the footer. Without a footer, as in a truncated file,
    that can't be told."""
    data = archive.data
    if not data.endswith(_PARQUET_END) or len(data) < 12:
        return _PARQUET_PAGE.match(data[:_PAGE]) is not None
    footer = int.from_bytes(data[-8:-4], "little")
    if footer > _LARGEST_FOOTER:
        return True
    return _PARQUET_CODEC.search(data[max(0, len(data) - 8 - footer) : -8]) is not None


def is_packed_arrow(archive: Archive) -> bool:
    """Whether any column is compressed (Arrow's ``Message.fbs``, ``BodyCompression``).

    Each buffer is then a frame of LZ4 or zstd behind the number of its bytes.
    """
    return any(magic in archive.data for magic in _FRAMES)


def is_packed_orc(archive: Archive) -> bool:
    """Whether the end names a codec (ORC v1, "Postscript").

    It has the length of the footer and its compression, each a number of protocol buffers.
    """
    data = archive.data
    end = data[-1 - data[-1] : -1] if data else b""
    codec = _ORC_CODEC.match(end)
    return end.endswith(_ORC_MAGIC) and codec is not None and codec[1] != b"\0"


def is_packed_hdf5(archive: Archive) -> bool:
    """Whether any dataset is compressed."""
    return any(True for _ in found_in(_HDF5_FILTER, archive.data))


def is_packed_table(archive: Archive) -> bool:
    """Whether the index of a LevelDB table, or its first block, is compressed, or its keys are
    shortened.

    A byte behind each block says so (LevelDB, ``doc/table_format.md``).
    """
    data = archive.data
    if not data.endswith(_LEVELDB_MAGIC) or len(data) < _FOOTER:
        return False
    if _cuts_keys(data):
        return True
    handle, _ = _numbers(data, len(data) - _FOOTER, 4)
    index_start, index_size = handle[2], handle[3]
    return data[index_start + index_size : index_start + index_size + 1] == b"\x01" or (
        data[handle[0] - _CHECKSUM - 1 : handle[0] - _CHECKSUM] == b"\x01"
    )


def is_packed_rocksdb_table(archive: Archive) -> bool:
    """Whether the index of a RocksDB table is compressed, as a byte behind it says, or its keys are
    shortened."""
    data = archive.data
    if not data.endswith(archive.format.magic) or len(data) < _ROCKSDB_FOOTER:
        return False
    if _cuts_keys(data):
        return True
    handle, _ = _numbers(data, len(data) - _ROCKSDB_FOOTER + 1, 4)
    end = handle[2] + handle[3]
    return data[end : end + 1] not in (b"", b"\0")


def _cuts_keys(data: Data) -> bool:
    """Whether a key in the first block, with which a table begins, lacks what it shares with the
    one before (LevelDB, ``table/block_builder.cc``)."""
    position = before = 0
    for _ in range(_FIRST_WHOLE):
        (shared, rest, value), position = _numbers(data, position, 3)
        if shared or rest < _KEY_END:
            return 0 < shared <= before
        before = rest
        position += rest + value
    return False


def _numbers(data: Data, position: int, count: int) -> tuple[list[int], int]:
    """So many numbers of seven bits a byte, as places and sizes are, and where they end."""
    numbers: list[int] = []
    for _ in range(count):
        value = shift = 0
        while position < len(data):
            byte = data[position]
            position += 1
            value |= (byte & 127) << shift
            shift += 7
            if not byte & 128:
                break
        numbers.append(value)
    return numbers, position
