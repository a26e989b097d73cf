"""Opens a fleet's database, and checks whose it is, how old it is, and who else writes it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from keyguard.errors import KeyguardError
from keyguard.fleet.store.schema import APPLICATION, READ_FROM, STEPS

FOLDER = "keyguard-fleet"
"""The usual folder of a store."""
FILE_NAME = "fleet.db"
"""The name of the database in a store's folder."""
PATIENCE = 10.0
"""Seconds to wait for a reader that locks the database for a moment."""
_LOCK = "-writer"
"""What follows the database's name in that of the file by which its one writer is known. It is
locked as a database is, so that the lock ends with the process, on every system."""

_SAID = {
    "malformed": "is damaged; put back a copy of it, or name another store.",
    "not a database": "is no database; put back a copy of it, or name another store.",
    "disk i/o": "can't be read or written, as the disk says; put it on another one.",
    "full": "can't be written: there is no room on the disk; make some, and do it again.",
    "readonly": "may not be written; check its permissions and those of its folder.",
    "unable to open": "can't be opened; check its permissions and those of its folder.",
    "locked": "is being written by another program, which does not end; end that.",
}
"""What SQLite says (https://www.sqlite.org/rescode.html), and what a sentence says of a store."""


def file_of(path: Path) -> Path:
    """The database of a store that is named by its folder or by the database itself."""
    is_file = path.is_file() or (path.suffix == ".db" and not path.is_dir())
    return path if is_file else path / FILE_NAME


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns the errors of SQLite into ``KeyguardError``, in one sentence."""
    try:
        yield
    except sqlite3.Error as error:
        said = str(error).lower()
        other = f"fails ({error}); put back a copy of it, or name another store."
        how = next((words for sign, words in _SAID.items() if sign in said), other)
        raise KeyguardError(f"the fleet's store {path} {how}") from error


def open_to_write(path: Path) -> tuple[sqlite3.Connection, sqlite3.Connection]:
    """Opens the database, made if it is missing, and locks it for its one writer.

    Raises ``KeyguardError`` if there is another writer, or if the file is no store.
    """
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = _locked(path)
        try:
            connection = _connected(str(path))
            _check(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            migrate(connection, STEPS)
        except BaseException:
            lock.close()
            raise
    return connection, lock


def open_to_read(path: Path) -> sqlite3.Connection:
    """Opens the database as it is now, perhaps while it is written.

    Raises ``KeyguardError`` if there is none, or if it is no store, damaged, newer, or too old.
    """
    if not path.is_file():
        raise KeyguardError(
            f"there is no fleet's store in {path.parent}; name the folder that holds {FILE_NAME}."
        )
    with told(path):
        # Without write access SQLite can't make the files beside it that WAL needs.
        is_kept = not os.access(path.parent, os.W_OK) and not _is_in_use(path)
        mode = "immutable=1" if is_kept else "mode=ro"
        connection = _connected(f"{path.resolve().as_uri()}?{mode}")
        _check(connection, path)
        if _version(connection) < READ_FROM:
            raise KeyguardError(
                f"the fleet's store {path} is of an older keyguard; scan or merge into it once, "
                "which brings it up to date."
            )
        _check_soundness(connection)
    return connection


def migrate(connection: sqlite3.Connection, steps: Sequence[Sequence[str]]) -> None:
    """Takes the steps that are missing, each wholly or not at all."""
    for number in range(_version(connection), len(steps)):
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            for statement in steps[number]:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {number + 1}")


def _is_in_use(path: Path) -> bool:
    """Whether a log beside the database has something that is not in the database itself yet."""
    log = Path(f"{path}-wal")
    return log.exists() and log.stat().st_size > 0


def _connected(name: str) -> sqlite3.Connection:
    is_uri = name.startswith("file:")
    connection = sqlite3.connect(name, timeout=PATIENCE, isolation_level=None, uri=is_uri)
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _locked(path: Path) -> sqlite3.Connection:
    lock = sqlite3.connect(f"{path}{_LOCK}", timeout=0, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        lock.close()
        if "locked" not in str(error):
            raise
        raise KeyguardError(
            f"another keyguard is writing the fleet's store {path}; wait for its end, or name "
            "another store."
        ) from error
    return lock


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """That the database is ours and no newer than we are."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION and (application or tables):
        raise KeyguardError(
            f"{path} is the database of another program; name the folder of a fleet's store."
        )
    if _version(connection) > len(STEPS):
        raise KeyguardError(
            f"the fleet's store {path} is of a newer keyguard (version {_version(connection)} of "
            f"its tables, {len(STEPS)} here); update keyguard."
        )


def _check_soundness(connection: sqlite3.Connection) -> None:
    """That the tables are ours, that every row is whole, and that what it refers to is there."""
    is_whole = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    if (
        not is_whole
        or not _statements(connection) >= _our_statements()
        or connection.execute("PRAGMA foreign_key_check").fetchone()
    ):
        raise sqlite3.DatabaseError("malformed")


def _statements(connection: sqlite3.Connection) -> set[str]:
    """What made the tables and indexes."""
    return {sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master") if sql}


def _our_statements() -> set[str]:
    with closing(_connected(":memory:")) as connection:
        migrate(connection, STEPS)
        return _statements(connection)


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
