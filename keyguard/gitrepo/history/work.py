"""What every process that reads a part of a repository must know, and what it brings back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Generic, TypeVar

from keyguard.gitformat.types import GitObject, Unreadable
from keyguard.gitrepo.history.tally import Tally
from keyguard.gitrepo.provenance.recorded import RecordedRefs

if TYPE_CHECKING:
    from keyguard.gitrepo.history.compiled_walk import CompiledForest
    from keyguard.gitrepo.history.delta_forest import DeltaForest
    from keyguard.gitrepo.history.oid_numbers import OidNumbers
    from keyguard.gitrepo.history.parts import PackPart
    from keyguard.gitrepo.history.visitor import ObjectVisitor
    from keyguard.gitrepo.objects.store import ObjectStore
    from keyguard.model.prefilter import BatchPrefilter

Result = TypeVar("Result")

MOST_HELD = 4 << 20
"""Bytes of objects with something in them that are held before they are passed on, although the
task is not done."""


class Work(Generic[Result]):
    """What every process must know to read its tasks."""

    def __init__(
        self,
        store: ObjectStore,
        parts: list[PackPart],
        prefilter: BatchPrefilter,
        visitor: ObjectVisitor[Result],
        stored: OidNumbers,
    ) -> None:
        self.store = store
        self.parts = parts
        self.prefilter = prefilter
        self.visitor = visitor
        self.stored = stored
        self.forests: list[DeltaForest] = []
        self.compiled: list[CompiledForest] = []
        """The same for the compiled core; empty without it."""


class Outcome(Generic[Result]):
    """The results of one task."""

    def __init__(
        self,
        items: list[Result | Unreadable] | None = None,
        tally: Tally | None = None,
        *,
        is_packed: bool = False,
        is_whole: bool = True,
        is_part: bool = False,
    ) -> None:
        """What ``is_packed`` was read in a pack: of that the rest is known. It ``is_whole`` if
        all entries could be read, and all that they name is known. If it ``is_part`` more comes of
        the task, and it has nothing but items."""
        self.items = items or []
        self.tally = tally or Tally()
        self.commits: list[str] = []
        """Ids of loose commits; the forests tell those in packs."""
        self.unknown: set[bytes] = set()
        """Binary ids that objects of the task name and the repository does not store."""
        self.submodules: set[bytes] = set()
        """What folders of other repositories are called."""
        self.recorded = RecordedRefs()
        self.is_packed = is_packed
        self.is_whole = is_whole
        self.missing: set[bytes] = set()
        """Binary ids that are named and not stored, those of submodules too."""
        self.is_part = is_part
        self.held = 0
        """Bytes of the objects that the items are of."""

    def add(self, found: GitObject, result: Result) -> None:
        """Adds what the visitor made of an object."""
        self.items.append(result)
        self.held += len(found.data) if result else 0

    def parts(self) -> Iterator[Outcome[Result]]:
        """The results that have grown too large to be held, to be passed on at once."""
        if self.held >= MOST_HELD:
            yield Outcome(self.items, is_packed=self.is_packed, is_part=True)
            self.items, self.held = [], 0
