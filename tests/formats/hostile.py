"""Small containers that state more than they hold: what they refer to stands there many times,
holds itself, or has to be computed."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.formats.compound import compound
from tests.formats.records import hermes


def property_list(*objects: bytes) -> bytes:
    """A binary property list of objects as they are written; the first one holds the others."""
    offsets = [8 + sum(map(len, objects[:number])) for number in range(len(objects))]
    table = b"".join(struct.pack(">I", each) for each in offsets)
    content = b"bplist00" + b"".join(objects)
    return content + table + struct.pack(">6xBBQQQ", 4, 1, len(objects), 0, len(content))


def asar(entry: dict[str, object]) -> bytes:
    header = json.dumps({"files": {"a": entry}}, separators=(",", ":")).encode()
    return struct.pack("<4I", 4, len(header) + 8, len(header) + 4, len(header)) + header


def shared_strings() -> bytes:
    """Bytecode of Hermes of which each string is all of them: 15 GB in 200 kB."""
    count, size = 20_000, 750_000
    data = hermes(["a" * 300])
    counts = struct.pack("<6I", 0, 0, 0, count, 1, size)
    header = (data[:40] + counts).ljust(128, b"\0")
    return header + b"\0\0\0\xff" * count + struct.pack("<II", 0, size) + b"a" * size


def database(schema: str, value: object) -> bytes:
    """A table of one row, of which the schema says something else than when it was made."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE t (a)")
        connection.execute("INSERT INTO t VALUES (?)", [value])
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = ?", [schema])
        connection.commit()
        connection.close()
        return path.read_bytes()


def repeated_page() -> bytes:
    """A database whose one leaf is 500 times 500 times 500 times in a table."""
    first = bytearray(database("CREATE TABLE t (a)", None)[:4096])
    first[28:32] = struct.pack(">I", 5)

    def page(head: Callable[[int, int], bytes], cell: bytes, count: int) -> bytes:
        places = range(4096 - len(cell) * count, 4096, len(cell))
        pointers = b"".join(struct.pack(">H", place) for place in places)
        return (head(count, places[0]) + pointers).ljust(places[0], b"\0") + cell * count

    def inner(child: int) -> bytes:
        return page(
            lambda count, start: struct.pack(">BHHHBI", 5, 0, count, start, 0, child),
            struct.pack(">IB", child, 1),
            500,
        )

    leaf = page(
        lambda count, start: struct.pack(">BHHHB", 13, 0, count, start, 0), b"\2\1\2\0", 400
    )
    return bytes(first) + inner(3) + inner(4) + inner(5) + leaf


def long_directory() -> bytes:
    """A zip archive whose directory names one empty file 400,000 times."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a", b"")
    data = file.getvalue()
    start, end = data.index(b"PK\1\2"), data.index(b"PK\5\6")
    directory = data[start:end] * 400_000
    return data[:start] + directory + data[end:-10] + struct.pack("<IIH", len(directory), start, 0)


def extended_header(records: bytes) -> bytes:
    """A tar archive with a header of pax in front of an empty file."""
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, len(records)
    padded = records + bytes(-len(records) % 512)
    return header.tobuf() + padded + tarfile.TarInfo("a").tobuf() + bytes(1024)


def open_digits(count: int) -> bytes:
    """A PDF document in which so many streams of digits have one end."""
    return b"%PDF-1.4\n" + b"1 0 obj<</Filter/A85>>stream\n" * count + b"endstream\n"


def macros_in_macros(count: int) -> bytes:
    """A module of so many parts, behind each of which another one could begin, as if within it."""
    part = b"\x08\xb0\0Attribut" + b"\x01\xb0\0\1"
    return compound({"Module": b"\1" + part * count})


def spreadsheet(strings: bytes, sheet: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", strings)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return file.getvalue()


TOLD = {
    "property list that holds itself": (property_list(b"\xa1\0"), "bound"),
    "property list of empty lists": (
        property_list(*(bytes((0xA2, at + 1, at + 1)) for at in range(60)), b"\xa0"),
        "bound",
    ),
    "asar without a number": (asar({"offset": [], "size": 1}), "something else for a number"),
    "asar without a size": (asar({"offset": "0", "size": None}), "something else for a number"),
    "strings that share their bytes": (shared_strings(), "bound"),
    "page that is repeated": (repeated_page(), "bound"),
    "zip with a long directory": (long_directory(), "bound"),
    "pax header that is a number": (extended_header(b"1" * 500_000), "extended header"),
    "pax header of one long name": (extended_header(b"2 " * 50_000 + b"="), "extended header"),
    "streams with one end": (open_digits(20_000), "damaged"),
}
"""Content with a word of what is said of it."""
SILENT = {
    "columns that are computed": database(
        "CREATE TABLE t (a, c0 AS (a || a)"
        + "".join(f", c{at + 1} AS (c{at} || c{at})" for at in range(28))
        + ")",
        "text",
    ),
    "function in a column": database("CREATE TABLE t (a, b AS (hex(zeroblob(600000000))))", 1),
    "texts without an end": spreadsheet(b"<si>" * 200_000, b"<c t='s'>"),
    "macros in macros": macros_in_macros(3_000),
    "cell of many types": spreadsheet(b"<si><t>a</t></si>", b"<c " + b't="s" ' * 40_000),
}
"""Content that is read without doing what it says."""
