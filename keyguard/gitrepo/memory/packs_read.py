"""What is known about packs that were read in full."""

from __future__ import annotations

from keyguard.gitrepo.history.tally import Tally
from keyguard.gitrepo.objects.store import ObjectStore
from keyguard.gitrepo.provenance.leading_trees import LeadingTrees
from keyguard.model.record import NamedTuple


class PacksRead(NamedTuple):
    """Packs that were read together, each object in one of them. All ids are binary."""

    packs: frozenset[bytes]
    """The digests of the packs."""
    tally: Tally
    suspects: frozenset[bytes]
    """Objects that hold something or could not be looked into: they are read again each time."""
    commits: frozenset[bytes]
    unknown: frozenset[bytes]
    """Ids that objects name and that were not stored."""
    missing: frozenset[bytes]
    """``unknown`` together with the commits of submodules."""
    outside: frozenset[bytes]
    """Ids that objects name and that were stored, but not in these packs."""
    submodules: frozenset[bytes]
    """The names of the folders of submodules."""
    leading: LeadingTrees | None
    """The trees that lead to the suspects; None if nothing was looked for."""

    def is_as_before(self, store: ObjectStore) -> bool:
        """Whether the ids that the packs name are stored, or missing, as they were when the packs
        were read."""
        stored = _Stored(store)
        return all(map(stored.has, self.outside)) and not any(map(stored.has, self.missing))


def joined(known: PacksRead | None, new: PacksRead) -> PacksRead:
    """What is known of all packs; the trees of ``new`` cover them all already."""
    if known is None:
        return new
    tally = Tally()
    tally.add(known.tally)
    tally.add(new.tally)
    return PacksRead(
        known.packs | new.packs,
        tally,
        known.suspects | new.suspects,
        known.commits | new.commits,
        known.unknown | new.unknown,
        known.missing | new.missing,
        known.outside | new.outside,
        known.submodules | new.submodules,
        new.leading,
    )


class _Stored:
    def __init__(self, store: ObjectStore) -> None:
        self._indexes = [pack.index for pack in store.packs]
        self._loose = frozenset(map(bytes.fromhex, store.loose_ids))

    def has(self, id_: bytes) -> bool:
        """Whether there is an object of this id."""
        return id_ in self._loose or any(index.find(id_) is not None for index in self._indexes)
