"""What to fetch and what to read next. Starts nothing, and knows no process.

Repositories of one name are mostly forks of one another, so they form a group: the first is fetched
alone, and then the others get only what they have more. A network is read once no group with
repositories of it is being fetched, so that it is mostly read once. What comes later is read later.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from keyguard.fleet.coordinator.address import name_of
from keyguard.fleet.network.source import Source
from keyguard.model.record import NamedTuple

LARGEST_GROUP = 64
"""Repositories in a group that is waited for. Names such as ``website`` do not mean forks."""


class _Group:
    """Repositories of one name."""

    def __init__(self, is_known: bool) -> None:
        self.waiting: deque[Source] = deque()
        self.fetching = 0
        self.is_open = is_known
        """Whether several are fetched at once: a first one is there."""

    @property
    def is_done(self) -> bool:
        return not self.waiting and not self.fetching


class Reading(NamedTuple):
    """A network that can be read, and the repositories for which it must be."""

    network: str
    sources: tuple[Source, ...]


class Plan:
    """The repositories of a list, on their way through."""

    def __init__(self, sources: Iterable[Source], known: Mapping[str, str]) -> None:
        """``known`` are networks from runs before, by the names of their repositories."""
        self._groups: dict[str, _Group] = {}
        self._group_of: dict[str, str] = {}
        self._groups_of: dict[str, set[str]] = {}
        """The groups that may bring more to a network."""
        for source in sources:
            network = known.get(source.name, "")
            group = self._add(source, bool(network))
            if network:
                self._groups_of.setdefault(network, set()).add(group)
        self._open = deque(self._groups.values())
        self._fetched: dict[str, list[Source]] = {}
        self._reading: set[str] = set()

    def next_source(self) -> Source | None:
        """The next repository to fetch; None if there is none, perhaps only for the moment."""
        for _ in range(len(self._open)):
            group = self._open[0]
            if group.waiting and (group.is_open or not group.fetching):
                group.fetching += 1
                return group.waiting.popleft()
            self._open.popleft()
            if group.waiting:
                self._open.append(group)
        return None

    def fetched(self, source: Source, network: str, has_news: bool = True) -> None:
        """Notes that a fetch is over.

        Without a network it failed, or the repository is empty; without news there is nothing to
        read.
        """
        name = self._group_of[source.name]
        group = self._groups[name]
        group.fetching -= 1
        if network:
            group.is_open = True
            self._groups_of.setdefault(network, set()).add(name)
        if network and has_news:
            self._fetched.setdefault(network, []).append(source)

    def next_reading(self) -> Reading | None:
        """The next network to read; None if there is none, perhaps only for the moment."""
        for network in self._fetched:
            if network not in self._reading and self._is_whole(network):
                self._reading.add(network)
                return Reading(network, tuple(self._fetched.pop(network)))
        return None

    def read(self, network: str) -> None:
        """Notes that a reading is over."""
        self._reading.discard(network)

    def is_idle(self, network: str) -> bool:
        """Whether nothing more is to be done with a network, as far as is known."""
        is_busy = network in self._reading or network in self._fetched
        return not is_busy and self._is_whole(network)

    def _add(self, source: Source, is_known: bool) -> str:
        name, part = name_of(source.name), 0
        while True:
            group = self._groups.setdefault(f"{name}/{part}", _Group(is_known))
            if len(group.waiting) < LARGEST_GROUP:
                break
            part += 1
        group.waiting.append(source)
        group.is_open |= is_known
        self._group_of[source.name] = f"{name}/{part}"
        return f"{name}/{part}"

    def _is_whole(self, network: str) -> bool:
        return all(self._groups[name].is_done for name in self._groups_of.get(network, ()))
