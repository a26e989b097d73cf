"""Sets up everything that a run needs, and removes it, however the run ends."""

from __future__ import annotations

from pathlib import Path

from keyguard.errors import KeyguardError
from keyguard.fleet.coordinator.board import Watcher
from keyguard.fleet.coordinator.disk import clear_up
from keyguard.fleet.coordinator.processes import Processes
from keyguard.fleet.coordinator.run import Coordinator, Order
from keyguard.fleet.store.database import Store
from keyguard.model.record import NamedTuple
from keyguard.parallel.process import Stop, end_in_order, handle_as_before
from keyguard.parallel.standing import StandingProcesses


class Hands(NamedTuple):
    """Who does the work, and how much at a time."""

    clones: int
    """How many repositories are fetched at a time."""
    jobs: int
    """How many networks are read at a time, by processes of this machine."""
    cluster: str = ""
    """The address of a Dask cluster that reads the networks instead."""


def scan_fleet(folder: Path, order: Order, hands: Hands, watcher: Watcher) -> None:
    """Scans a fleet into the store in ``folder``.

    Raises ``KeyguardError`` if the store is in use or can't be used, or if the cluster can't be
    reached, and ``KeyboardInterrupt`` if the run is asked to end, which keeps what is done.
    """
    stop = Stop()
    handlers = end_in_order(stop)
    started: list[Processes] = []
    try:
        make_store(folder)
        with Store.open(folder) as store:
            clear_up(folder)
            fetching = StandingProcesses(hands.clones)
            started.append(fetching)
            if hands.cluster:
                fetching.start()  # a cluster's client has threads, beside which none is forked
                reading = _cluster(hands.cluster)
            else:
                reading = StandingProcesses(hands.jobs)
            started.append(reading)
            Coordinator(store, order, fetching, reading, watcher, stop).go()
    finally:
        for processes in started:
            processes.end()
        handle_as_before(handlers)


def make_store(folder: Path) -> None:
    """Makes a private folder that no commit takes along: its clones hold credentials.

    Raises ``KeyguardError`` if it can't be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            (folder / ".gitignore").write_text("*\n", "ascii")
    except OSError as error:
        raise KeyguardError(
            f"{folder} can't be used as a store ({error.strerror}); name another folder (--store)."
        ) from error


def _cluster(address: str) -> Processes:
    from keyguard.fleet.coordinator.cluster import Cluster  # few have one

    return Cluster(address)
