"""Finds the network of a repository: by its id, by what its refs name, or by its root commits.

This is a database of its own beside the networks, since several repositories are fetched at a time.
If it is lost it is built anew: a repository is then known by its root commits.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from keyguard.errors import KeyguardError
from keyguard.fleet.network.folder import NETWORKS

FILE = "networks.sqlite"
PATIENCE = 60
"""Seconds that one fetch waits for another to write."""

_TABLES = """
CREATE TABLE IF NOT EXISTS repository (id TEXT PRIMARY KEY, network TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tip (id BLOB PRIMARY KEY, network TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS root (id BLOB PRIMARY KEY, network TEXT NOT NULL) WITHOUT ROWID;
"""


class Catalogue:
    """The catalogue of a store's networks. Each method is a transaction."""

    def __init__(self, store: Path) -> None:
        folder = store / NETWORKS
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = folder / FILE
        with self._opened() as database:
            database.executescript(_TABLES)

    def network_of(self, repository: str) -> str:
        """The network that a repository was fetched into; empty if it was not fetched yet."""
        with self._opened() as database:
            row = database.execute(
                "SELECT network FROM repository WHERE id = ?", (repository,)
            ).fetchone()
        return row[0] if row else ""

    def networks_with(self, tips: Collection[str]) -> list[str]:
        """The networks in which a ref names one of these ids, the most such ids first."""
        counts = Counter[str]()
        with self._opened() as database:
            for tip in tips:
                counts.update(_networks(database, "SELECT network FROM tip WHERE id = ?", tip))
        return sorted(counts, key=lambda network: (-counts[network], network))

    def claim(self, roots: Collection[str], network: str) -> str:
        """The network of these root commits, which all of them belong to from now on.

        It is ``network`` if none of them has one yet.
        """
        with self._opened() as database:
            database.execute("BEGIN IMMEDIATE")
            known = [
                network
                for root in roots
                for network in _networks(database, "SELECT network FROM root WHERE id = ?", root)
            ]
            chosen = min(known, default=network)
            database.executemany(
                "INSERT OR IGNORE INTO root VALUES (?, ?)",
                [(bytes.fromhex(root), chosen) for root in roots],
            )
        return chosen

    def add(self, repository: str, network: str, tips: Iterable[str]) -> None:
        """Notes the network of a repository, and the ids that its refs name."""
        with self._opened() as database:
            database.execute(
                "INSERT OR REPLACE INTO repository VALUES (?, ?)", (repository, network)
            )
            database.executemany(
                "INSERT OR IGNORE INTO tip VALUES (?, ?)",
                [(bytes.fromhex(tip), network) for tip in tips],
            )

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Made for each use, since a connection belongs to one thread.

        Raises ``KeyguardError`` if the file can't be used.
        """
        try:
            with closing(sqlite3.connect(self._file, timeout=PATIENCE)) as database, database:
                yield database
        except sqlite3.Error as error:
            raise KeyguardError(
                f"{self._file} can't be used ({error}); if it is damaged, remove it."
            ) from error


def _networks(database: sqlite3.Connection, question: str, id_: str) -> list[str]:
    return [row[0] for row in database.execute(question, (bytes.fromhex(id_),))]
