"""The unit of work of a fleet: one network, read once for all of its repositories.

It runs in a process of this machine or of another one. It has everything it needs, its records say
everything it found, and it opens no database.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from keyguard.errors import KeyguardError
from keyguard.fleet.network import found
from keyguard.fleet.network.folder import Fork, NetworkFolder
from keyguard.fleet.network.fork import ForkSource, view_of
from keyguard.fleet.network.read import NetworkReader
from keyguard.fleet.records import FAILED, SCANNED, FoundIn, Record, RepositoryState, Unread
from keyguard.gitrepo.command.hook_variables import drop_hook_variables
from keyguard.model.record import NamedTuple
from keyguard.pipeline.scan import scan
from keyguard.pipeline.stamp import Stamp
from keyguard.report.json_report import document
from keyguard.report.masked import Shown
from keyguard.settings import Settings


class Unit(NamedTuple):
    """One network to read."""

    store: Path
    network: str
    repositories: tuple[str, ...]
    """The ids of the repositories to report on."""
    settings: Settings
    stamp: Stamp


def read_network(unit: Unit) -> Iterator[Record]:
    """Everything there is to say about a network.

    First the stamp, then each repository with its findings and what could not be read of it. Raises
    nothing of its own: failures are reported about the repositories.
    """
    yield unit.stamp
    folder = NetworkFolder(unit.store, unit.network)
    drop_hook_variables()
    try:
        network = _Network(folder, unit)
    except (KeyguardError, OSError) as error:
        for id_ in unit.repositories:
            yield RepositoryState(id_, unit.network, FAILED, _reason(error))
        return
    for id_ in unit.repositories:
        yield from network.records_of(id_)


def _reason(error: KeyguardError | OSError) -> str:
    return f"it can't be read: {error}".rstrip(".") + "."


class _Network:
    """A network that was read."""

    def __init__(self, folder: NetworkFolder, unit: Unit) -> None:
        self._folder = folder
        self._unit = unit
        self._forks = folder.forks()
        self.reader = NetworkReader(folder, unit.settings, unit.stamp)
        self._size = folder.size

    def records_of(self, id_: str) -> Iterator[Record]:
        """The state of a repository, and what is found in it."""
        network = self._unit.network
        fork = self._forks.get(id_)
        if fork is None:
            reason = "it is not in its network; fetch it again."
            yield RepositoryState(id_, network, FAILED, reason)
            return
        try:
            outcome = found.load(self._folder.own, fork, self._unit.stamp)
            if outcome is None:
                outcome = self._judged(fork)
        except (KeyguardError, OSError) as error:
            yield RepositoryState(fork.name, network, FAILED, _reason(error))
            return
        reason = self.reader.reason
        yield RepositoryState(
            fork.name, network, SCANNED, reason, fork.head_id, self._size, fork.digest
        )
        yield from outcome

    def _judged(self, fork: Fork) -> list[found.Outcome]:
        with view_of(self._folder, fork) as view:
            source = ForkSource(self._folder, view, fork, self.reader)
            report = scan("history", [source], self._unit.settings)
        written = document(report, Shown(report))
        outcome: list[found.Outcome] = [
            *(FoundIn(fork.name, finding) for finding in written["findings"]),
            *(Unread(fork.name, each["path"], each["message"]) for each in written["problems"]),
        ]
        if not self.reader.problems and all(map(source.is_lasting, report.problems)):
            found.save(self._folder.own, fork, self._unit.stamp, outcome)
        return outcome
