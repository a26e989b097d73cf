"""What a range of commits brings in: blobs, file names, commit and tag messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain

from keyguard.gitformat.types import LargeObject, Unreadable
from keyguard.gitrepo.command.cat_file import read_objects
from keyguard.gitrepo.command.log import LogError, changes_between, every_path
from keyguard.gitrepo.command.revisions import tags_of
from keyguard.gitrepo.objects.large_content import large_content
from keyguard.gitrepo.provenance.range_commits import RangeCommits
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.damage import ref_damage
from keyguard.gitrepo.worktree.listing import commits_listing
from keyguard.gitrepo.worktree.sibling_files import SiblingFiles
from keyguard.model import Blob, Place, Problem, Scanned, Skip
from keyguard.model.name_pattern import NamePattern
from keyguard.model.piece import Large
from keyguard.model.source import Item, Located, Places, Source, Wanted, submodule
from keyguard.sources.base import BaseSource
from keyguard.sources.git_objects import (
    blobs_with_telling_names,
    contents,
    new_contents,
    submodule_commits,
    unreadable,
)
from keyguard.sources.ref_names import ref_name_blobs_within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model.data import Data


class CommitsSource(Source):
    """Everything that some revisions lead to and excluded ones do not.

    Merges count: the list of objects also has those that only a merge brought.
    """

    is_change = True
    is_range = True

    def __init__(
        self,
        commits: RangeCommits,
        max_size: int,
        base: str,
        telling: NamePattern,
    ) -> None:
        """``max_size`` is in bytes; ``base`` is the commit that the range starts from, if it is not
        where its end left what it excludes. Files with ``telling`` names are handed
        on whatever they hold.

        Raises ``KeyguardError`` if git can't list what the range brings.
        """
        repository = commits.repository
        self._repository = repository
        self._range = commits
        self._max_size = max_size
        self._telling = telling
        self._objects, self._missing = commits.brought
        self._bases = [base] if base else commits.starts
        self._siblings = SiblingFiles(repository)
        self._files = commits_listing(repository, self._tips, files_of=commits.files)

    def items(self) -> Iterator[Item]:
        """The objects, tags and refs of the range, and which of its objects are not stored here."""
        repository = self._repository
        objects = frozenset(self._objects)
        wanted = self._objects + tags_of(repository, objects)
        yield from ref_name_blobs_within(repository, objects)
        try:
            wanted += self._known_elsewhere() if self._bases else []
        except LogError as failure:
            yield self._log_problem(f"what the range moves or copies ({failure})")
        names: set[str] = set()
        others: set[str] = set()
        telling: dict[str, Blob] = {}
        for item in read_objects(repository, wanted, self._max_size):
            if isinstance(item, Unreadable):
                left_out = repository.is_partial and item.missing
                yield unreadable(item)._replace(partial=left_out)
            elif isinstance(item, LargeObject):
                yield large_content(item)
            else:
                yield from new_contents(contents(item), names)
                others.update(submodule_commits(item))
                for blob in blobs_with_telling_names(item, self._telling):
                    telling[blob.id] = blob
        for id_ in telling.keys() & set(wanted):
            yield from (telling[id_], Scanned() - telling[id_].weight)  # it was counted before
        yield from self._submodules(others)
        yield from ref_damage(repository, "refs/tags/")
        if self._missing:
            yield _gap(repository, self._missing)
        if cut := repository.shallow_commits.intersection(self._objects):
            yield Problem(
                b"",
                f"the range reaches the end of a shallow clone ({len(cut)} commits have parents "
                "that were not fetched); fetch the whole history (`git fetch --unshallow`, or "
                "`fetch-depth: 0` for actions/checkout).",
                partial=True,
            )

    def stored_content(self, pointer: bytes) -> Data | None:
        """The content that Git LFS or git-annex keeps for a pointer."""
        from keyguard.gitrepo.worktree.large_objects import stored_content  # few have any

        return stored_content(self._repository, pointer, self._max_size)

    def locate(self, blobs: Sequence[Blob]) -> Located:
        """The places that the range brought in."""
        from keyguard.gitrepo.provenance.attribution import Attribution  # few ranges hold any

        return Attribution(self._repository, blobs).in_range(self._range)

    def standing(self, places: Places) -> Places:
        """The places with what refs say of them."""
        from keyguard.gitrepo.provenance.range_standing import RangeStanding  # few ranges hold any

        with suppress(LogError):  # told already
            return RangeStanding(self._range).refined(places)
        return places

    def read_sibling(self, place: Place, path: bytes) -> bytes | None:
        """Another file of the commit that a place names."""
        return self._siblings.read(place, path)

    def is_tracked(self, place: Place) -> bool:
        """Whether an end of the range has the path."""
        return self._files.holds(place)

    def read_beside(self, wanted: Wanted) -> Iterator[Blob | Large]:
        """The wanted files at the ends of the range."""
        return self._files.read(wanted)

    def paths(self) -> Iterator[bytes | Problem]:
        """The paths that the range brings or changes."""
        return every_path(self._repository, self._range.revisions)

    def base(self) -> Source | None:
        """The commits that the range starts from."""
        if not self._bases:
            return None
        files = commits_listing(self._repository, lambda: self._bases, largest=self._max_size)
        return BaseSource(self._repository, files)

    def _tips(self) -> list[str]:
        return self._range.tips

    def _known_elsewhere(self) -> list[str]:
        """The blobs that the range puts at some path though it does not bring them: copied, moved,
        or taken from one side of a merge against what the base has."""
        repository = self._repository
        brought = frozenset(self._objects + self._missing)
        ends = (
            blob
            for base in self._bases
            for tip in self._range.tips
            for _, blob in changes_between(repository, base, tip)
        )
        changed = (each.blob for each in self._range.changes() if not each.is_submodule)
        blobs = chain(changed, ends)
        return [blob for blob in dict.fromkeys(blobs) if blob not in brought]

    def _submodules(self, commits: set[str]) -> Iterator[Skip | Problem]:
        """Other repositories that the range adds or moves to one of these commits of theirs."""
        if not commits:
            return
        try:
            for change in self._range.changes():
                if change.blob in commits:
                    yield submodule(change.path)
        except LogError as failure:
            yield self._log_problem(f"the submodules of the range ({failure})")

    def _log_problem(self, what: str) -> Problem:
        return Problem(b"", f"git could not list {what}.", partial=self._repository.is_partial)


def _gap(repository: Repository, missing: Sequence[str]) -> Problem:
    from keyguard.sources.gaps import not_stored  # most ranges have none

    remedy = "clone it without --filter" if repository.is_partial else "run `git fsck`"
    return Problem(
        b"",
        f"{not_stored(f'{len(missing):,}', 'of the range', missing[0])}, and can't be read; "
        f"{remedy}.",
        partial=repository.is_partial,
    )
