"""Merges what other machines found into a store: of each repository, the later run counts.

Everything goes through the ingest that a scan uses, so a merge can be repeated, or done in parts,
with the same result.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from keyguard.fleet.records import SCANNED, FoundIn, Record, RepositoryState, Unread
from keyguard.fleet.store.database import Store
from keyguard.fleet.store.finding_fields import as_finding
from keyguard.fleet.store.ingest import Ingest
from keyguard.fleet.store.reading import Held, Reader, ReadRepository, Run
from keyguard.fleet.store.runs import adopted_run
from keyguard.model.record import NamedTuple


class _Known(NamedTuple):
    """What the store has of a repository."""

    state: str = ""
    reason: str = ""
    run: int = 0
    listed: str = ""
    """When the run began that had it last in its list; empty if it is unknown."""
    read: str = ""
    """When the run began that read it last."""


def merge_store(store: Store, other: Reader) -> None:
    """Merges another store, with its earlier runs."""
    runs = other.runs()
    with store.transaction() as connection:
        for run in runs:
            adopted_run(connection, run)
    for repository in other.repositories():
        with store.transaction() as connection:
            _take_repository(connection, repository, other, runs)
    for run in runs:
        end_merged(store, run)


def end_merged(store: Store, run: Run) -> None:
    """Notes that all of a run was merged.

    A merge that breaks off before looks like a run that has not ended, which the report says.
    """
    with store.transaction() as connection:
        connection.execute(
            "UPDATE run SET ended = nullif(?, '') WHERE token = ?", (run.ended, run.token)
        )


def merge_result(store: Store, run: Run, records: Iterable[Record]) -> None:
    """Merges what the reading of one network said, wholly or not at all.

    Raises what ``records`` raises, and what ``MALFORMED`` lists for a record that no worker wrote.
    """
    with store.transaction() as connection:
        number = adopted_run(connection, run)
        Ingest(connection, number).take(_newer(connection, run, records))


def _newer(connection: sqlite3.Connection, run: Run, records: Iterable[Record]) -> Iterator[Record]:
    """The records of repositories of which no later run is known."""
    known: dict[str, bool] = {}
    for record in records:
        source = getattr(record, "source", None)
        if source is not None and source not in known:
            known[source] = _last_known(connection, source).listed <= run.began
        if source is None or known[source]:
            yield record


def _take_repository(
    connection: sqlite3.Connection, repository: ReadRepository, other: Reader, runs: list[Run]
) -> None:
    """Replays what became of a repository, run by run."""
    known = _last_known(connection, repository.source)
    history = other.ever_held(repository.source)
    changed = {repository.first_read, repository.read}
    changed.update(*((held.since, held.gone) for held in history))
    last = next(run for run in runs if run.number == repository.run)
    for run in runs:
        if run.began in changed and run.began >= known.read:
            records = _said_in_run(run.began, repository, history, other)
            Ingest(connection, adopted_run(connection, run)).take(records)
    if last.began < known.listed:
        connection.execute(
            "UPDATE repository SET state = ?, reason = ?, run = ? WHERE source = ?",
            (*known[:3], repository.source),
        )
    elif repository.state != SCANNED:
        state = RepositoryState(*repository[:6])
        Ingest(connection, adopted_run(connection, last)).take([state], replaces=False)


def _said_in_run(
    moment: str, repository: ReadRepository, history: Iterable[Held], other: Reader
) -> Iterator[Record]:
    """What the reading of a repository said in the run that began then."""
    source = repository.source
    state = RepositoryState(
        source, repository.network, SCANNED, "", repository.head, repository.size
    )
    yield state
    for held in history:
        if held.since <= moment and (not held.gone or held.gone > moment):
            yield FoundIn(source, as_finding(held))
    if moment == repository.read:
        yield from (Unread(*problem) for problem in other.problems_of(source))


def _last_known(connection: sqlite3.Connection, source: str) -> _Known:
    row = connection.execute(
        "SELECT state, reason, run, listed.began, ifnull(read.began, '') FROM repository "
        "JOIN run AS listed ON listed.id = run LEFT JOIN run AS read ON read.id = read_run "
        "WHERE source = ?",
        (source,),
    ).fetchone()
    return _Known(*row) if row else _Known()
