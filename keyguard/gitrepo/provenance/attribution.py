"""Where an object is: its paths, the commit that brought it in, and whether it is still there.

Only the few objects that hold something are looked up.
"""

from __future__ import annotations

from collections.abc import (
    Callable,
    Collection,
    Container,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
    Set,
)
from contextlib import contextmanager
from math import inf
from typing import TYPE_CHECKING, Protocol

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.commit_listing import CommitListing
from keyguard.gitrepo.command.log import (
    LogError,
    TreeChange,
    commits_of,
    describe,
    own_changes,
)
from keyguard.gitrepo.command.ls_tree import tree_entries
from keyguard.gitrepo.provenance.range_commits import RangeCommits
from keyguard.gitrepo.provenance.refs import Refs
from keyguard.gitrepo.provenance.scopes import AT_HEAD, marks_of
from keyguard.gitrepo.provenance.sought import Sought
from keyguard.gitrepo.provenance.standing import Found, Standing
from keyguard.gitrepo.provenance.writer import writer_of
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.index import IndexEntry, tracked_entries
from keyguard.model import Blob, Commit, Part, Place, Problem, ScreenVerdict, State
from keyguard.model.refs import COMMIT_MESSAGE, TAG_MESSAGE
from keyguard.model.source import Located, Places
from keyguard.parallel.background_call import BackgroundCall

if TYPE_CHECKING:
    from keyguard.gitrepo.provenance.first_commits import Appearance, Appearances


class Reader(Protocol):
    """A reader that has read every object that is stored."""

    def commits(self) -> Sequence[str]:
        """The id of every commit."""

    def appearances(self, ids: Collection[str], names: Collection[bytes]) -> Appearances:
        """Where objects are, by id, and files and folders, by name."""


