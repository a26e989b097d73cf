"""The progress of a run: each repository's state, and what is being done now."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from keyguard.fleet.records import CLONING, PENDING, RepositoryState
from keyguard.model.record import NamedTuple


class Change(NamedTuple):
    """A repository's change to another state."""

    state: RepositoryState
    findings: int | None = None
    """Findings in the repository, if it was read now."""
    unread: int = 0
    """Places in the repository that could not be read, if it was read now."""
    is_new: bool = True
    """Whether this run brought the change about, rather than the run that it continues."""


class Board:
    """The progress, written by the coordinator and read by whoever shows it."""

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
        """The number of repositories."""
        return len(self.states)

    @property
    def done(self) -> int:
        """The number of repositories that have come to an end, good or bad."""
        return self.total - self.counts[PENDING] - self.counts[CLONING]

    def change(self, change: Change) -> None:
        """Notes a change."""
        name, state = change.state.source, change.state.state
        self.counts[self.states[name]] -= 1
        self.states[name] = state
        self.counts[state] += 1
        self.findings += change.findings or 0
        self.before += not change.is_new

    def begin(self, name: str, what: str) -> None:
        """Notes that something begins."""
        self.active[name] = what, time.monotonic()

    def end(self, name: str) -> None:
        """Notes that it is over."""
        self.active.pop(name, None)


class Watcher(Protocol):
    """Follows a run."""

    def tell(self, board: Board, change: Change | None) -> None:
        """Called at each change, and several times a second in between."""

    def notice(self, sentence: str) -> None:
        """Called with a sentence about something that somebody may wonder about."""
