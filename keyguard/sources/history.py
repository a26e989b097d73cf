"""Every object that a repository stores, reachable or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from keyguard.gitformat.types import Unreadable
from keyguard.gitrepo.command.ls_tree import submodule_paths
from keyguard.gitrepo.command.revisions import missing_objects
from keyguard.gitrepo.history.reader import ObjectReader
from keyguard.gitrepo.history.work import Outcome
from keyguard.gitrepo.objects.lookup import LEFT_TO_GIT, object_folders
from keyguard.gitrepo.objects.store import ObjectStore
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.damage import index_damage, ref_damage
from keyguard.gitrepo.worktree.index import all_staged_ids, staged_ids
from keyguard.gitrepo.worktree.linked import other_work_trees
from keyguard.gitrepo.worktree.listing import commits_listing, index_listing
from keyguard.gitrepo.worktree.sibling_files import SiblingFiles
from keyguard.model import PAST, Blob, Place, Problem, Scanned, State
from keyguard.model.name_pattern import NO_NAMES, NamePattern
from keyguard.model.prefilter import BatchPrefilter
from keyguard.model.report import CacheUse
from keyguard.model.source import Item, Located, Places, Source, submodule
from keyguard.parallel.background_call import BackgroundCall
from keyguard.sources.base import BaseSource
from keyguard.sources.gaps import missing_parts, not_stored, tells_itself
from keyguard.sources.git_objects import NamesPrefilter, new_contents, unreadable
from keyguard.sources.ref_names import ref_name_blobs
from keyguard.sources.screening import NotingVisitor, Screener, ScreeningVisitor, Seen

if TYPE_CHECKING:
    from keyguard.gitrepo.command.commit_listing import CommitListing
    from keyguard.gitrepo.provenance.attribution import Attribution
    from keyguard.gitrepo.provenance.refs import Refs
    from keyguard.model.data import Data
    from keyguard.sources.history_cache import HistoryCache
    from keyguard.sources.remembering import RememberingReader

Result = TypeVar("Result")


class HistorySource(Source):
    """Every object: of refs, stashes and notes, and those that only a reflog or nothing leads to.

    Submodules are named. Yields only objects that pass the ``prefilter`` and in which the
    ``screener`` sees something, and how much the others weigh.
    """

    is_change = True

    def __init__(
        self,
        repository: Repository,
        prefilter: BatchPrefilter,
        screener: Screener,
        max_size: int,
        jobs: int = 1,
        base: str = "",
        telling: NamePattern = NO_NAMES,
        cache: HistoryCache | None = None,
    ) -> None:
        """``max_size`` is in bytes; ``base`` is a commit that findings are to be compared with.
        Files with ``telling`` names are handed on whatever they hold. What the ``cache`` knows is
        not read again."""
        visitor = NotingVisitor(ScreeningVisitor(screener, max_size, telling))
        accepted = NamesPrefilter(prefilter, telling)
        store = ObjectStore(object_folders(repository.layout))
        self._repository = repository
        self._max_size = max_size
        self._base = base
        self._reader: ObjectReader[Seen | Unreadable | None]
        self._remembering: RememberingReader | None = None
        if cache:
            from keyguard.sources.remembering import RememberingReader  # few runs have a cache

            self._remembering = RememberingReader(store, accepted, visitor, cache, jobs)
            self._reader = self._remembering
        else:
            self._reader = ObjectReader(store, accepted, visitor, jobs=jobs)
        self._cache = cache
        self._is_damaged = False
        self._attribution: Attribution | None = None
        self._siblings = SiblingFiles(repository)
        self._files = (
            index_listing(repository)
            if repository.layout.work_tree
            else commits_listing(repository, lambda: list(filter(None, [repository.head()])))
        )
        self.total = self._reader.total

    def items(self) -> Iterator[Item]:
        """The objects, which of them are missing, names of refs, and submodules."""
        names: set[str] = set()
        broken: list[Unreadable] = []
        is_told = tells_itself(self._repository)
        listing: BackgroundCall[list[str]] | None = None
        for outcome in self._reader.outcomes():
            if outcome.unknown and listing is None and not is_told:
                listing = BackgroundCall(partial(missing_objects, self._repository))
            yield from _found(outcome, names, broken)
        yield from map(unreadable, sorted(broken))
        self._is_damaged = bool(broken)
        yield from missing_parts(self._repository, self._reader, listing)
        yield from self._damage()
        yield from ref_name_blobs(self._repository)
        yield from map(submodule, _submodules(self._repository, self._reader))

    @property
    def cache_use(self) -> CacheUse | None:
        """How the cache was used."""
        return self._remembering.cache_use if self._remembering else None

    def _damage(self) -> Iterator[Problem]:
        """What git would pass over, and what is staged but not stored."""
        yield from ref_damage(self._repository)
        yield from self._damage_elsewhere()
        broken = list(index_damage(self._repository))
        yield from broken
        if broken or self._repository.is_partial or not self._repository.layout.work_tree:
            return
        yield from self._lost(staged_ids(self._repository), "")

    def _damage_elsewhere(self) -> Iterator[Problem]:
        """What other work trees of the repository have staged that is not stored."""
        try:
            for name, other in other_work_trees(self._repository):
                where = f" in the work tree {name!r}"
                broken = list(index_damage(other, where))
                yield from broken
                if not broken and not self._repository.is_partial:
                    yield from self._lost(all_staged_ids(other), where)
        except LEFT_TO_GIT as error:
            yield Problem(
                b"",
                "what other work trees have staged can't be listed "
                f"({str(error) or 'an unusual index'}); run `keyguard history` in each, and "
                "`git worktree prune` if one is gone.",
            )

    def _lost(self, staged: Iterator[str], where: str) -> Iterator[Problem]:
        if lost := self._reader.missing_of(staged):
            yield Problem(
                b"",
                f"{not_stored(f'{len(lost):,}', f'staged{where}', lost[0])}; run `git fsck`.",
            )

    def stored_content(self, pointer: bytes) -> Data | None:
        """The content that Git LFS or git-annex keeps for a pointer."""
        from keyguard.gitrepo.worktree.large_objects import stored_content  # few have any

        return stored_content(self._repository, pointer, self._max_size)

    def locate(self, blobs: Sequence[Blob]) -> Located:
        """The places of blobs in any commit, or in the index."""
        from keyguard.gitrepo.provenance.attribution import Attribution  # most hold nothing

        self._attribution = Attribution(self._repository, blobs, self._commits)
        return self._attribution.anywhere(self._reader)

    def standing(self, places: Places) -> Places:
        """The places with what refs say of them."""
        return self._attribution.standing(places) if self._attribution else places

    def _commits(self, refs: Refs) -> CommitListing:
        """Every commit that refs lead to: those in the cache if all of them are here, else what was
        seen of them. Where anything is damaged git lists them, and says what it thinks of it.
        Raises ``LogError``."""
        if self._is_damaged:
            return refs.commits()
        known = self._cache.recall_commits(refs) if self._cache else None
        if known is not None and not self._reader.missing_of(known.ids):
            return known
        listing = self._seen_commits(refs) or refs.commits()
        if self._cache:
            self._cache.keep_commits(listing, refs)
        return listing

    def _seen_commits(self, refs: Refs) -> CommitListing | None:
        """The commits by what was read; None if git has to be asked."""
        if not (refs.listed and refs.decide_alone):
            return None
        return self._reader.listed_commits(refs.tips)

    def read_sibling(self, place: Place, path: bytes) -> bytes | None:
        """Another file of the commit that a place names."""
        return self._siblings.read(place, path)

    def is_tracked(self, place: Place) -> bool:
        """Whether HEAD has the path of a place.

        For a staged one whether the index has it, or HEAD where there is no index.
        """
        if place.state is State.INDEX:
            return self._files.holds(place)
        return super().is_tracked(place)

    def base(self) -> Source | None:
        """The files of a commit."""
        if not self._base:
            return None
        return BaseSource(
            self._repository,
            commits_listing(self._repository, lambda: [self._base], largest=self._max_size),
        )

    def paths(self) -> Iterator[bytes | Problem]:
        """The paths that any commit brings or changes."""
        from keyguard.gitrepo.command.log import every_path  # only some rules of users ask

        return every_path(self._repository, self._reader.commits())


def _found(
    outcome: Outcome[Seen | Unreadable | None], names: set[str], broken: list[Unreadable]
) -> Iterator[Blob | Scanned]:
    """What a task brought in, each name once, and the weight of what holds nothing. What can't be
    read is put beside."""
    read = outcome.tally
    rest = Scanned(0, read.blobs, read.commits, read.bytes, read.objects)
    for found in outcome.items:
        if isinstance(found, Unreadable):
            broken.append(found)
        elif found is not None:
            for blob in new_contents(found.blobs, names):
                rest -= blob.weight
                yield blob
    yield rest


def _submodules(repository: Repository, reader: ObjectReader[Result]) -> list[bytes]:
    """Where HEAD has other repositories. Of those that only other commits have, the folder's name:
    to find out where it was takes as long as all of the reading."""
    if not reader.submodules:
        return []
    paths = submodule_paths(repository)
    named = {path.rpartition(b"/")[2] for path in paths}
    return [*paths, *(PAST + name for name in sorted(reader.submodules - named))]
