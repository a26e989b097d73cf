"""Stores what the reading of one network says: what is new, what stays, and what is gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from keyguard.fleet.records import SCANNED, FoundIn, Record, RepositoryState, Unread
from keyguard.fleet.store.finding_fields import DETAILS, Fields, fields_of
from keyguard.fleet.store.runs import stamp_id
from keyguard.pipeline.stamp import Stamp
from keyguard.report.redact import Redactor
from keyguard.report.sanitize import well_formed

MALFORMED = (
    ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError,
    sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError,
)  # fmt: skip
"""The exceptions for malformed records. The last three are SQLite's, for values that a column can't
hold."""

_COLUMNS = (*DETAILS, "advice")
_SET = ", ".join(f"{name} = ?" for name in _COLUMNS)
_INSERT = (
    f"INSERT INTO place (finding, repository, state, first_run, {', '.join(_COLUMNS)}) "  # noqa: S608
    f"VALUES (?, ?, ?, ?{', ?' * len(_COLUMNS)})"
)
_FIND = f"SELECT id, state, {', '.join(_COLUMNS)} FROM place "  # noqa: S608


class Ingest:
    """Stores one network's records, in a transaction of the caller's."""

    def __init__(self, connection: sqlite3.Connection, run: int) -> None:
        self._connection = connection
        self._run = run
        (self._stamp,) = connection.execute("SELECT stamp FROM run WHERE id = ?", (run,)).fetchone()
        self._clean = Redactor(()).clean
        """For what git says: it quotes addresses."""
        self._repositories: dict[str, int] = {}
        self._read: set[int] = set()
        """Repositories that were read: what was not found in them is not there any more."""
        self._told: set[int] = set()
        """Repositories whose problems are those of these records."""

    def take(self, records: Iterable[Record], replaces: bool = True) -> None:
        """Stores all records.

        ``replaces``: whatever is not among them is gone from the repositories that were scanned.
        Raises what ``MALFORMED`` lists for a record that no worker wrote.
        """
        self._connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS found (place INTEGER PRIMARY KEY)"
        )
        self._connection.execute("DELETE FROM temp.found")
        ways: dict[type[Record], Callable[[Any], None]] = {
            Stamp: self._take_stamp,
            RepositoryState: self._take_state,
            FoundIn: self._take_finding,
            Unread: self._take_problem,
        }
        for record in records:
            ways[type(record)](record)
        for repository in self._read if replaces else ():
            self._tell_of(repository)
            self._close("repository = ? AND id NOT IN temp.found", repository)
        self._connection.execute("DELETE FROM temp.found")

    def _take_stamp(self, stamp: Stamp) -> None:
        self._stamp = stamp_id(self._connection, stamp)

    def _take_state(self, state: RepositoryState) -> None:
        repository = self._repository(state.source)
        self._connection.execute(
            "UPDATE repository SET state = ?, reason = ?, head = coalesce(nullif(?, ''), head), "
            "size = coalesce(nullif(?, 0), size), network = coalesce(?, network), run = ? "
            "WHERE id = ?",
            (
                state.state, self._clean(well_formed(state.reason)), well_formed(state.head),
                int(state.size), self._network(state.network), self._run, repository,
            ),
        )  # fmt: skip
        if state.state == SCANNED:
            self._read.add(repository)
            self._connection.execute(
                "UPDATE repository SET read_refs = ?, read_run = ?, "
                "first_read_run = ifnull(first_read_run, ?) WHERE id = ?",
                (state.refs, self._run, self._run, repository),
            )

    def _take_problem(self, problem: Unread) -> None:
        repository = self._repository(problem.source)
        self._tell_of(repository)
        self._connection.execute(
            "INSERT INTO problem (repository, path, message, run) VALUES (?, ?, ?, ?)",
            (repository, well_formed(problem.path), well_formed(problem.message), self._run),
        )

    def _take_finding(self, found: FoundIn) -> None:
        fields = fields_of(found.finding)
        repository, finding = self._repository(found.source), self._finding(fields)
        values = (*fields.details, self._advice(fields.message, fields.fix))
        row = self._there(finding, repository, fields.state)
        if row is None:
            place = self._connection.execute(
                _INSERT, (finding, repository, fields.state, self._run, *values)
            ).lastrowid
        else:
            place = row[0]
            if row[2:] != values:
                self._connection.execute(f"UPDATE place SET {_SET} WHERE id = ?", (*values, place))  # noqa: S608
        self._connection.execute("INSERT OR IGNORE INTO temp.found VALUES (?)", (place,))

    def _there(self, finding: int, repository: int, state: str) -> tuple[Any, ...] | None:
        """The place as it is, if it is in this state. If this run closed it before, it is opened
        again: the run was interrupted, and asks anew."""
        here = (finding, repository)
        row: tuple[Any, ...] | None = self._connection.execute(
            f"{_FIND}WHERE finding = ? AND repository = ? AND gone_run IS NULL", here
        ).fetchone()
        if row is not None and row[1] == state:
            return row
        if row is not None:
            self._close("id = ?", row[0])
        row = self._connection.execute(
            f"{_FIND}WHERE finding = ? AND repository = ? AND gone_run = ? AND state = ?",
            (*here, self._run, state),
        ).fetchone()
        if row is not None:
            self._connection.execute("UPDATE place SET gone_run = NULL WHERE id = ?", row[:1])
        return row

    def _repository(self, source: str) -> int:
        """The row of a repository, which is added if it is new."""
        if source not in self._repositories:
            name = well_formed(source)
            self._connection.execute(
                "INSERT OR IGNORE INTO repository (source, state, run) VALUES (?, 'pending', ?)",
                (name, self._run),
            )
            (self._repositories[source],) = self._connection.execute(
                "SELECT id FROM repository WHERE source = ?", (name,)
            ).fetchone()
        return self._repositories[source]

    def _network(self, network: str) -> str | None:
        """The key of a network, which is added if it is new; None for no network."""
        if not network:
            return None
        network = well_formed(network)
        self._connection.execute(
            "INSERT INTO network (id, run) VALUES (?, ?) "
            "ON CONFLICT (id) DO UPDATE SET run = excluded.run",
            (network, self._run),
        )
        return network

    def _finding(self, fields: Fields) -> int:
        """The row of what is the same in every repository."""
        self._connection.execute(
            "INSERT OR IGNORE INTO finding "
            "(fingerprint, digest, kind, vendor, redacted, rule, path) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            fields[:7],
        )
        if fields.liveness is not None:
            self._connection.execute(
                "INSERT OR REPLACE INTO liveness (digest, liveness, reason, run) "
                "VALUES (?, ?, ?, ?)",
                (fields.digest, *fields.liveness, self._run),
            )
        (row,) = self._connection.execute(
            "SELECT id FROM finding WHERE (fingerprint, digest, kind) = (?, ?, ?)", fields[:3]
        ).fetchone()
        return int(row)

    def _advice(self, message: str, fix: str) -> int:
        self._connection.execute(
            "INSERT OR IGNORE INTO advice (message, fix) VALUES (?, ?)", (message, fix)
        )
        (row,) = self._connection.execute(
            "SELECT id FROM advice WHERE message = ? AND fix = ?", (message, fix)
        ).fetchone()
        return int(row)

    def _tell_of(self, repository: int) -> None:
        """Forgets what could not be read before."""
        if repository not in self._told:
            self._told.add(repository)
            self._connection.execute("DELETE FROM problem WHERE repository = ?", (repository,))

    def _close(self, which: str, *values: object) -> None:
        """Says that places are not so any more. What this run itself had brought was a mistake."""
        which = f"gone_run IS NULL AND {which}"
        mistaken = f"DELETE FROM place WHERE {which} AND first_run = ?"  # noqa: S608
        self._connection.execute(mistaken, (*values, self._run))
        closed = f"UPDATE place SET gone_run = ? WHERE {which}"  # noqa: S608
        self._connection.execute(closed, (self._run, *values))
