"""Reads a fleet's store, even while it is written: its runs, repositories, places and gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from keyguard.fleet.store import soundness
from keyguard.fleet.store.connection import file_of, open_to_read, told
from keyguard.fleet.store.soundness import sound
from keyguard.model.record import NamedTuple
from keyguard.pipeline.stamp import Stamp


class Run(NamedTuple):
    """One reading of the list, or of a shard of it."""

    number: int
    token: str
    """A token that names the run in every database that it was merged into."""
    store: str
    """The name of the store in which the run was made."""
    began: str
    """When the run began, in UTC and ISO 8601; such texts sort like the times."""
    ended: str
    """When the run ended; empty if it was interrupted, or still goes on."""
    shard: str
    """``1/4``; empty if the run was the whole list."""
    stamp: Stamp


class ReadRepository(NamedTuple):
    """A repository, and its state."""

    source: str
    network: str
    state: str
    reason: str
    head: str
    size: int
    run: int
    """The number of the last run that had it in its list."""
    first_read: str
    """When the first run that read it began; empty if none did."""
    read: str
    """When the last run that read it began; empty if none did."""


class Held(NamedTuple):
    """A finding in a repository, in one state, for as long as it was in that state."""

    finding: int
    """A number that, with ``source``, names all rows about the same finding."""
    source: str
    network: str
    fingerprint: str
    digest: str
    kind: str
    vendor: str
    redacted: str
    rule: str
    path: str
    state: str
    severity: int
    confidence: int
    environment: str
    surface: str
    surface_reason: str
    line: int
    column: int
    end_line: int
    end_column: int
    via: str
    """A JSON array of texts."""
    occurrences: int
    commit: str | None
    author: str | None
    date: str | None
    refs: str | None
    """A JSON array of full names of refs."""
    suppressed_by: str | None
    suppressed_reason: str | None
    message: str
    fix: str
    first_seen: str
    """When the first run that saw it began, in whatever state."""
    last_seen: str
    """When the last run that saw it began; empty if it is no longer so."""
    since: str
    """When the first run that saw it in this state began."""
    gone: str
    """When the first run that no longer saw it so began; empty if it is still so."""


class NotRead(NamedTuple):
    """A part of a repository that could not be read."""

    source: str
    path: str
    message: str


_RUNS = """
SELECT run.id, token, store, began, ifnull(ended, ''), shard, version, rules, settings
FROM run JOIN stamp ON stamp.id = run.stamp ORDER BY began
"""
_REPOSITORIES = """
SELECT source, ifnull(network, ''), state, reason, head, size, run,
    ifnull((SELECT began FROM run WHERE run.id = first_read_run), ''),
    ifnull((SELECT began FROM run WHERE run.id = read_run), '')
FROM repository ORDER BY source
"""
_HELD = """
SELECT finding.id, source, ifnull(network, ''), fingerprint, digest, kind, vendor, redacted, rule,
    path, place.state, severity, confidence, environment, surface, surface_reason, line, column_,
    end_line, end_column, via, occurrences, commit_, author, date, refs, suppressed_by,
    suppressed_reason, message, fix,
    (SELECT min(began) FROM place AS other JOIN run ON run.id = other.first_run
     WHERE other.finding = place.finding AND other.repository = place.repository),
    CASE WHEN gone_run IS NULL THEN ifnull(read.began, first.began) ELSE '' END,
    first.began, ifnull(gone.began, '')
FROM place
    JOIN finding ON finding.id = place.finding
    JOIN repository ON repository.id = place.repository
    JOIN advice ON advice.id = place.advice
    JOIN run AS first ON first.id = place.first_run
    LEFT JOIN run AS read ON read.id = repository.read_run
    LEFT JOIN run AS gone ON gone.id = place.gone_run
"""
_THERE = """
WHERE gone_run IS NULL OR (first.began <= ? AND gone.began > ?)
ORDER BY digest, source, path, rule
"""
_EVER_IN = "WHERE source = ? ORDER BY path, rule, first.began"
_PROBLEMS = """
SELECT source, path, message FROM problem JOIN repository ON repository.id = problem.repository
"""


class Reader:
    """A store as it is now, for use in a ``with`` statement. Other processes may write it
    meanwhile."""

    def __init__(self, path: Path) -> None:
        """Raises ``KeyguardError`` if there is no store, or none that can be read."""
        self.path = file_of(path)
        self._connection = open_to_read(self.path)
        with told(self.path):
            self._connection.execute("BEGIN")  # all that is asked is of one moment

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def runs(self) -> list[Run]:
        """All runs, in order."""
        rows = self._rows(soundness.RUN, _RUNS)
        return [
            Run(number, token, store, began, ended, shard, Stamp(*stamp))
            for number, token, store, began, ended, shard, *stamp in rows
        ]

    def repositories(self) -> Iterator[ReadRepository]:
        """All repositories, by their names."""
        return map(ReadRepository._make, self._rows(soundness.REPOSITORY, _REPOSITORIES))

    def held(self, moment: str = "") -> Iterator[Held]:
        """What is there now, and what was there at ``moment`` but is gone, by credential.

        A moment is a time in ISO 8601, or the beginning of one: a day means its beginning.
        """
        rows = self._rows(soundness.HELD, _HELD + _THERE, (moment, moment))
        return map(Held._make, rows)

    def ever_held(self, source: str) -> list[Held]:
        """Everything that is or was in a repository."""
        rows = self._rows(soundness.HELD, _HELD + _EVER_IN, (source,))
        return [*map(Held._make, rows)]

    def problems(self) -> Iterator[NotRead]:
        """What the last reading of each repository could not read."""
        rows = self._rows(soundness.PROBLEM, f"{_PROBLEMS} ORDER BY source, path, message")
        return map(NotRead._make, rows)

    def problems_of(self, source: str) -> list[NotRead]:
        """What the last reading of one repository could not read."""
        rows = self._rows(soundness.PROBLEM, f"{_PROBLEMS} WHERE source = ?", (source,))
        return [*map(NotRead._make, rows)]

    def liveness(self) -> dict[str, tuple[str, str]]:
        """For each digest whether the key is alive, dead or unknown, and why."""
        rows = self._rows(soundness.LIVENESS, "SELECT digest, liveness, reason FROM liveness")
        return {digest: (liveness, reason) for digest, liveness, reason in rows}

    def _rows(
        self, columns: Mapping[str, soundness.Check], query: str, values: tuple[str, ...] = ()
    ) -> Iterator[soundness.Row]:
        """What a query brings. Raises ``KeyguardError`` for what no keyguard wrote."""
        with told(self.path):
            yield from sound(self._connection.execute(query, values), columns)
