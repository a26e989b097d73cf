"""What is known of packs all of whose objects were read."""

from __future__ import annotations

from keyguard.gitrepo.history.tally import Tally
from keyguard.gitrepo.objects.store import ObjectStore
from keyguard.gitrepo.provenance.leading_trees import LeadingTrees
from keyguard.model.record import NamedTuple


class PacksRead(NamedTuple):
    """Packs that were read together, each object in one of them. All ids are binary."""

    packs: frozenset[bytes]
    """Their digests."""
    tally: Tally
    suspects: frozenset[bytes]
    """What holds something, or could not be looked into: it is read again each time."""
    commits: frozenset[bytes]
    unknown: frozenset[bytes]
    """What is named and was not stored."""
    missing: frozenset[bytes]
    """The same, with the commits of submodules."""
    outside: frozenset[bytes]
    """What is named, and was stored beside these packs."""
    submodules: frozenset[bytes]
    """What folders of other repositories are called."""
    leading: LeadingTrees | None
    """The trees that lead to the suspects; None if nothing was looked for."""

    def is_as_before(self, store: ObjectStore) -> bool:
        """Whether what the packs name is there, or is not, as it was when they were read."""
        stored = _Stored(store)
        return all(map(stored.has, self.outside)) and not any(map(stored.has, self.missing))


def joined(known: PacksRead | None, new: PacksRead) -> PacksRead:
    """What is known of all packs, the trees of ``new`` being those of all already."""
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
