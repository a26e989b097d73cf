"""How much of the disk the networks of a store take, and which one is removed for others."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from keyguard.fleet.network.folder import NETWORKS, NetworkFolder, folder_size
from keyguard.fleet.network.incoming import remove_leftovers

ROOM = 0.8
"""The share of the budget that is used at most after networks were removed, so that this is not
done each time."""
_REMOVED = ".removed"


class Disk:
    """The networks of a store, the least recently used first."""

    def __init__(self, store: Path, budget: int | None) -> None:
        self._store = store
        self._budget = budget
        folders = sorted((store / NETWORKS).glob("*.git"), key=os.path.getmtime)
        self._sizes = {folder.stem: folder_size(folder) for folder in folders} if budget else {}
        self.used = sum(self._sizes.values())

    @property
    def is_full(self) -> bool:
        """Whether the budget is spent."""
        return self._budget is not None and self.used > self._budget

    def has_used(self, network: str) -> None:
        """Notes that a network was fetched into or read."""
        if self._budget is None:
            return
        folder = NetworkFolder(self._store, network).path
        self.used -= self._sizes.pop(network, 0)
        self._sizes[network] = folder_size(folder)
        self.used += self._sizes[network]
        with suppress(FileNotFoundError):  # what it held has come to another network meanwhile
            os.utime(folder)  # for the next run

    def make_room(self, may_go: Callable[[str], bool]) -> int:
        """Removes networks if the budget is spent; returns how many."""
        removed = 0
        if not self.is_full or self._budget is None:
            return removed
        for network in list(self._sizes):
            if self.used <= self._budget * ROOM:
                break
            if may_go(network):
                self.used -= self._sizes.pop(network)
                _remove(NetworkFolder(self._store, network).path)
                removed += 1
        return removed


def clear_up(store: Path) -> None:
    """Removes what a killed process has left, while nobody else works in the store."""
    networks = store / NETWORKS
    remove_leftovers(store)
    for pattern in (f"*{_REMOVED}", "*.new"):
        for folder in networks.glob(pattern):
            shutil.rmtree(folder, ignore_errors=True)


def _remove(folder: Path) -> None:
    """Half a network must not be taken for one."""
    beside = folder.with_suffix(_REMOVED)
    os.replace(folder, beside)
    shutil.rmtree(beside, ignore_errors=True)
