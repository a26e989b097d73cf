"""A reader of objects that takes from the cache what was read before, and keeps what it reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from keyguard.gitformat.types import CorruptObjectError, Unreadable
from keyguard.gitrepo.history.parts import ReadBefore
from keyguard.gitrepo.history.reader import ObjectReader
from keyguard.gitrepo.history.work import Outcome
from keyguard.gitrepo.memory.notes import Notes
from keyguard.gitrepo.memory.pack_digest import digest_of
from keyguard.gitrepo.memory.packs_read import PacksRead, joined
from keyguard.gitrepo.memory.stored import with_names
from keyguard.gitrepo.objects.pack_dir import Pack
from keyguard.gitrepo.objects.store import ObjectStore
from keyguard.gitrepo.provenance import joined_trees
from keyguard.gitrepo.provenance.first_commits import Appearances
from keyguard.gitrepo.provenance.leading_trees import LeadingTrees
from keyguard.model import Part
from keyguard.model.prefilter import BatchPrefilter
from keyguard.model.report import CacheUse
from keyguard.sources.history_cache import HistoryCache, Recalled
from keyguard.sources.screening import NotingVisitor, Seen

Item = Seen | Unreadable | None


class RememberingReader(ObjectReader[Item]):
    """Reads what an ``ObjectReader`` reads, except packs that are, byte for byte, those read
    before.

    Objects of such packs that held something are looked into again. Loose objects are always read:
    nothing tells whether such a file is still what it was.
    """

    def __init__(
        self,
        store: ObjectStore,
        prefilter: BatchPrefilter,
        visitor: NotingVisitor,
        cache: HistoryCache,
        jobs: int,
    ) -> None:
        self._cache = cache
        self._visitor = visitor
        self._packs = {digest_of(pack): pack for pack in store.packs}
        self._known, reason = _recalled(cache, self._packs, store)
        taken = self._known.packs if self._known else ()
        checksums = [self._packs[digest].index.pack_checksum for digest in taken]
        super().__init__(store, prefilter, visitor, jobs=jobs, before=ReadBefore(checksums))
        self._store = store
        self.cache_use = CacheUse(self._known.tally.objects if self._known else 0, reason)
        """What was taken, and what is to be said of it."""
        self._unread = self.total
        self.total += self.cache_use.objects
        self._given: set[str] = set()
        self._contents: set[str] = set()
        self._names: dict[str, bytes] = {}
        self._leading: LeadingTrees | None = None

    def outcomes(self) -> Iterator[Outcome[Item]]:
        """What was found again, then the outcome of each task."""
        if self._known is not None:
            yield self._found_again(self._known)
        notes = Notes(self)
        packed_names = {*self._names, *self._contents}
        for outcome in super().outcomes():
            notes.take(outcome, _suspects(outcome, packed_names))
            outcome.items = list(filter(self._is_new, outcome.items))
            yield outcome
        if self._known is not None:
            self._known = with_names(self._known, self._names.values())
            self.submodules |= self._known.submodules
        self._leading = self._all_leading(notes)
        self._keep(notes)

    def commits(self) -> list[str]:
        """The ids of all commits. Call it once everything was read."""
        known = self._known.commits if self._known else ()
        return sorted({*super().commits(), *(id_.hex() for id_ in known)})

    def appearances(self, ids: Collection[str], names: Collection[bytes]) -> Appearances:
        """Where objects are, by id, and files and folders, by name."""
        if self._leading is None:
            return super().appearances(ids, names)
        return Appearances(self._leading, ids, names)

    def _found_again(self, known: PacksRead) -> Outcome[Item]:
        outcome: Outcome[Item] = Outcome(tally=known.tally)
        outcome.unknown = set(known.unknown)
        for id_ in sorted({id_.hex() for id_ in known.suspects}.difference(self.twice)):
            try:
                items: Iterable[Item] = self._visitor.seen_in(self._store.open(id_))
            except CorruptObjectError as error:
                items = (Unreadable(id_, str(error)),)
            outcome.items.extend(filter(self._is_new, items))
        self._unknown |= known.unknown
        return outcome

    def _is_new(self, item: Item) -> bool:
        """Whether an item was not given out yet: what is stored twice is read twice."""
        if not isinstance(item, Seen):
            return item is not None
        for blob in item.blobs:
            if blob.part is Part.NAME:
                self._names[blob.id] = blob.data
            elif blob.part is Part.CONTENT:
                self._contents.add(blob.id)
        if item.type == "tree":  # whose names are known to who takes them
            return True
        is_new = item.id not in self._given
        self._given.add(item.id)
        return is_new

    def _all_leading(self, notes: Notes[Item]) -> LeadingTrees | None:
        """The trees that lead to all that was found, and from packs to what is beside them: that
        may hold something the next time, as what could not be read and was mended."""
        known = self._known.leading if self._known else None
        outside = {id_.hex() for id_ in notes.outside}
        if not self._unread or not (self._contents or self._names or outside):
            return known
        wanted = self._contents | outside | joined_trees.leading_ids(known)
        return joined_trees.joined(known, self.leading_trees(wanted, set(self._names.values())))

    def _keep(self, notes: Notes[Item]) -> None:
        if self._known is not None and self._known.packs == self._packs.keys():
            self._cache.use()
            return
        if not self._packs:
            reason = "nothing is packed"
        elif not _are_told_apart(self._packs, self._store):
            reason = "a pack is there twice"
        elif not notes.is_whole:
            reason = "not all of a pack can be read, or much of what it names is missing"
        else:
            known = joined(self._known, notes.packs_read(self._packs.keys(), self._leading))
            length = self._store.packs[0].index.id_length
            reason = self._cache.keep(known, length, set(self._names.values()))
        self.cache_use = self.cache_use._replace(not_kept=reason)


def _recalled(cache: HistoryCache, packs: dict[bytes, Pack], store: ObjectStore) -> Recalled:
    known, reason = cache.recall()
    if known is None:
        return Recalled(None, reason)
    if not known.packs <= packs.keys() or not _are_told_apart(packs, store):
        return Recalled(None, "packs were replaced or changed since")
    if not known.is_as_before(store):
        return Recalled(None, "objects that its packs name have come or gone since")
    return Recalled(known)


def _are_told_apart(packs: dict[bytes, Pack], store: ObjectStore) -> bool:
    """Whether the packs have a checksum each."""
    checksums = {pack.index.pack_checksum for pack in packs.values()}
    return len(checksums) == len(store.packs)


def _suspects(outcome: Outcome[Item], names: set[str]) -> Iterator[str]:
    """What holds something; of trees those with a name that none had before in a pack."""
    for item in outcome.items:
        if isinstance(item, Unreadable) or (item is not None and item.type != "tree"):
            yield item.id
        elif item is not None and outcome.is_packed:
            new = {blob.id for blob in item.blobs}.difference(names)
            if new:
                names |= new
                yield item.id
