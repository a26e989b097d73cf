"""Stores that are written, merged and reported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from keyguard.fleet.records import Record
from keyguard.fleet.store.database import Store
from tests.fleet.made import HERE, STAMP, whole
from tests.samples import production_key, staging_key
from tests.tools import Result, keyguard

KEY, OTHER = production_key("merge"), staging_key("merge")


def run(path: Path, *records: Record, shard: str = "") -> Path:
    """A run of a store from its beginning to its end."""
    with Store.open(path) as store:
        number = store.begin_run(STAMP, shard)
        store.ingest(number, whole(*records))
        store.end_run(number)
    return path


def merge(into: Path, *from_: Path, code: int = 0) -> Result:
    result = keyguard("fleet", "merge", into, *from_, cwd=into.parent)
    assert result.code == code, result.err
    return result


def report(path: Path, *options: str) -> Any:
    return keyguard("fleet", "report", path, "-f", "json", *options, cwd=path.parent).json


def found(document: Any) -> list[tuple[str, str, str]]:
    """Repository, path and state of every finding."""
    places = [place for each in document["credentials"] for place in each["places"]]
    names = ("repository", "path", "state")
    return sorted(tuple(place[name].removeprefix(HERE) for name in names) for place in places)
