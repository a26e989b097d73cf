"""Repositories that are fetched into a store, and what is found in each there and alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from keyguard.fleet.network.fetch import fetch
from keyguard.fleet.network.folder import NetworkFolder
from keyguard.fleet.network.source import Limits, Source, source_of
from keyguard.fleet.network.unit import Unit, read_network
from keyguard.fleet.records import FoundIn, RepositoryState, Unread
from keyguard.pipeline.stamp import Stamp
from keyguard.settings import Settings
from tests.tools import Repository, keyguard

STAMP = Stamp("1", "rules", "settings")
UNLIMITED = Limits()
DEFAULTS = Settings()


class Reading(NamedTuple):
    """What a unit says of its network."""

    states: dict[str, RepositoryState]
    """By the repository's name."""
    findings: dict[str, list[dict[str, Any]]]
    unread: dict[str, list[tuple[str, str]]]


class Fleet:
    """A store, and the repositories that are fetched into it."""

    def __init__(self, folder: Path) -> None:
        self.store = folder / "store"
        self._clones = folder / "alone"
        self._networks: dict[str, str] = {}

    def fetch(self, repository: Repository | Path, limits: Limits = UNLIMITED) -> RepositoryState:
        path = repository.path if isinstance(repository, Repository) else repository
        state = fetch(self.store, source_of(str(path)), limits)
        if state.network:
            self._networks[state.source] = state.network
        return state

    def network_of(self, repository: Repository) -> NetworkFolder:
        return NetworkFolder(self.store, self._networks[str(repository.path)])

    def packs_of(self, repository: Repository) -> list[Path]:
        """The packs of its network."""
        return sorted(self.network_of(repository).packs.glob("*.pack"))

    def read(
        self,
        repositories: Iterable[Repository],
        stamp: Stamp = STAMP,
        settings: Settings = DEFAULTS,
    ) -> Reading:
        """Reads the networks of the repositories, each as one unit."""
        networks: dict[str, list[Source]] = {}
        for repository in repositories:
            source = source_of(str(repository.path))
            networks.setdefault(self._networks[source.name], []).append(source)
        reading = Reading({}, {}, {})
        for network, sources in networks.items():
            ids = tuple(source.id for source in sources)
            for record in read_network(Unit(self.store, network, ids, settings, stamp)):
                _note(reading, record)
        return reading

    def scan(self, repositories: Sequence[Repository], stamp: Stamp = STAMP) -> Reading:
        """Fetches the repositories, then reads them."""
        for repository in repositories:
            assert self.fetch(repository).state == "pending"
        return self.read(repositories, stamp)

    def alone(self, repository: Repository) -> list[dict[str, Any]]:
        """What ``keyguard history`` finds in a clone of a repository alone."""
        clone = self._clones / str(len(list(self._clones.glob("*"))))
        clone.parent.mkdir(exist_ok=True)
        repository.git("clone", "--quiet", "--mirror", "--no-local", ".", str(clone))
        options = ("--no-config", "--jobs", "1", "--format", "json")
        result = keyguard("history", clone, *options, cwd=clone)
        assert result.code in (0, 1), result.err
        return in_order(result.json["findings"])


def in_order(findings: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same findings in an order that nothing depends on."""
    return sorted(findings, key=lambda finding: json.dumps(finding, sort_keys=True))


def _note(reading: Reading, record: object) -> None:
    if isinstance(record, RepositoryState):
        reading.states[record.source] = record
        reading.findings[record.source] = []
        reading.unread[record.source] = []
    elif isinstance(record, FoundIn):
        assert record.source in reading.states
        reading.findings[record.source].append(record.finding)
    elif isinstance(record, Unread):
        reading.unread[record.source].append((record.path, record.message))
