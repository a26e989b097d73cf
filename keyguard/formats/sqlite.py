"""SQLite databases (https://www.sqlite.org/fileformat2.html), read by the standard library.

That understands consecutive pages, UTF-16, and write-ahead logs. A database may come from strangers
(https://www.sqlite.org/security.html): it is read from a copy, nothing of its schema but tables is
used, and an authorizer refuses everything but reading.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from keyguard.formats.archive import TOO_MUCH, Archive, Item, Missing
from keyguard.formats.budget import Budget
from keyguard.formats.member import Named, bounded, named, read_member
from keyguard.formats.recognise import recognise
from keyguard.formats.rows import row
from keyguard.model.chunks import Chunks
from keyguard.model.data import Data
from keyguard.model.on_disk import SEARCHED, WINDOW, no_room

if TYPE_CHECKING:
    import sqlite3

_VERSIONS = slice(18, 20)
"""Bytes that say whether there is a log beside the database: a copy has none."""
_STEPS = 1_000_000
"""Instructions of SQLite's machine between two looks at how many there were."""
_MOST_LOOKS = 2_000
_LONGEST_CELL = 16 << 20
"""Bytes of a cell, or of a row; SQLite would make some of any size."""
_IN_MEMORY = 8 << 20
"""Bytes of a database whose copy is in memory."""
_LOG_HEADER, _FRAME_HEADER = 32, 24
_SMALLEST_PAGE = 512
_SMALLEST_ROW = 4
"""Bytes: its place in the page, the bytes of what it holds, and those of their header (1.6)."""
_COMPUTED = 2
"""What ``table_xinfo`` calls a column that is not stored: whoever asks for it has it computed."""
_SHORTEST = 20
"""Bytes of what is packed: around it, even gzip has 18."""
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0"
_Members = Iterator[Item]


