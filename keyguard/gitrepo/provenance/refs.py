"""The refs of a repository, and what they lead to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cached_property

from keyguard.gitrepo.command.commit_listing import CommitListing, all_refs, list_commits
from keyguard.gitrepo.command.leading_refs import (
    HEAD,
    NamedRef,
    is_detached,
    leading_refs,
    named_refs,
    refs_with,
    stashes,
)
from keyguard.gitrepo.command.log import LogError, commits_of
from keyguard.gitrepo.repository import Repository
from keyguard.model import Commit, Place
from keyguard.model.refs import FORGES, REMOTES, STASH, TAG_MESSAGE, is_of_remote
from keyguard.model.source import Places

_ELSEWHERE = ("shallow", "worktrees")
"""What in a git directory has a say in which commits can be reached, beside refs and HEAD."""
_FEW = 3
"""Commits for which git is asked one by one, unless all of them are listed anyway."""
_FEW_REFS = 100
"""Refs with which git is asked: each of them costs it a part of that walk, and mirrors of forges
have thousands."""


class Refs:
    """Knows the refs of a repository, and which of them lead to what was found."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self._leading: dict[str, tuple[str, ...]] = {}

    def prepare(
        self,
        places: Places,
        listing: CommitListing | None = None,
        list_commits: Callable[[], CommitListing] | None = None,
    ) -> None:
        """Finds out which refs lead to the commits of all places.

        It looks into ``listing``, which has all commits, if there is one. Else it asks git about a
        few commits, and calls ``list_commits`` for more.
        """
        all_places = [place for found in places.values() for place in found]
        commits = {place.commit.id for place in all_places if place.commit and place.commit.id}
        targets = {ref.tip for ref in self.all if ref.id in commits}
        asked = sorted(commits | targets)
        if listing is None and len(asked) <= _FEW and len(self.all) <= _FEW_REFS:
            self._leading = refs_with(self.repository, asked, self.all)
            return
        try:
            listing = listing or (list_commits or self.commits)()
        except LogError:
            return
        self._leading = leading_refs(listing, asked, self.all)

    def with_commit(self, commit: Commit | None) -> tuple[str, ...] | None:
        """The names of the refs that lead to a commit; None if git did not say."""
        return self._leading.get(commit.id) if commit else None

    @cached_property
    def head(self) -> str:
        """The commit at HEAD; empty before the first commit."""
        return self.repository.head() or ""

    @cached_property
    def revisions(self) -> tuple[str, ...]:
        """The revisions that lead to all commits that can be reached."""
        return all_refs(has_head=bool(self.head))

    @cached_property
    def decide_alone(self) -> bool:
        """Whether refs and HEAD alone decide which commits can be reached."""
        common_dir = self.repository.layout.common_dir
        return not any(os.path.lexists(os.path.join(common_dir, name)) for name in _ELSEWHERE)

    @cached_property
    def tips(self) -> list[str]:
        """The objects that refs and HEAD lead to, in git's order for ``--all HEAD``; some twice."""
        return [*(ref.tip for ref in self.listed), *filter(None, [self.head])]

    def commits(self) -> CommitListing:
        """Every commit that can be reached, as git lists them. Raises ``LogError``."""
        return list_commits(self.repository, self.revisions)

    @cached_property
    def listed(self) -> list[NamedRef]:
        """Every ref, and HEAD if it names a commit rather than a branch: then no other ref may lead
        there."""
        detached = bool(self.head) and is_detached(self.repository)
        head = [NamedRef(HEAD, self.head, "")] if detached else []
        return [*named_refs(self.repository), *head]

    @cached_property
    def all(self) -> list[NamedRef]:
        """Every ref that does not point at another one."""
        return [ref for ref in self.listed if not ref.is_symbolic]

    @cached_property
    def has_remotes(self) -> bool:
        """Whether anything is known of what a remote has.

        Never in a bare repository, where nobody commits: it is a mirror, or a remote itself.
        """
        is_bare = not self.repository.layout.work_tree
        return not is_bare and any(ref.name.startswith(REMOTES) for ref in self.all)

    @cached_property
    def by_id(self) -> dict[str, tuple[str, ...]]:
        """The names of the refs for each id that they name or, as annotated tags, lead to."""
        names: dict[str, list[str]] = {}
        for ref in self.all:
            for id_ in dict.fromkeys((ref.id, ref.tip)):
                names.setdefault(id_, []).append(ref.name)
        return {id_: tuple(listed) for id_, listed in names.items()}

    def stashed(self) -> list[str]:
        """The commits that only the stash, or its reflog, leads to. Raises ``LogError``."""
        if all(ref.name != STASH for ref in self.listed):
            return []
        all_else = ["--not", f"--exclude={STASH}", *self.revisions]
        return commits_of(self.repository, [*stashes(self.repository), *all_else])

    def unpushed(self, revisions: Iterable[str]) -> frozenset[str]:
        """The commits that revisions lead to and no known ref of a remote does. Raises
        ``LogError``."""
        if not self.has_remotes:
            return frozenset()
        known = ["--not", "--remotes", *(f"--glob={beginning}" for beginning in FORGES)]
        return frozenset(commits_of(self.repository, [*revisions, *known]))

    def of_message(self, place: Place) -> Place:
        """The place of a commit's or a tag's message, with the refs that lead to it."""
        if place.commit is None:
            return place
        if place.path == TAG_MESSAGE:
            return self._of_tag(place, place.commit.id)
        names = self.with_commit(place.commit)
        if names is None:
            return place
        return place._replace(refs=names, pushed=self._pushed(names))

    def _of_tag(self, place: Place, id_: str) -> Place:
        """The place of a tag's message, with its refs.

        No remote can have a tag without its commit; whether it has any other tag, nobody knows.
        """
        tags = [ref for ref in self.all if id_ in (ref.id, ref.target)]
        leading = [name for ref in tags if ref.target for name in self._leading.get(ref.target, ())]
        place = place._replace(refs=tuple(ref.name for ref in tags))
        return place._replace(pushed=False) if tags and self._pushed(leading) is False else place

    def _pushed(self, names: Iterable[str]) -> bool | None:
        """Whether any of these refs is a remote's."""
        if not self.has_remotes:
            return None
        return any(map(is_of_remote, names))


def together(leading: tuple[str, ...] | None, tips: tuple[str, ...]) -> tuple[str, ...] | None:
    """All refs, each once; None if nothing is known of any."""
    return tuple(dict.fromkeys((*(leading or ()), *tips))) if tips or leading is not None else None
