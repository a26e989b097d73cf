"""How far a run is: each repository's state, and what is being done now."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from keyguard.fleet.records import CLONING, PENDING, RepositoryState
from keyguard.model.record import NamedTuple


class Change(NamedTuple):
    """A repository has come to another state."""

    state: RepositoryState
    findings: int | None = None
    """How many were found in it, if it was read now."""
    unread: int = 0
    """How many places in it could not be read now."""
    is_new: bool = True
    """Whether this run brought it about, and not the one that it goes on with."""


class Board:
    """Written by the coordinator, read by whoever shows it."""

    def __init__(self, names: Iterable[str]) -> None:
        self.states = dict.fromkeys(names, PENDING)
        self.counts = Counter(self.states.values())
        self.active: dict[str, tuple[str, float]] = {}
        """What is done just now with a repository, or the first of a network, and since when, in
        seconds of ``time.monotonic``."""
        self.findings = 0
        self.before = 0
        """How many the run that is gone on with had brought to an end."""

    @property
    def total(self) -> int:
        """How many repositories there are."""
        return len(self.states)

    @property
    def done(self) -> int:
        """How many have come to an end, be it good or bad."""
        return self.total - self.counts[PENDING] - self.counts[CLONING]

    def change(self, change: Change) -> None:
        """Takes note of a change."""
        name, state = change.state.source, change.state.state
        self.counts[self.states[name]] -= 1
        self.states[name] = state
        self.counts[state] += 1
        self.findings += change.findings or 0
        self.before += not change.is_new

    def begin(self, name: str, what: str) -> None:
        """Takes note that something is done now."""
        self.active[name] = what, time.monotonic()

    def end(self, name: str) -> None:
        """Takes note that it is over."""
        self.active.pop(name, None)


class Watcher(Protocol):
    """Is told how a run goes."""

    def tell(self, board: Board, change: Change | None) -> None:
        """Is called at each change, and several times a second without one."""

    def notice(self, sentence: str) -> None:
        """Hears what somebody may wonder about."""
