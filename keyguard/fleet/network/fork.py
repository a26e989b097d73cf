"""One repository of a network, as if it were alone: its own refs, and what they lead to."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from keyguard.errors import KeyguardError
from keyguard.fleet.network.folder import Fork, NetworkFolder
from keyguard.fleet.network.incoming import VIEW
from keyguard.fleet.network.kept import Kept
from keyguard.fleet.network.read import NetworkReader
from keyguard.fleet.network.suspects import Kind, Suspect
from keyguard.gitformat.types import Unreadable
from keyguard.gitrepo.bare import make_bare, set_refs
from keyguard.gitrepo.command.commit_graph import reached_beside_commits
from keyguard.gitrepo.command.commit_listing import CommitListing, all_refs, list_commits
from keyguard.gitrepo.command.log import LogError, commits_of, every_path
from keyguard.gitrepo.command.revisions import missing_objects
from keyguard.gitrepo.provenance.attribution import Attribution
from keyguard.gitrepo.provenance.first_commits import Appearances
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.sibling_files import SiblingFiles
from keyguard.model import Blob, Part, Place, Problem
from keyguard.model.source import Item, Located, Places, Source
from keyguard.sources.gaps import lacking
from keyguard.sources.git_objects import unreadable
from keyguard.sources.ref_names import ref_name_blobs


@contextmanager
def view_of(folder: NetworkFolder, fork: Fork) -> Iterator[Repository]:
    """A repository with the refs of one fork only, which borrows the network's objects."""
    made = Path(tempfile.mkdtemp(prefix=VIEW, dir=folder.own))
    try:
        view = make_bare(made / "git", folder.id_length, "../../../../objects")
        set_refs(view, fork.refs, fork.head)
        yield view
    finally:
        shutil.rmtree(made, ignore_errors=True)


class ForkSource(Source):
    """The content of one fork that holds something, selected from what was found in its network."""

    is_change = True

    def __init__(
        self, folder: NetworkFolder, view: Repository, fork: Fork, reader: NetworkReader
    ) -> None:
        self._folder = folder
        self._view = view
        self._fork = fork
        self._reader = reader
        self._kept: Kept = reader.kept
        self._siblings = SiblingFiles(view)
        self._attribution: Attribution | None = None
        self._missing: list[Problem] = []

    def items(self) -> Iterator[Item]:
        """What is seen in the objects of the fork, which of them can't be read, and its refs."""
        for content in self._reader.contents(self._own_suspects()).values():
            if isinstance(content, Unreadable):
                yield unreadable(content)
            else:
                yield from (blob for blob in content if self._is_own(blob))
        yield from map(unreadable, self._reader.problems)
        yield from ref_name_blobs(self._view)
        if self._kept.has_gaps:
            self._missing = [*self._gaps()]
            yield from self._missing

    def is_lasting(self, problem: Problem) -> bool:
        """Whether a problem lasts as long as the objects do not change.

        A problem without a file may come from a git that was ended.
        """
        return bool(problem.path) or problem in self._missing

    def locate(self, blobs: Sequence[Blob]) -> Located:
        """The places of blobs in commits that the fork has, or had."""
        self._attribution = Attribution(self._view, blobs, lambda _: self._listing)
        return self._attribution.anywhere(self)

    def standing(self, places: Places) -> Places:
        """The places with what refs say of them."""
        return self._attribution.standing(places) if self._attribution else places

    def read_sibling(self, place: Place, path: bytes) -> bytes | None:
        """Another file of the commit that a place names."""
        return self._siblings.read(place, path)

    def paths(self) -> Iterator[bytes | Problem]:
        """The paths that any commit brings or changes."""
        return every_path(self._view, self.commits())

    def commits(self) -> Sequence[str]:
        """All commits that the refs of the fork lead to now, and those they once led to."""
        return self._commits

    def appearances(self, ids: Collection[str], names: Collection[bytes]) -> Appearances:
        """Where objects are, by id, and files and folders, by name."""
        return Appearances(self._kept.leading, ids, names)

    @cached_property
    def _listing(self) -> CommitListing:
        """The commits that its refs lead to. Raises ``KeyguardError``: without them nothing is
        known to be the fork's own."""
        try:
            return list_commits(self._view, self._refs)
        except LogError as error:
            raise self._unreadable(error) from error

    @cached_property
    def _commits(self) -> Sequence[str]:
        if not self._fork.past:
            return self._listing.ids
        try:
            past = commits_of(self._view, [*sorted(self._fork.past), "--not", *self._refs])
        except LogError as error:
            raise self._unreadable(error) from error
        return [*self._listing.ids, *past]

    def _unreadable(self, error: LogError) -> KeyguardError:
        return KeyguardError(
            f"git could not read its history ({error}), so it was not judged; remove "
            f"{self._folder.path} and fetch it again."
        )

    @property
    def _refs(self) -> tuple[str, ...]:
        return all_refs(has_head=bool(self._fork.head_id))

    @cached_property
    def _beside(self) -> frozenset[str]:
        """What refs lead to by another way than through commits."""
        tips = {*self._fork.refs.values(), *self._fork.past}.difference(self._commits)
        return frozenset(reached_beside_commits(self._view, tips))

    @cached_property
    def _placed(self) -> frozenset[str | bytes]:
        """The suspects, by id, and the names, that stand in any commit of the fork."""
        ids = {suspect.id for suspect in self._kept.suspects}
        names = self._reader.names
        rows = self.appearances(ids, names).appearances(self._commits)
        return frozenset(row.key for row in rows)

    def _own_suspects(self) -> list[Suspect]:
        commits = set(self._commits)

        def is_own(suspect: Suspect) -> bool:
            if suspect.kind is Kind.NAMES:
                return True  # its names are looked for one by one
            if suspect.id in self._placed or suspect.id in commits or suspect.id in self._beside:
                return True
            return suspect.kind is Kind.UNREAD and suspect.id not in self._reader.placed_anywhere

        return list(filter(is_own, self._kept.suspects))

    def _is_own(self, blob: Blob) -> bool:
        return blob.part is not Part.NAME or blob.data in self._placed

    def _gaps(self) -> Iterator[Problem]:
        if missing := missing_objects(self._view):
            yield lacking(f"{len(missing):,}", missing[0], is_partial=self._folder.is_partial)
