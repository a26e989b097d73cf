"""Refs by their full names: what each names, and which of them lead to a commit."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence

from keyguard.gitrepo.command.commit_listing import CommitListing
from keyguard.gitrepo.command.run import try_git
from keyguard.gitrepo.discovery import Layout
from keyguard.gitrepo.objects.lookup import LEFT_TO_GIT
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree import refs as in_files
from keyguard.model.record import NamedTuple

HEAD = "HEAD"


class NamedRef(NamedTuple):
    """A ref: its full name, and what it names."""

    name: str
    id: str
    target: str
    """The object that an annotated tag leads to; empty for any other ref."""
    is_symbolic: bool = False
    """Whether the ref points at another ref."""

    @property
    def tip(self) -> str:
        """The commit that the ref leads to, if it leads to a commit at all."""
        return self.target or self.id


def named_refs(repository: Repository) -> list[NamedRef]:
    """All refs but HEAD; none if they can't be listed."""
    try:
        return sorted(_read(repository.layout), key=lambda ref: os.fsencode(ref.name))
    except LEFT_TO_GIT:
        return _listed_by_git(repository)


def names_below(repository: Repository, folder: str) -> list[str]:
    """The names of the refs below a folder such as ``refs/notes/``; none if git fails."""
    answer = try_git(["for-each-ref", "--format=%(refname)", folder], repository.folder)
    return answer.stdout.decode("utf-8", "surrogateescape").splitlines()


def _read(layout: Layout) -> Iterator[NamedRef]:
    """Raises one of ``LEFT_TO_GIT``."""
    told = in_files.with_targets(layout, in_files.refs(layout))
    named = {name: NamedRef(name, id_, target) for name, id_, target in told}
    symbolic = in_files.symbolic_refs(layout)
    for name, target in symbolic.items():
        for _ in range(in_files.DEEPEST):
            target = symbolic.get(target, target)
        if target in named:
            yield named[target]._replace(name=name, is_symbolic=True)
    yield from named.values()


def _listed_by_git(repository: Repository) -> list[NamedRef]:
    answer = try_git(
        ["for-each-ref", "--format=%(objectname):%(*objectname) %(refname) %(symref)"],
        repository.folder,
    )
    rows = []
    for line in answer.stdout.decode("utf-8", "surrogateescape").splitlines():
        ids, name, symbolic = line.split(" ", 2)
        id_, target = ids.split(":")
        rows.append(NamedRef(name, id_, target, bool(symbolic)))
    return rows


def is_detached(repository: Repository) -> bool:
    """Whether HEAD names a commit rather than a branch; false if it names nothing."""
    try:
        return in_files.is_detached(repository.layout)
    except LEFT_TO_GIT:
        return try_git(["symbolic-ref", "--quiet", HEAD], repository.folder).returncode != 0


def stashes(repository: Repository) -> list[str]:
    """The commits of the stash, the latest first, including those that only its reflog has."""
    found = []
    for options in (["--walk-reflogs"], ["--max-count=1"]):  # a mirror has no reflog
        answer = try_git(["rev-list", *options, "refs/stash", "--"], repository.folder)
        found += answer.stdout.decode("ascii", "replace").split() if not answer.returncode else []
    return list(dict.fromkeys(found))


def leading_refs(
    listing: CommitListing, commits: Sequence[str], refs: Collection[NamedRef]
) -> dict[str, tuple[str, ...]]:
    """For each of ``commits`` the names of the refs that lead to it."""
    found: list[list[str]] = [[] for _ in commits]
    reached = listing.descendants_marked({id_: 1 << bit for bit, id_ in enumerate(commits)})
    by_mark: dict[int, list[list[str]]] = {0: []}
    for ref in refs:
        place = listing.place_of(ref.tip)
        mark = reached[place] if place is not None else 0
        if mark not in by_mark:
            by_mark[mark] = [names for bit, names in enumerate(found) if mark >> bit & 1]
        for names in by_mark[mark]:
            names.append(ref.name)
    return {commit: tuple(names) for commit, names in zip(commits, found, strict=True)}


def refs_with(
    repository: Repository, commits: Sequence[str], refs: Collection[NamedRef]
) -> dict[str, tuple[str, ...]]:
    """For each commit the names of the refs that lead to it, as git says.

    Each ref costs git a walk over a part of the history. A commit that git can't answer for is left
    out.
    """
    also_head = any(ref.name == HEAD for ref in refs)
    found = ((commit, _told_by_git(repository, commit, also_head)) for commit in commits)
    return {commit: names for commit, names in found if names is not None}


def _told_by_git(repository: Repository, commit: str, also_head: bool) -> tuple[str, ...] | None:
    """The names of those that point at no other; None if git fails, as without the commit."""
    answer = try_git(
        ["for-each-ref", "--contains", commit, "--format=%(refname) %(symref)"], repository.folder
    )
    if answer.returncode != 0:
        return None
    rows = answer.stdout.decode("utf-8", "surrogateescape").splitlines()
    names = [row.partition(" ")[0] for row in rows if row.endswith(" ")]
    if also_head:
        ancestor = ["merge-base", "--is-ancestor", commit, HEAD]
        names += [HEAD] if try_git(ancestor, repository.folder).returncode == 0 else []
    return tuple(names)
