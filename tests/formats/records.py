"""Databases, records and programs' archives with a text in them."""

from __future__ import annotations

import base64
import json
import plistlib
import sqlite3
import struct
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory


def _shop(connection: sqlite3.Connection, line: bytes) -> None:
    connection.execute("CREATE TABLE settings (id INTEGER PRIMARY KEY, content TEXT)")
    connection.execute("INSERT INTO settings (content) VALUES (?)", [line.decode()])
    connection.commit()


def sqlite(line: bytes, encoding: str = "UTF-8", statements: tuple[str, ...] = ()) -> bytes:
    """A database with the line in a table called settings."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        connection = sqlite3.connect(path)
        connection.execute(f'PRAGMA encoding = "{encoding}"')
        _shop(connection, line)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()
        return path.read_bytes()


def sqlite_log(line: bytes) -> bytes:
    """The write-ahead log of a new database, which holds all of it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA journal_mode = WAL")
        _shop(connection, line)
        data = Path(f"{path}-wal").read_bytes()
        connection.close()
        return data


def property_list(line: bytes) -> bytes:
    """A binary property list, its names apart from its values."""
    return plistlib.dumps({"Name": "shop", "Content": line.decode()}, fmt=plistlib.FMT_BINARY)


def asar(files: dict[str, bytes]) -> bytes:
    """By hand, from https://github.com/electron/asar, README, "Format"."""
    tree: dict[str, object] = {"files": {}}
    content = b""
    for path, data in files.items():
        *folders, name = path.split("/")
        at = tree
        for folder in folders:
            at = at["files"].setdefault(folder, {"files": {}})  # type: ignore[attr-defined]
        at["files"][name] = {"size": len(data), "offset": str(len(content))}  # type: ignore[index]
        content += data
    header = json.dumps(tree, separators=(",", ":")).encode()
    padded = header + b"\0" * (-len(header) % 4)
    numbers = (4, len(padded) + 8, len(padded) + 4, len(header))
    return b"".join(each.to_bytes(4, "little") for each in numbers) + padded + content


def git_binary_patch(line: bytes) -> bytes:
    """By hand, from git's diff.c: base85 of deflated content, 52 bytes a line."""
    packed = zlib.compress(b"\0" + line * 3)
    lengths = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    rows = [packed[at : at + 52] for at in range(0, len(packed), 52)]
    digits = b"".join(
        lengths[len(row) - 1].encode() + base64.b85encode(row + bytes(-len(row) % 4)) + b"\n"
        for row in rows
    )
    return (
        b"diff --git a/inner/path.bin b/inner/path.bin\nnew file mode 100644\n"
        b"index 0000000..1111111\nGIT binary patch\n"
        b"literal %d\n%s\nliteral 0\nHcmV?d00001\n\n" % (len(line) * 3 + 1, digits)
    )


def avro(codec: bytes) -> bytes:
    """By hand, from Apache Avro 1.11, "Object Container Files": a header, and no block."""
    fields = {b"avro.schema": b'"string"', b"avro.codec": codec}
    pairs = b"".join(bytes([2 * len(each)]) + each for pair in fields.items() for each in pair)
    return b"Obj\x01" + bytes([2 * len(fields)]) + pairs + b"\0" + bytes(range(200, 216))


def parquet(codec: int) -> bytes:
    """By hand, from parquet.thrift: the metadata of a column in the compact protocol."""
    column = b"\x15\x0c\x19\x25\0\x06\x19\x18\x03key" + b"\x15" + bytes([codec * 2])
    footer = column + b"\x16\x06\x16\xa0\x01\x16\x90\x01\0"
    return b"PAR1" + bytes(40) + footer + len(footer).to_bytes(4, "little") + b"PAR1"


def leveldb(packed: int, block: bytes = bytes(20)) -> bytes:
    """By hand, from LevelDB's doc/table_format.md: a block, its type, and the footer."""
    handles = bytes([0, len(block), 0, len(block)])
    return (
        block
        + bytes([packed])
        + bytes(4)
        + handles.ljust(40, b"\0")
        + bytes.fromhex("57fb808b247547db")
    )


