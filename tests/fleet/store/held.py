"""What a store's database holds, read without keyguard."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from keyguard.fleet.store.database import Store
from tests.fleet.made import HERE

TABLES = ("repository", "network", "run", "finding", "place", "problem", "stamp", "advice")


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that the database holds."""
    connection = sqlite3.connect(path)
    found = {
        table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in TABLES
    }
    connection.close()
    return found


def places(store: Store, where: str = "gone_run IS NULL") -> set[tuple[str, str, str, str]]:
    """Repository, path, rule and state of what is there."""
    connection = sqlite3.connect(store.path)
    found = connection.execute(
        "SELECT source, path, rule, place.state FROM place "
        "JOIN finding ON finding.id = place.finding "
        f"JOIN repository ON repository.id = place.repository WHERE {where}"
    ).fetchall()
    connection.close()
    return {(source.removeprefix(HERE), *rest) for source, *rest in found}
