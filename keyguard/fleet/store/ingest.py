"""Taking in what the reading of one network says: what is new, what stays, and what is gone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from keyguard.fleet.records import FoundIn, Record, RepositoryState, SeenPack, Stamp, Unread
from keyguard.fleet.store.runs import stamp_id
from keyguard.model.levels import Confidence, Severity
from keyguard.report.sanitize import well_formed

_DETAILS = (
    "severity", "confidence", "environment", "surface", "surface_reason", "line", "column_",
    "end_line", "end_column", "via", "occurrences", "commit_", "author", "date", "refs",
    "suppressed_by", "suppressed_reason", "advice",
)  # fmt: skip
"""Columns of a place that may change while it stays the same place."""
_SET_DETAILS = ", ".join(f"{name} = ?" for name in _DETAILS)
_INSERT = (
    f"INSERT INTO place (finding, repository, state, first_run, {', '.join(_DETAILS)}) "  # noqa: S608
    f"VALUES (?, ?, ?, ?{', ?' * len(_DETAILS)})"
)
_FIND = f"SELECT id, state, {', '.join(_DETAILS)} FROM place "  # noqa: S608


class Ingest:
    """One network's records on their way into the database, in a transaction of the caller's."""

    def __init__(self, connection: sqlite3.Connection, run: int) -> None:
        self._connection = connection
        self._run = run
        (self._stamp,) = connection.execute("SELECT stamp FROM run WHERE id = ?", (run,)).fetchone()
        self._repositories: dict[str, int] = {}
        self._read: set[int] = set()
        """Repositories that were read: what was not found in them is not there any more."""
        self._told: set[int] = set()
        """Repositories whose problems are those of these records."""

    def take(self, records: Iterable[Record], replaces: bool = True) -> None:
        """Takes all records. ``replaces`` says that what is not among them is gone from the
        repositories that were scanned.

        Raises ``ValueError``, ``KeyError``, ``TypeError`` or ``OverflowError`` for a finding that
        is none.
        """
        self._connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS found (place INTEGER PRIMARY KEY)"
        )
        self._connection.execute("DELETE FROM temp.found")
        ways: dict[type[Record], Callable[[Any], None]] = {
            Stamp: self._take_stamp,
            RepositoryState: self._take_state,
            SeenPack: self._take_pack,
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
                state.state, well_formed(state.reason), well_formed(state.head), state.size,
                self._network(state.network), self._run, repository,
            ),
        )  # fmt: skip
        if state.state == "scanned":
            self._read.add(repository)
            self._connection.execute(
                "UPDATE repository SET read_refs = ?, read_run = ?, "
                "first_read_run = ifnull(first_read_run, ?) WHERE id = ?",
                (state.refs, self._run, self._run, repository),
            )

    def _take_pack(self, pack: SeenPack) -> None:
        """What was read under another stamp is forgotten: it is to be read again under that."""
        network = self._network(pack.network)
        self._connection.execute(
            "DELETE FROM pack WHERE network = ? AND stamp <> ?", (network, self._stamp)
        )
        self._connection.execute(
            "INSERT OR REPLACE INTO pack (network, checksum, objects, stamp) VALUES (?, ?, ?, ?)",
            (network, pack.checksum, pack.objects, self._stamp),
        )

    def _take_problem(self, problem: Unread) -> None:
        repository = self._repository(problem.source)
        self._tell_of(repository)
        self._connection.execute(
            "INSERT INTO problem (repository, path, message, run) VALUES (?, ?, ?, ?)",
            (repository, well_formed(problem.path), well_formed(problem.message), self._run),
        )

    def _take_finding(self, found: FoundIn) -> None:
        repository, finding = self._repository(found.source), self._finding(found.finding)
        details, state = self._details(found.finding), str(found.finding["state"])
        here = "WHERE finding = ? AND repository = ? AND "
        row = self._connection.execute(
            f"{_FIND}{here}gone_run IS NULL", (finding, repository)
        ).fetchone()
        if row is not None and row[1] != state:
            self._close("id = ?", row[0])
            row = None
        if row is None:  # this run has said so before, and been interrupted
            row = self._connection.execute(
                f"{_FIND}{here}gone_run = ? AND state = ?", (finding, repository, self._run, state)
            ).fetchone()
        if row is None:
            place = self._connection.execute(
                _INSERT, (finding, repository, state, self._run, *details)
            ).lastrowid
        else:
            place = row[0]
            self._connection.execute(
                f"UPDATE place SET gone_run = NULL, {_SET_DETAILS} WHERE id = ?",  # noqa: S608
                (*details, place),
            )
        self._connection.execute("INSERT OR IGNORE INTO temp.found VALUES (?)", (place,))

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

    def _finding(self, found: dict[str, Any]) -> int:
        """The row of what is the same in every repository. Only named fields are taken: a value
        that somebody had shown is none of them."""
        credential = found["credential"]
        key = (found["fingerprint"], credential["digest"], credential["kind"])
        self._connection.execute(
            "INSERT OR IGNORE INTO finding "
            "(fingerprint, digest, kind, vendor, redacted, rule, path) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *key,
                *(well_formed(credential[name]) for name in ("vendor", "redacted")),
                *(well_formed(found[name]) for name in ("rule", "path")),
            ),
        )
        if "liveness" in credential:
            self._connection.execute(
                "INSERT OR REPLACE INTO liveness (digest, liveness, reason, run) "
                "VALUES (?, ?, ?, ?)",
                (
                    credential["digest"], credential["liveness"],
                    well_formed(credential.get("liveness_reason", "")), self._run,
                ),
            )  # fmt: skip
        (row,) = self._connection.execute(
            "SELECT id FROM finding WHERE (fingerprint, digest, kind) = (?, ?, ?)", key
        ).fetchone()
        return int(row)

    def _details(self, found: dict[str, Any]) -> tuple[object, ...]:
        """The values of ``_DETAILS``."""
        suppressed = found["suppressed"] or {}
        refs = found.get("refs")
        return (
            int(Severity.from_label(found["severity"])),
            int(Confidence.from_label(found["confidence"])),
            found["environment"],
            found["surface"],
            well_formed(found.get("surface_reason", "")),
            *(found[name] for name in ("line", "column", "end_line", "end_column")),
            json.dumps(found["via"]),
            found["occurrences"],
            *(_text(found[name]) for name in ("commit", "author", "date")),
            None if refs is None else json.dumps(refs),
            suppressed.get("by"),
            _text(suppressed.get("reason")),
            self._advice(well_formed(found["message"]), well_formed(found["fix"])),
        )

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


def _text(value: str | None) -> str | None:
    return None if value is None else well_formed(value)
