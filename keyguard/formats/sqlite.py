"""Databases of SQLite (https://www.sqlite.org/fileformat2.html), read by the standard library: it
knows pages that follow each other, UTF-16, and what a write-ahead log holds.

A database comes from strangers (https://www.sqlite.org/security.html): it is read from a copy in
memory, nothing of its schema but tables is asked, and an authorizer refuses all but reading.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from keyguard.formats.archive import TOO_MUCH, Archive, Item, Member, Missing
from keyguard.formats.budget import Budget
from keyguard.formats.format import REPAIR
from keyguard.formats.member import bounded, named
from keyguard.formats.recognise import recognise
from keyguard.formats.rows import row

if TYPE_CHECKING:
    import sqlite3

_VERSIONS = slice(18, 20)
"""Bytes that say whether there is a log beside the database: a copy in memory has none."""
_STEPS = 1_000_000
"""Instructions of SQLite's machine between two looks at how many there were."""
_MOST_LOOKS = 2_000
_LOG_HEADER, _FRAME_HEADER = 32, 24
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0"
_Members = Iterator[Item]


def database(archive: Archive, budget: Budget) -> _Members:
    """The rows of each table as text, and what is packed in a cell. Raises ValueError if the schema
    is damaged."""
    try:
        import sqlite3
    except ImportError:
        yield Missing("it is an SQLite database; use a Python with the module sqlite3 to read it")
        return
    try:
        with _opened(archive.data) as connection:
            tables = [name for (name,) in connection.execute(_TABLES)]
            for table in tables:
                yield from _rows(connection, archive, table.decode("utf-8", "replace"), budget)
    except sqlite3.Error as error:
        raise ValueError(str(error)) from error


def log(archive: Archive, budget: Budget) -> _Members:
    """The database that a write-ahead log holds, if it began with the log; else only its own text
    is read, in which pages may be cut."""
    data = archive.data
    page_size = int.from_bytes(data[8:12], "big") or 1
    pages: dict[int, bytes] = {}
    frames = range(
        _LOG_HEADER, len(data) - _FRAME_HEADER - page_size + 1, _FRAME_HEADER + page_size
    )
    for frame in frames:
        number = int.from_bytes(data[frame : frame + 4], "big")
        pages[number] = data[frame + _FRAME_HEADER : frame + _FRAME_HEADER + page_size]
    if 1 not in pages or max(pages) * page_size > budget.bytes:
        return
    empty = bytes(page_size)
    content = b"".join(pages.get(number, empty) for number in range(1, max(pages) + 1))
    yield from bounded(archive, "database", content, budget)


@contextmanager
def _opened(data: bytes) -> Iterator[sqlite3.Connection]:
    import sqlite3

    copy = bytearray(data)
    copy[_VERSIONS] = b"\x01\x01"
    with tempfile.TemporaryDirectory(prefix="keyguard-") as folder:
        if sys.version_info >= (3, 11) and hasattr(sqlite3.Connection, "deserialize"):
            connection = sqlite3.connect(":memory:")
            connection.deserialize(bytes(copy))
        else:
            path = os.path.join(folder, "database")
            with open(path, "wb") as file:
                file.write(copy)
            connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        with closing(connection):
            looks = iter(range(_MOST_LOOKS))
            connection.text_factory = bytes
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
            connection.set_progress_handler(lambda: next(looks, None) is None, _STEPS)
            connection.set_authorizer(_reads_only)
            yield connection


def _reads_only(action: int, *_: Any) -> int:
    import sqlite3

    allowed = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
    return sqlite3.SQLITE_OK if action in allowed else sqlite3.SQLITE_DENY


def _rows(connection: sqlite3.Connection, archive: Archive, table: str, budget: Budget) -> _Members:
    """A table as one text. One that is damaged or virtual is told, and the next one is read."""
    import sqlite3

    lines: list[bytes] = []
    size = 0
    called = named(archive, table)
    try:
        quoted = table.replace('"', '""')
        cursor = connection.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 - a quoted name
        names = [column[0] for column in cursor.description]
        for cells in cursor:
            if budget.is_spent or size > budget.bytes:
                yield TOO_MUCH
                break
            lines.append(row(zip(names, cells, strict=True)))
            size += len(lines[-1])
            for cell in cells:
                if isinstance(cell, bytes) and recognise(cell):
                    yield from bounded(archive, table, cell, budget)
    except sqlite3.Error as error:
        yield Missing(f"its table {table} could not be read ({error}); {REPAIR}")
    budget.spend(size)
    yield Member(called.step, b"", b"".join(lines))
