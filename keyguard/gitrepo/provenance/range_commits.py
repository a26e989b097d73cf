"""What a range of revisions brings, where it begins, and what leads to it: asked of git once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property

from keyguard.gitrepo.command.commit_listing import CommitListing, list_commits
from keyguard.gitrepo.command.log import LogError, TreeChange, commits_of, own_changes
from keyguard.gitrepo.command.ls_tree import tree_entries
from keyguard.gitrepo.command.rev_parse import leads_to_file
from keyguard.gitrepo.command.revisions import RangeObjects, fork_point, independent, range_objects
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.index import IndexEntry

MOST_KEPT = 20_000
"""Changes that are kept, some megabytes; git is asked again if there are more."""


class RangeCommits:
    """The commits that some revisions lead to and that excluded revisions do not."""

    def __init__(self, repository: Repository, revisions: Sequence[str]) -> None:
        """``revisions`` are ids, those of what is excluded behind a ``^``."""
        self.repository = repository
        self.revisions = revisions
        self._changes: list[TreeChange] | None = None
        self._files: dict[str, list[IndexEntry]] = {}
        self._fork_points: dict[str, str] = {}
        self._beyond: dict[tuple[str, ...], CommitListing] = {}

    @cached_property
    def brought(self) -> RangeObjects:
        """Every object that the range brings. Raises ``KeyguardError`` if git can't list them."""
        return range_objects(self.repository, self.revisions)

    @cached_property
    def end(self) -> str:
        """What the range ends in first; empty if it excludes only."""
        return next((id_ for id_ in self.revisions if not id_.startswith("^")), "")

    @cached_property
    def starts(self) -> list[str]:
        """The commits that the range starts from: where its end left each revision that it
        excludes.

        What an excluded revision has taken away since does not count as there. Empty if nothing is
        excluded.
        """
        excluded = independent(self.repository, self._excluded) if self.end else []
        return list(dict.fromkeys(map(self.fork_point, excluded)))

    def fork_point(self, base: str) -> str:
        """The commit at which the end of the range left ``base``."""
        if base not in self._fork_points:
            self._fork_points[base] = fork_point(self.repository, base, self.end)
        return self._fork_points[base]

    @cached_property
    def tips(self) -> list[str]:
        """The ends of the range that have files: a tag can lead to a single file."""
        ends = [id_ for id_ in self.revisions if not id_.startswith("^")]
        commits: frozenset[str] = frozenset()
        with suppress(LogError):  # told where they are read
            commits = frozenset(self.ids)
        folder = self.repository.folder
        return [id_ for id_ in ends if id_ in commits or not leads_to_file(folder, id_)]

    @cached_property
    def ids(self) -> list[str]:
        """The ids of the commits, parents first. Raises ``LogError``."""
        return commits_of(self.repository, self.revisions)

    def changes(self) -> Iterator[TreeChange]:
        """The changes of each commit that differ from all of its parents, in order.

        Raises ``LogError`` after the last change that could be read.
        """
        if self._changes is not None:
            yield from self._changes
            return
        kept: list[TreeChange] = []
        for change in own_changes(self.repository, self.ids):
            if len(kept) <= MOST_KEPT:
                kept.append(change)
            yield change
        if len(kept) <= MOST_KEPT:
            self._changes = kept

    def files(self, commit: str) -> Sequence[IndexEntry]:
        """The files of a commit at an end of the range. Raises ``LogError``."""
        if commit not in self._files:
            self._files[commit] = list(tree_entries(self.repository, commit))
        return self._files[commit]

    def beyond(self, refs: tuple[str, ...]) -> CommitListing:
        """The commits that ``refs`` lead to and that the range does not exclude. Raises
        ``LogError``.

        A commit that leads to one of the range's is among them, or else that one would be excluded
        too.
        """
        if refs not in self._beyond:
            excluded = [f"^{id_}" for id_ in self._excluded]
            self._beyond[refs] = list_commits(self.repository, [*excluded, *refs])
        return self._beyond[refs]

    @property
    def _excluded(self) -> list[str]:
        return [id_[1:] for id_ in self.revisions if id_.startswith("^")]