def pairs(*keys: tuple[int, bytes]) -> bytes:
    """By hand, from LevelDB's table/block_builder.cc: each key without what it shares with the one
    before, and a number behind it; then where the first begins."""
    entries = [
        bytes([shared, len(rest) + 8, 5]) + rest + bytes(8) + b"owner" for shared, rest in keys
    ]
    return b"".join(entries) + struct.pack("<II", 0, 1)


def hermes(strings: list[str], function_size: int = 16) -> bytes:
    """By hand, from Hermes' BytecodeFileFormat.h: one function, and strings end to end."""
    entries = storage = long = b""
    for text in strings:
        is_wide = not text.isascii()
        place, length = len(storage), len(text)
        if length >= 255:
            long += struct.pack("<II", place, length)
            place, length = len(long) // 8 - 1, 255
        entries += struct.pack("<I", is_wide | place << 1 | length << 24)
        storage += text.encode("utf-16-le" if is_wide else "ascii")
    counts = (0, 0, 1, 1, 1, len(strings), len(long) // 8, len(storage))
    header = bytes.fromhex("c61fbc03c103191f") + struct.pack("<I20x8I", 96, *counts)
    functions = header.ljust(128, b"\0") + b"\x20\x02\0\0".ljust(function_size, b"\0") + bytes(8)
    return functions + entries + long + storage + bytes(20)


def automerge(*objects: list[str]) -> bytes:
    """By hand, from Automerge's "Binary Document Format": the texts of each object, of which one
    letter is an operation of its own, in columns that are deflated."""
    owners = sizes = values = b""
    for number, texts in enumerate(objects, 1):
        owners += leb(sum(len(text) if text.isalnum() else 1 for text in texts)) + leb(number)
        for text in texts:
            each = (len(text), 1) if text.isalnum() else (1, len(text))
            sizes += leb(each[0]) + leb(each[1] << 4 | 6)
            values += text.encode()
    columns = {0x02: owners, 0x56: sizes, 0x57: values}
    packed = {kind | 8: raw_deflate(column) for kind, column in columns.items()}
    described = b"".join(leb(kind) + leb(len(column)) for kind, column in packed.items())
    chunk = leb(1) + leb(2) + b"me" + leb(1) + bytes(32) + leb(0) + leb(len(packed)) + described
    return container(0, chunk + b"".join(packed.values()) + leb(0))


def automerge_change(text: bytes) -> bytes:
    """A change that is deflated as a whole."""
    return container(2, raw_deflate(text))


def automerge_bomb() -> bytes:
    """A thousand columns of 4 MiB each in 4 MB."""
    column = raw_deflate(bytes(4 << 20))
    described = (leb(0x9F) + leb(len(column))) * 1_000
    chunk = leb(0) + leb(0) + leb(0) + leb(1_000) + described + column * 1_000
    return container(0, chunk)


def automerge_endless(key: str) -> bytes:
    """2**62 operations without a value in front of one with a key."""
    sizes = leb(1 << 62) + leb(0) + leb(1) + leb(len(key) << 4 | 6)
    columns = leb(0x56) + leb(len(sizes)) + leb(0x57) + leb(len(key))
    return container(0, leb(0) + leb(0) + leb(0) + leb(2) + columns + sizes + key.encode())


def container(kind: int, chunk: bytes) -> bytes:
    return bytes.fromhex("856f4a83") + bytes(4) + bytes([kind]) + leb(len(chunk)) + chunk


def leb(number: int) -> bytes:
    """LEB128 of a number that has no sign, with room for one."""
    digits = bytearray()
    while number > 0x3F:
        digits.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*digits, number])


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def arrow(frame: bytes) -> bytes:
    """By hand, from Arrow's "IPC File Format": only what is looked for."""
    return b"ARROW1\0\0" + bytes(40) + frame + bytes(40) + b"ARROW1"


def orc(codec: int) -> bytes:
    """By hand, from the ORC specification: a postscript behind what would be stripes."""
    postscript = bytes([8, 0x9A, 1, 16, codec, 24, 0x80, 2]) + b"\x82\xf4\x03\x03ORC"
    return b"ORC" + bytes(40) + postscript + bytes([len(postscript)])
