"""The unit of work of a fleet: one network, read once, with what holds of each of its repositories.

It runs in a process of this machine or of another one. All that it needs is in it, and all that it
says is in its records; it opens no database.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from keyguard.errors import KeyguardError
from keyguard.fleet.network.folder import Fork, NetworkFolder
from keyguard.fleet.network.fork import ForkSource, view_of
from keyguard.fleet.network.read import NetworkReader
from keyguard.fleet.records import FoundIn, Record, RepositoryState, SeenPack, Unread
from keyguard.gitrepo.command.clone import elsewhere
from keyguard.pipeline.scan import scan
from keyguard.pipeline.stamp import Stamp
from keyguard.report.json_report import document
from keyguard.report.masked import Shown
from keyguard.settings import Settings


class Unit(NamedTuple):
    """One network to be read."""

    store: Path
    network: str
    repositories: tuple[str, ...]
    """The ids of those that are asked for."""
    settings: Settings
    stamp: Stamp


def read_network(unit: Unit) -> Iterator[Record]:
    """What there is to say of a network: the stamp, then each repository with what is found in it
    and what of it could not be read, then the packs that were read.

    Raises nothing of its own: what fails is said of the repositories.
    """
    yield unit.stamp
    folder = NetworkFolder(unit.store, unit.network)
    with elsewhere():
        try:
            forks = folder.forks()
            reader = NetworkReader(folder, unit.settings, unit.stamp)
        except (KeyguardError, OSError) as error:
            for id_ in unit.repositories:
                yield RepositoryState(id_, unit.network, "failed", f"it can't be read: {error}")
            return
        size = folder.size
        for id_ in unit.repositories:
            if id_ not in forks:
                yield RepositoryState(
                    id_, unit.network, "failed", "it is not in its network; fetch it again."
                )
                continue
            yield from _read_fork(folder, forks[id_], reader, unit.settings, size)
        for index in reader.indexes:
            yield SeenPack(unit.network, index.pack_checksum.hex(), len(index))


def _read_fork(
    folder: NetworkFolder, fork: Fork, reader: NetworkReader, settings: Settings, size: int
) -> Iterator[Record]:
    with view_of(folder, fork) as view:
        report = scan("history", [ForkSource(view, fork, reader)], settings)
    written = document(report, Shown(report))
    yield RepositoryState(
        fork.name, folder.network, "scanned", reader.reason, fork.head_id, size, fork.digest
    )
    for finding in written["findings"]:
        yield FoundIn(fork.name, finding)
    for problem in written["problems"]:
        yield Unread(fork.name, problem["path"], problem["message"])
