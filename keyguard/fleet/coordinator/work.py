"""The task of a process: one network to read; the same on this machine, in a shard and on a
cluster.

The result is written beside the database, under another name until it is complete, so a process
that is killed leaves nothing that looks like a result.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from keyguard.errors import KeyguardError
from keyguard.fleet.network.unit import Unit, read_network
from keyguard.fleet.records import to_lines
from keyguard.model.record import NamedTuple
from keyguard.pipeline.stamp import stamp_of

FOLDER = "results"
"""The folder of a store for results that are not in the database yet."""
WHOLE, PART = ".jsonl", ".part"


class Done(NamedTuple):
    """The result of reading a network."""

    file: str
    """The path of the result."""
    seconds: float
    """Seconds of CPU, in this process and those that it started."""


def read_into_file(store: str, unit: Unit) -> Done:
    """Reads a network and leaves the result in the store.

    Raises ``KeyguardError`` if this is not the version of keyguard that the result is asked of.
    """
    if stamp_of(unit.settings) != unit.stamp:
        raise KeyguardError(
            "the process that was to read it runs another keyguard than the one that asks; "
            "install the same on all machines"
        )
    began = _seconds()
    beside = Path(store) / FOLDER / f"{unit.network}.{secrets.token_hex(8)}{PART}"
    try:
        with beside.open("x", encoding="ascii") as file:
            file.writelines(to_lines(read_network(unit)))
        whole = beside.with_suffix(WHOLE)
        os.replace(beside, whole)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return Done(str(whole), _seconds() - began)


def results_in(store: Path) -> Iterator[Path]:
    """The results that wait in a store, whose folder is made if it is missing.

    Incomplete results are removed.
    """
    folder = store / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    for part in folder.glob(f"*{PART}"):
        part.unlink(missing_ok=True)
    yield from sorted(folder.glob(f"*{WHOLE}"), key=os.path.getmtime)


def clear_results(store: Path) -> None:
    """Removes the remaining results at the end of a run: incomplete ones, and second ones."""
    for file in (store / FOLDER).iterdir():
        file.unlink(missing_ok=True)


def _seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
