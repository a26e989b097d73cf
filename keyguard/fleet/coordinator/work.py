"""What a process is handed: one network to read. The same here, in a shard and on a cluster.

What it finds is written beside the database, under a name of its own until its end is there: a
process that is killed leaves nothing that could be taken for a result.
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
"""Of a store: results that are not in the database yet."""
WHOLE, PART = ".jsonl", ".part"


class Done(NamedTuple):
    """A network was read."""

    file: str
    """The path of its result."""
    seconds: float
    """Of CPU, in this process and those that it started."""


def read_into_file(store: str, unit: Unit) -> Done:
    """Reads a network and leaves the result in the store.

    Raises ``KeyguardError`` if this is not the keyguard that the result is asked of.
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
    """The results that are waiting in a store; makes the folder if it is not there.

    What was not written to its end is removed.
    """
    folder = store / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    for part in folder.glob(f"*{PART}"):
        part.unlink(missing_ok=True)
    yield from sorted(folder.glob(f"*{WHOLE}"), key=os.path.getmtime)


def clear_results(store: Path) -> None:
    """Removes what is left of results at the end of a run: what was written by a process that was
    killed, or twice."""
    for file in (store / FOLDER).iterdir():
        file.unlink(missing_ok=True)


def _seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
