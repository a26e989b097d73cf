"""The store of a fleet: what the coordinator writes, one transaction at a time."""

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
    """The run that last said something about it."""
    read: str
    """When the last run that read it began, in ISO 8601; empty if none did."""
    stamp: Stamp | None
    """The stamp under which that run read it."""
    is_damaged: bool
    """Whether something other than a file could not be read then, as if objects were missing."""


class Store:
    """The database, for its one writer.

    For one thread, in a ``with`` statement, which closes it and turns the database's errors into
    ``KeyguardError``.
    """

    def __init__(self, path: Path) -> None:
        self.path = file_of(path)
        self._connection, self._lock = open_to_write(self.path)

    @classmethod
    def open(cls, path: Path) -> Store:
        """Opens the store of a folder, or the database at a path; made if it is missing.

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
        """Lets other writers in. Whatever no transaction has committed is lost."""
        try:
            self._connection.close()
        finally:
            self._lock.close()

    def begin_run(self, stamp: Stamp, shard: str = "") -> int:
        """The number of the run to work on.

        It is the last run of this shard if that has not ended and has this stamp, else a new one.
        """
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
        """Notes that the run has ended, whatever could not be read in it."""
        with self.transaction() as connection:
            connection.execute("UPDATE run SET ended = ? WHERE id = ?", (now(), run))

    def set_state(self, run: int, state: RepositoryState) -> None:
        """Notes the state of a repository. Its findings stay, whatever the state."""
        with self.transaction() as connection:
            Ingest(connection, run).take([state], replaces=False)

    def ingest(self, run: int, records: Iterable[Record]) -> None:
        """Stores what the reading of one network says, wholly or not at all; repeating it changes
        nothing.

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
        """Commits everything that is written within the block, or nothing."""
        self._connection.execute("BEGIN IMMEDIATE")
        with self._connection:
            yield self._connection
