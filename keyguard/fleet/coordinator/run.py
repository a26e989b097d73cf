"""One run over a list: repositories are fetched and read side by side, and stored as they come.

One process decides and writes the database; others fetch and read. The run can be ended at any
moment: the database has everything that was finished, and the next run continues from there.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from multiprocessing.connection import wait
from pathlib import Path

from keyguard.errors import KeyguardError
from keyguard.fleet.coordinator.board import Board, Change, Watcher
from keyguard.fleet.coordinator.disk import Disk
from keyguard.fleet.coordinator.listing import LeftOut
from keyguard.fleet.coordinator.plan import Plan, Reading
from keyguard.fleet.coordinator.processes import Processes
from keyguard.fleet.coordinator.results import Taken, take
from keyguard.fleet.coordinator.work import clear_results, read_into_file, results_in
from keyguard.fleet.network.fetch import fetch
from keyguard.fleet.network.folder import NetworkFolder
from keyguard.fleet.network.source import Limits, Source
from keyguard.fleet.network.unit import Unit
from keyguard.fleet.records import CLONING, FAILED, PENDING, SCANNED, SKIPPED, RepositoryState
from keyguard.fleet.store.database import Store
from keyguard.model.record import NamedTuple
from keyguard.parallel.process import HEEDED_AFTER, Stop
from keyguard.parallel.standing import Answer, KilledError, Task
from keyguard.pipeline.stamp import Stamp, changed
from keyguard.settings import Settings

ATTEMPTS = 2
"""How often a task is tried that a process was killed over."""
FORGOTTEN_AFTER = timedelta(days=1)
"""The age from which an interrupted run is not continued: what it has read is old."""


class Order(NamedTuple):
    """What a run is to do."""

    sources: tuple[Source, ...]
    settings: Settings
    stamp: Stamp
    limits: Limits = Limits()
    disk_budget: int | None = None
    """Bytes that networks may take; None for as much as there is."""
    shard: str = ""
    left_out: tuple[LeftOut, ...] = ()
    """Entries of the list that are no repository: gaps of the run."""


class Coordinator:
    """Directs a run from its list to its end."""

    def __init__(
        self,
        store: Store,
        order: Order,
        fetching: Processes,
        reading: Processes,
        watcher: Watcher,
        stop: Stop,
    ) -> None:
        self._store, self._order = store, order
        self._folder = store.path.parent
        self._fetching, self._reading = fetching, reading
        self._watcher, self._stop = watcher, stop
        self._fetches: dict[str, Source] = {}
        self._readings: dict[str, Reading] = {}
        self._killed: dict[str, int] = {}
        """How often a process was killed over a repository or a network."""
        self._names = {source.id: source.name for source in order.sources}
        self._board = Board(source.name for source in order.sources)
        self._tell_what_changed()
        self.run = store.begin_run(order.stamp, order.shard)
        self._take_what_waits()
        self._begin_anew_if_old()
        known = self._known()
        self._refs = self._refs_that_were_read()
        left = [each for each in order.sources if self._board.states[each.name] == PENDING]
        waiting = (RepositoryState(each.name, known.get(each.name, ""), PENDING) for each in left)
        gaps = (RepositoryState(each.what, "", SKIPPED, each.reason) for each in order.left_out)
        store.ingest(self.run, [*waiting, *gaps])
        if self._board.before:
            watcher.notice(
                f"goes on with a run that was stopped: {self._board.before:,} were read by it."
            )
        self._plan = Plan(left, known)
        self._disk = Disk(self._folder, order.disk_budget)

    def go(self) -> None:
        """Does the whole run. Raises ``KeyboardInterrupt`` if it is asked to end before."""
        while True:
            self._stop.heed()
            self._begin_fetches()
            self._begin_readings()
            if not self._fetches and not self._readings:
                break
            ready = wait([*self._fetching.pipes, *self._reading.pipes], HEEDED_AFTER)
            for answer in self._fetching.answers(ready):
                self._fetched(self._fetches.pop(answer.key), answer)
            for answer in self._reading.answers(ready):
                self._read(self._readings.pop(answer.key), answer)
            self._watcher.tell(self._board, None)
        clear_results(self._folder)
        self._store.end_run(self.run)

    def _tell_what_changed(self) -> None:
        before = self._store.last_stamp()
        if before and (names := changed(before, self._order.stamp)):
            verb = "is not what it was" if len(names) == 1 else "are not what they were"
            self._watcher.notice(f"{' and '.join(names)} {verb}, so everything is read again.")

    def _take_what_waits(self) -> None:
        """Results of a run that was ended before it took them. A bad one is read again."""
        for file in results_in(self._folder):
            try:
                self._take(file)
            except KeyguardError:
                continue

    def _begin_anew_if_old(self) -> None:
        """Ends the run that is gone on with if it was begun long ago."""
        done = [each.read for each in self._store.repositories() if each.run == self.run]
        began = max(filter(None, done), default="")
        if began and datetime.now(timezone.utc) - datetime.fromisoformat(began) > FORGOTTEN_AFTER:
            self._store.end_run(self.run)
            self.run = self._store.begin_run(self._order.stamp, self._order.shard)

    def _known(self) -> dict[str, str]:
        """Networks that are here, by repository. What this run has read already is put down."""
        known = {}
        for repository in self._store.repositories():
            state = repository.state
            if state.network and NetworkFolder(self._folder, state.network).exists:
                known[state.source] = state.network
            is_done = repository.run == self.run and state.state == SCANNED
            if is_done and state.source in self._board.states:
                self._board.change(Change(state, is_new=False))
        return known

    def _refs_that_were_read(self) -> dict[str, str]:
        """What each repository had when it was read as it would be now, and was all there."""
        return {
            each.state.source: each.state.refs
            for each in self._store.repositories()
            if each.state.refs and each.stamp == self._order.stamp and not each.is_damaged
        }

    def _begin_fetches(self) -> None:
        self._make_room()
        while self._fetching.free and self._may_fetch():
            source = self._plan.next_source()
            if source is None:
                return
            self._set(RepositoryState(source.name, "", CLONING))
            self._begin_fetch(source)

    def _begin_fetch(self, source: Source) -> None:
        self._fetches[source.id] = source
        self._board.begin(source.name, "cloning")
        self._fetching.begin(Task(source.id, fetch, (self._folder, source, self._order.limits)))

    def _may_fetch(self) -> bool:
        """While the disk is full, only if nothing else can be done about it."""
        return not self._disk.is_full or not (self._fetches or self._readings)

    def _make_room(self) -> None:
        """Removes networks while none is fetched into: a fetch may find that it belongs there."""
        if not self._fetches:
            removed = self._disk.make_room(self._plan.is_idle)
            if removed:
                self._watcher.notice(f"{removed:,} networks were removed to keep the disk budget.")

    def _begin_readings(self) -> None:
        while self._reading.free and (reading := self._plan.next_reading()):
            self._begin_reading(reading)

    def _begin_reading(self, reading: Reading) -> None:
        network, order = reading.network, self._order
        self._readings[network] = reading
        self._board.begin(named(reading), "reading")
        ids = tuple(source.id for source in reading.sources)
        unit = Unit(self._folder, network, ids, order.settings, order.stamp)
        timeout = order.limits.timeout or None
        self._reading.begin(Task(network, read_into_file, (str(self._folder), unit), timeout))

    def _fetched(self, source: Source, answer: Answer) -> None:
        self._board.end(source.name)
        if answer.error is not None:
            if self._may_try_again(answer):
                self._begin_fetch(source)
                return
            state = RepositoryState(source.name, "", FAILED, f"cloning failed: {answer.error}.")
        else:
            state = answer.value
        is_there = state.state == PENDING
        is_empty = state.state == SCANNED
        if is_there:
            self._disk.has_used(state.network)
        elif is_empty:  # whatever was there before
            self._store.ingest(self.run, [state])
        has_news = is_there and state.refs != self._refs.get(source.name)
        if is_there and not has_news:
            state = state._replace(state=SCANNED)
        self._plan.fetched(source, state.network if is_there else "", has_news)
        self._set(state, 0 if is_empty else None)

    def _read(self, reading: Reading, answer: Answer) -> None:
        self._board.end(named(reading))
        error = answer.error
        if error is not None and self._may_try_again(answer):
            self._begin_reading(reading)
            return
        self._plan.read(reading.network)
        if error is None:
            try:
                taken = self._take(Path(answer.value.file))
            except KeyguardError as refused:
                error = refused
        if error is not None:
            for source in reading.sources:
                reason = f"reading failed: {error}."
                self._set(RepositoryState(source.name, reading.network, FAILED, reason))
            return
        self._disk.has_used(reading.network)
        for state in taken.states:
            name = state.source
            self._tell(Change(state, taken.findings[name], taken.unread[name]))

    def _take(self, file: Path) -> Taken:
        return take(self._store, self.run, self._order.stamp, self._names, file)

    def _may_try_again(self, answer: Answer) -> bool:
        """Whether a process was killed, and not over this once too often."""
        if not isinstance(answer.error, KilledError):
            return False
        self._killed[answer.key] = self._killed.get(answer.key, 0) + 1
        return self._killed[answer.key] < ATTEMPTS

    def _set(self, state: RepositoryState, findings: int | None = None) -> None:
        self._store.set_state(self.run, state)
        self._tell(Change(state, findings))

    def _tell(self, change: Change) -> None:
        self._board.change(change)
        self._watcher.tell(self._board, change)


def named(reading: Reading) -> str:
    """The network's name: that of its first repository."""
    first, more = reading.sources[0].name, len(reading.sources) - 1
    return f"{first} and {more} more" if more else first
