"""The store of a fleet: what the coordinator writes, a transaction at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from keyguard.fleet.records import Record, RepositoryState
from keyguard.fleet.store.connection import file_of, open_to_write, told
from keyguard.fleet.store.ingest import Ingest
from keyguard.fleet.store.runs import add_run, now, stamp_id
from keyguard.model.record import NamedTuple
from keyguard.pipeline.stamp import Stamp


class KnownRepository(NamedTuple):
    """A repository as the store has it."""

    state: RepositoryState
    run: int
    """The run that said so."""
    read: str
    """When the run began that read it last, in ISO 8601; empty if none did."""
    stamp: Stamp | None
    """Under which that run read it."""
    is_damaged: bool
    """Whether something that is no file could not be read then, as if objects are missing."""


class Store:
    """The database, for its one writer. To be used by one thread, in a ``with`` statement, which
    closes it and tells what the database refuses as ``KeyguardError``."""

    def __init__(self, path: Path) -> None:
        self.path = file_of(path)
        self._connection, self._lock = open_to_write(self.path)

    @classmethod
    def open(cls, path: Path) -> Store:
        """The store of a folder, or of a database named by its file; made if it is not there.

        Raises ``KeyguardError`` if another process writes it, or if it can't be used.
        """
        return cls(path)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not isinstance(error, sqlite3.Error):
            self.close()
            return
        try:
            with told(self.path):
                raise error
        finally:
            self.close()

    def close(self) -> None:
        """Lets other writers in. What no transaction has ended is lost."""
        try:
            self._connection.close()
        finally:
            self._lock.close()

    def begin_run(self, stamp: Stamp, shard: str = "") -> int:
        """The number of the run to go on with: the last of this shard if it has not ended and is of
        this stamp, else a new one."""
        with self.transaction() as connection:
            stamped = stamp_id(connection, stamp)
            last = connection.execute(
                "SELECT id, ended, stamp FROM run WHERE shard = ? ORDER BY began DESC LIMIT 1",
                (shard,),
            ).fetchone()
            if last is not None and last[1:] == (None, stamped):
                return int(last[0])
            return add_run(connection, stamped, shard)

    def end_run(self, run: int) -> None:
        """Says that the run has come to its end, whatever could not be read in it."""
        with self.transaction() as connection:
            connection.execute("UPDATE run SET ended = ? WHERE id = ?", (now(), run))

    def set_state(self, run: int, state: RepositoryState) -> None:
        """Says what became of a repository. What was found in it stays, in whatever state."""
        with self.transaction() as connection:
            Ingest(connection, run).take([state], replaces=False)

    def ingest(self, run: int, records: Iterable[Record]) -> None:
        """Takes in what the reading of one network says, wholly or not at all; again is the same.

        Raises what ``records`` raises.
        """
        with self.transaction() as connection:
            Ingest(connection, run).take(records)

    def last_stamp(self) -> Stamp | None:
        """The stamp of the last run; None before the first."""
        row = self._connection.execute(
            "SELECT version, rules, settings FROM run JOIN stamp ON stamp.id = run.stamp "
            "ORDER BY began DESC LIMIT 1"
        ).fetchone()
        return Stamp(*row) if row else None

    def repositories(self) -> Iterator[KnownRepository]:
        """Every repository that any run had in its list, by its name."""
        rows = self._connection.execute(
            "SELECT source, ifnull(network, ''), state, reason, head, size, read_refs, "
            "repository.run, ifnull(began, ''), "
            "EXISTS (SELECT 1 FROM problem WHERE problem.repository = repository.id "
            "AND path = ''), "
            "version, rules, settings FROM repository LEFT JOIN run ON run.id = read_run "
            "LEFT JOIN stamp ON stamp.id = run.stamp ORDER BY source"
        )
        for row in rows:
            run, read, is_damaged, *stamped = row[7:]
            stamp = Stamp(*stamped) if read else None
            yield KnownRepository(RepositoryState(*row[:7]), run, read, stamp, bool(is_damaged))

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All that is written within it, or nothing."""
        self._connection.execute("BEGIN IMMEDIATE")
        with self._connection:
            yield self._connection