def database(archive: Archive, budget: Budget) -> _Members:
    """The rows of each table as text, and packed cells. Raises ValueError for a damaged schema."""
    try:
        import sqlite3
    except ImportError:
        yield Missing("it is an SQLite database; use a Python with the module sqlite3 to read it")
        return
    try:
        with _opened(archive.data) as connection:
            tables = [name for (name,) in connection.execute(_TABLES)]
            room = iter(range(len(archive.data) // _SMALLEST_ROW))
            for table in tables:
                yield from _Table(connection, archive, table, room).members(budget)
    except sqlite3.Error as error:
        raise ValueError(str(error)) from error


def log(archive: Archive, budget: Budget) -> _Members:
    """The database in a write-ahead log, if it began with the log.

    Otherwise only the log's own text is read, in which pages may be cut.
    """
    data = archive.data
    page_size = int.from_bytes(data[8:12], "big")
    if page_size < _SMALLEST_PAGE:
        return
    pages: dict[int, int] = {}
    frames = range(
        _LOG_HEADER, len(data) - _FRAME_HEADER - page_size + 1, _FRAME_HEADER + page_size
    )
    for frame in frames:
        pages[int.from_bytes(data[frame : frame + 4], "big")] = frame + _FRAME_HEADER
    if 1 not in pages or max(pages) * page_size > budget.bytes:
        return
    read = Chunks(_pages(data, pages, page_size)).read
    yield from read_member(named(archive, "database"), read, budget)


def _pages(data: Data, pages: dict[int, int], page_size: int) -> Iterator[bytes]:
    empty = bytes(page_size)
    for number in range(1, max(pages) + 1):
        start = pages.get(number)
        yield empty if start is None else data[start : start + page_size]


@contextmanager
def _opened(data: Data) -> Iterator[sqlite3.Connection]:
    import sqlite3

    with _folder() as folder:
        if (
            sys.version_info >= (3, 11)
            and hasattr(sqlite3.Connection, "deserialize")
            and len(data) <= _IN_MEMORY
        ):
            connection = sqlite3.connect(":memory:")
            connection.deserialize(b"".join(_copied(data)))
        else:
            path = os.path.join(folder, "database")
            _write(path, data)
            connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        with closing(connection):
            looks = iter(range(_MOST_LOOKS))
            connection.text_factory = bytes
            if sys.version_info >= (3, 11):
                connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_CELL)
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
            connection.set_progress_handler(lambda: next(looks, None) is None, _STEPS)
            connection.set_authorizer(_reads_only)
            yield connection


@contextmanager
def _folder() -> Iterator[str]:
    """Raises ``NoRoomError``."""
    try:
        made = TemporaryDirectory(prefix="keyguard-")
    except OSError as error:
        raise no_room(error) from error
    with made as folder:
        yield folder


def _write(path: str, data: Data) -> None:
    """Raises ``NoRoomError``."""
    try:
        with open(path, "wb") as file:
            file.writelines(_copied(data))
    except OSError as error:
        raise no_room(error) from error


def _copied(data: Data) -> Iterator[bytes]:
    """A database as one that has no log."""
    yield data[: _VERSIONS.start] + b"\x01\x01" + data[_VERSIONS.stop : WINDOW]
    yield from (data[at : at + SEARCHED] for at in range(WINDOW, len(data), SEARCHED))


def _reads_only(action: int, name: str | None, *_: Any) -> int:
    import sqlite3

    allowed = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
    describes = action == sqlite3.SQLITE_PRAGMA and name == "table_xinfo"
    return sqlite3.SQLITE_OK if action in allowed or describes else sqlite3.SQLITE_DENY


class _Table:
    """One table. One that is damaged or virtual is told, and the next one is read.

    ``room`` has a number for each row that there is room for: pages that stand in several tables,
    or several times in one, have more.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        archive: Archive,
        name: bytes,
        room: Iterator[int],
    ) -> None:
        self._connection = connection
        self._archive = archive
        self._name = name.decode("utf-8", "replace")
        self._room = room
        self._is_full = False
        self._is_packed = False
        """Whether a cell seems to be an archive."""

    def members(self, budget: Budget) -> _Members:
        """All rows as one text; then the cells in which something is packed."""
        import sqlite3

        if budget.is_spent:
            yield TOO_MUCH
            return
        called = named(self._archive, self._name)
        table = Named(called.step, b"", f"its table {self._name}")
        yield from read_member(table, Chunks(self._lines()).read, budget, (sqlite3.Error,))
        if self._is_full:
            yield TOO_MUCH
            return
        if self._is_packed:
            yield from self._packed(budget)

    def _lines(self) -> Iterator[bytes]:
        """Raises ``sqlite3.Error``."""
        cursor = self._rows()
        names = [column[0] for column in cursor.description]
        for cells in cursor:
            if next(self._room, None) is None:
                self._is_full = True
                return
            self._is_packed = self._is_packed or any(map(_is_packed, cells))
            yield row(zip(names, cells, strict=True))

    def _packed(self, budget: Budget) -> _Members:
        for cells in self._rows():
            for cell in filter(_is_packed, cells):
                if budget.is_spent:
                    yield TOO_MUCH
                    return
                yield from bounded(self._archive, self._name, cell, budget)

    def _rows(self) -> sqlite3.Cursor:
        table = _quoted(self._name)
        stored = self._stored(table)
        return self._connection.execute(f"SELECT {stored} FROM {table}")  # noqa: S608 - quoted names

    def _stored(self, table: str) -> str:
        """What of it to ask for. A name that is behind another is never taken for a text."""
        columns = list(self._connection.execute(f"PRAGMA table_xinfo({table})"))
        stored = [each[1].decode("utf-8", "replace") for each in columns if each[-1] != _COMPUTED]
        if len(stored) == len(columns):
            return "*"
        return ", ".join(f"{table}.{_quoted(name)}" for name in stored)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _is_packed(cell: object) -> bool:
    return isinstance(cell, bytes) and len(cell) >= _SHORTEST and recognise(cell) is not None
