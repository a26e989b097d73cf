"""The runs of a store and what they depended on: one row each."""

from __future__ import annotations

import secrets
import sqlite3
from datetime import datetime, timedelta, timezone

from keyguard.fleet.store.reading import Run
from keyguard.pipeline.stamp import Stamp


def stamp_id(connection: sqlite3.Connection, stamp: Stamp) -> int:
    """The row of a stamp, which is added if it is new."""
    connection.execute(
        "INSERT OR IGNORE INTO stamp (version, rules, settings) VALUES (?, ?, ?)", stamp
    )
    row = connection.execute(
        "SELECT id FROM stamp WHERE (version, rules, settings) = (?, ?, ?)", stamp
    ).fetchone()
    return int(row[0])


def add_run(connection: sqlite3.Connection, stamp: int, shard: str) -> int:
    """A new run, which begins after all others whatever the clock says."""
    began = now()
    (last,) = connection.execute("SELECT max(began) FROM run").fetchone()
    if last is not None and last >= began:
        later = datetime.fromisoformat(last) + timedelta(microseconds=1)
        began = later.isoformat(timespec="microseconds")
    row = connection.execute(
        "INSERT INTO run (token, store, began, stamp, shard) SELECT ?, token, ?, ?, ? FROM origin",
        (secrets.token_hex(16), began, stamp, shard),
    )
    return int(row.lastrowid or 0)


def adopted_run(connection: sqlite3.Connection, run: Run) -> int:
    """The number that a run of another store has here.

    If it is new it is added, as a run that has not ended.
    """
    connection.execute(
        "INSERT OR IGNORE INTO run (token, store, began, stamp, shard) VALUES (?, ?, ?, ?, ?)",
        (run.token, run.store, run.began, stamp_id(connection, run.stamp), run.shard),
    )
    row = connection.execute("SELECT id FROM run WHERE token = ?", (run.token,)).fetchone()
    return int(row[0])


def now() -> str:
    """The time in UTC and ISO 8601, to the microsecond; such texts sort like the times."""
    return datetime.now(timezone.utc).isoformat(timespec="microseconds")
