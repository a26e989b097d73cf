"""Collects, while packs are read, what is worth remembering about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Generic, TypeVar

from keyguard.gitrepo.history.reader import ObjectReader
from keyguard.gitrepo.history.tally import Tally
from keyguard.gitrepo.history.work import Outcome
from keyguard.gitrepo.memory.packs_read import PacksRead
from keyguard.gitrepo.provenance.leading_trees import LeadingTrees

Result = TypeVar("Result")


class Notes(Generic[Result]):
    """Notes what each outcome of an ``ObjectReader`` says about packs."""

    def __init__(self, reader: ObjectReader[Result]) -> None:
        self.is_whole = True
        """Whether everything in the packs could be read."""
        self._reader = reader
        self._tally = Tally()
        self._suspects: set[bytes] = set()
        self._unknown: set[bytes] = set()
        self._missing: set[bytes] = set()
        self.outside: set[bytes] = set()
        """The binary ids of what is named in packs, and stored beside them."""
        self._submodules: set[bytes] = set()

    def take(self, outcome: Outcome[Result], suspects: Iterable[str]) -> None:
        """Notes an outcome; ``suspects`` are the ids of its objects that hold something."""
        if not outcome.is_packed:
            return
        self.is_whole = self.is_whole and outcome.is_whole
        self._tally.add(outcome.tally)
        self._suspects.update(map(bytes.fromhex, suspects))
        self._unknown |= outcome.unknown
        self._missing |= outcome.missing
        self.outside |= self._reader.outside_packs(outcome)
        self._submodules |= outcome.submodules

    def packs_read(self, packs: Collection[bytes], leading: LeadingTrees | None) -> PacksRead:
        """Everything noted, once all packs were read; ``packs`` are their digests."""
        return PacksRead(
            frozenset(packs),
            self._tally,
            frozenset(self._suspects),
            frozenset(map(bytes.fromhex, self._reader.packed_commits())),
            frozenset(self._unknown),
            frozenset(self._missing),
            frozenset(self.outside),
            frozenset(self._submodules),
            leading,
        )