class Attribution:
    """Collects the places of blobs, from the strongest kind of evidence to the weakest."""

    def __init__(
        self,
        repository: Repository,
        blobs: Sequence[Blob],
        list_commits: Callable[[Refs], CommitListing] = Refs.commits,
    ) -> None:
        """``list_commits`` lists all commits that HEAD and refs lead to, or raises ``LogError``."""
        self._repository = repository
        self._refs = Refs(repository)
        self._list_commits = list_commits
        self._known_listing: CommitListing | None = None
        self._messages = [blob for blob in blobs if blob.part in (Part.COMMIT, Part.TAG)]
        self._sought = Sought(blobs)
        self._unread = {blob.id for blob in blobs if blob.screened is ScreenVerdict.UNREAD}
        self._places: dict[str, dict[bytes, Place]] = {}
        self._problems: list[Problem] = []
        self._has_looked = False
        self._found: Found | None = None

    def in_range(self, commits: RangeCommits) -> Located:
        """The places that a range brings the blobs to."""
        ids: Sequence[str] = ()
        with self._log_problems():
            ids = commits.ids
            if missing := self._missing():
                self._add_changes(commits.changes(), ids, missing, State.HISTORY)
        self._add_messages(ids)
        is_end = self._refs.head in commits.tips
        self._mark_head(self._sought.ids(), commits.files if is_end else None)
        with self._log_problems():
            self._add_ends(commits)
        self._add_pathless(State.HISTORY)
        return self._result()

    def anywhere(self, reader: Reader) -> Located:
        """The places of the blobs: in commits that refs lead to, else in any commit, else in the
        index.

        Of blobs that could not be read only those at HEAD matter, not since when they are there.
        """
        self._mark_head(self._unread)
        if self._missing():
            self._add_appearances(reader)
        with self._log_problems():
            self._add_messages(self._listing.ids if len(self._messages) > 1 else ())
        self._add_index()
        self._add_pathless(State.UNREACHABLE)
        return self._result()

    def standing(self, places: Places) -> Places:
        """Some of the places from ``anywhere``, with what refs say of them."""
        if self._has_looked and self._found is None:
            return places
        standing = Standing(self._refs, self._known_listing, lambda: self._listing, self._found)
        return standing.refined(places)

    @property
    def _listing(self) -> CommitListing:
        """Every commit that HEAD and refs lead to. Raises ``LogError``."""
        if self._known_listing is None:
            self._known_listing = self._list_commits(self._refs)
        return self._known_listing

    def _add_appearances(self, reader: Reader) -> None:
        """Adds each path of a blob without a place, with the first commit that has it there."""
        self._has_looked = True
        wanted = self._sought.wanted(self._missing())
        listing = BackgroundCall(lambda: self._listing)
        appearances = reader.appearances(wanted.blobs, wanted.names)
        with self._log_problems():
            self._add_reachable(appearances, listing.result())
            commits = self._listing.ids
            if self._missing() and (rest := set(reader.commits()).difference(commits)):
                others = commits_of(
                    self._repository, [*sorted(rest), "--not", *self._refs.revisions]
                )
                rows = appearances.appearances(others)
                described = self._described(others, {row.commit for row in rows}, len(commits))
                self._add_first(rows, described, State.UNREACHABLE)
                self._add_other_names(others, State.UNREACHABLE)
        if self._problems:
            for each in appearances.appearances(reader.commits()):
                self._add(self._sought.id_of(each), Place(each.path, State.HISTORY))
        if self._found is None:
            for each in appearances.appearances([self._refs.head] if self._refs.head else []):
                self._mark(self._sought.id_of(each), each.path)
        if appearances.left_out:
            self._problems.append(Problem(b"", appearances.left_out))

    def _add_reachable(self, appearances: Appearances, listing: CommitListing) -> None:
        """Adds where blobs are in commits that refs lead to, and marks those at HEAD."""
        stashed: Sequence[str] = ()
        with self._log_problems():
            stashed = self._refs.stashed()
        marks = marks_of(listing, self._refs, frozenset(stashed))
        rows = appearances.appearances(listing.ids, marks)
        ends = {commit for row in rows for commit in (row.commit, row.last)}
        described = self._described(listing.ids, ends)
        self._found = Found(appearances, rows, described, stashed, self._sought.id_of)
        self._add_first(rows, described, State.HISTORY)
        for row in rows:
            if row.marks & AT_HEAD:
                self._mark(self._sought.id_of(row), row.path)
        self._add_other_names(listing.ids, State.HISTORY)

    def _add_first(
        self, rows: Iterable[Appearance], described: Mapping[str, Commit], state: State
    ) -> None:
        """Adds the places of blobs that had none, each with its first commit."""
        missing = self._missing()
        for each in rows:
            if (id_ := self._sought.id_of(each)) in missing:
                self._add(id_, Place(each.path, state, described[each.commit]))

    def _add_other_names(self, commits: Sequence[str], state: State) -> None:
        """Adds names that the reader did not look for: users' rules match files by their paths."""
        others = self._missing().intersection(self._sought.names.values())
        if others:
            changes = own_changes(self._repository, commits, self._sought.wanted(others))
            self._add_changes(changes, commits, others, state)
            self._mark_head(others)

    def _add_changes(
        self,
        changes: Iterable[TreeChange],
        commits: Sequence[str],
        missing: Set[str],
        state: State,
    ) -> None:
        """Adds each path of a missing blob, with the first of the commits that brought it there."""
        first: dict[tuple[str, bytes], str] = {}
        try:
            for change in changes:
                for id_, path in self._sought.at(change.path, change.blob):
                    if id_ in missing:
                        first.setdefault((id_, path), change.commit)
        finally:
            described = self._described(commits, {*first.values()})
            for (id_, path), commit in first.items():
                self._add(id_, Place(path, state, described[commit]))

    def _add_messages(self, commits: Sequence[str]) -> None:
        ranks = _ranks(commits, {blob.id for blob in self._messages})
        for blob in self._messages:
            path = COMMIT_MESSAGE if blob.part is Part.COMMIT else TAG_MESSAGE
            writer = writer_of(blob)._replace(rank=ranks.get(blob.id, inf))
            self._add(blob.id, Place(path, State.MESSAGE, writer))

    def _described(
        self, commits: Sequence[str], ids: Collection[str], rank: int = 0
    ) -> dict[str, Commit]:
        """Some of the commits, each with its rank; the first commit has the rank ``rank``."""
        found = describe(self._repository, ids)
        ranks = _ranks(commits, found, rank)
        return {id_: commit._replace(rank=ranks[id_]) for id_, commit in found.items()}

    def _mark_head(
        self, ids: Set[str], files_of: Callable[[str], Iterable[IndexEntry]] | None = None
    ) -> None:
        if not ids or not self._refs.head:
            return
        head = self._refs.head
        with self._log_problems():
            files = files_of(head) if files_of else tree_entries(self._repository, head)
            for id_, path in self._among(files, ids):
                self._mark(id_, path)

    def _add_ends(self, commits: RangeCommits) -> None:
        """Adds what a range ends with although none of its commits has changed it, without a
        commit: a merge may keep what the base has taken away. Raises ``LogError``."""
        for end in commits.tips:
            if end != self._refs.head:
                place = Place(b"", State.HISTORY, Commit(end, "", ""))
                for id_, path in self._among(commits.files(end), self._sought.ids()):
                    self._add(id_, place._replace(path=path))

    def _among(self, files: Iterable[IndexEntry], ids: Set[str]) -> Iterator[tuple[str, bytes]]:
        """The blobs among ``ids`` that are among some files, each with its path."""
        wanted = self._sought.wanted(ids)
        for path, blob, _ in files:
            if wanted.matches(blob, path):
                yield from self._sought.at(path, blob)

    def _mark(self, id_: str, path: bytes) -> None:
        """Notes that a blob is at HEAD."""
        places = self._places.setdefault(id_, {})
        known = places.get(path)
        places[path] = Place(path, State.HEAD, known.commit if known else None)

    def _add_index(self) -> None:
        """Adds what is staged at a path that has not held it before."""
        try:
            for entry in tracked_entries(self._repository) if self._sought.contents else ():
                if entry.id in self._sought.contents:
                    self._add(entry.id, Place(entry.path, State.INDEX))
        except KeyguardError as error:
            self._problems.append(Problem(b"", str(error)))

    def _add_pathless(self, state: State) -> None:
        """Adds blobs that are at no path: a ref or a tag can lead to a blob, or nothing does."""
        for id_ in self._missing():
            self._add(id_, Place(f"(object {id_[:12]})".encode(), state))

    def _missing(self) -> set[str]:
        return self._sought.ids() - self._places.keys()

    def _add(self, id_: str, place: Place) -> None:
        self._places.setdefault(id_, {}).setdefault(place.path, place)

    @contextmanager
    def _log_problems(self) -> Iterator[None]:
        try:
            yield
        except LogError as failure:
            self._problems.append(
                Problem(
                    b"",
                    f"git could not read the whole log ({failure}), so some findings may lack "
                    "their commit; check the repository with `git fsck`.",
                    partial=self._repository.is_partial,
                )
            )

    def _result(self) -> Located:
        places = {id_: tuple(by_path.values()) for id_, by_path in self._places.items()}
        return Located(places, tuple(self._problems))


def _ranks(commits: Iterable[str], wanted: Container[str], first: int = 0) -> dict[str, float]:
    """The position in topological order of each commit that is wanted."""
    return {id_: rank for rank, id_ in enumerate(commits, first) if id_ in wanted}
