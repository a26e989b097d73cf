"""Refs by their full names: what each names, and which of them lead to a commit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from keyguard.gitrepo.command.run import git_stream, try_git
from keyguard.gitrepo.repository import Repository

HEAD = "HEAD"
_FEW = 3
"""Commits for which git is asked one by one: for more, a walk over all of the history is faster."""
_FEW_REFS = 100
"""Refs with which git is asked: each of them costs it a part of that walk, and mirrors of forges
have thousands."""


class NamedRef(NamedTuple):
    """A ref that points at no other."""

    name: str
    id: str
    """What it names."""
    target: str
    """What that leads to if it is an annotated tag, else empty."""


def named_refs(repository: Repository) -> list[NamedRef]:
    """All of them; none if git can't list them."""
    answer = try_git(
        ["for-each-ref", "--format=%(objectname):%(*objectname) %(refname) %(symref)"],
        repository.folder,
    )
    rows = []
    for line in answer.stdout.decode("utf-8", "surrogateescape").splitlines():
        ids, name, symbolic = line.split(" ", 2)
        if not symbolic:
            rows.append(NamedRef(name, *ids.split(":")))
    return [*rows, *_detached_head(repository)]


def _detached_head(repository: Repository) -> Iterator[NamedRef]:
    """HEAD, where it names a commit and no branch: then it may be all that leads there."""
    if try_git(["symbolic-ref", "--quiet", HEAD], repository.folder).returncode != 0:
        head = repository.head()
        if head:
            yield NamedRef(HEAD, head, "")


def stashes(repository: Repository) -> list[str]:
    """The commits of the stash, the latest first: those that only its reflog has, too."""
    found = []
    for options in (["--walk-reflogs"], ["--max-count=1"]):  # a mirror has no reflog
        answer = try_git(["rev-list", *options, "refs/stash", "--"], repository.folder)
        found += answer.stdout.decode("ascii", "replace").split() if not answer.returncode else []
    return list(dict.fromkeys(found))


def leading_refs(
    repository: Repository, commits: Collection[str], refs: Collection[NamedRef]
) -> dict[str, tuple[str, ...]]:
    """The names of the refs that lead to each of some commits; what git can't say is left out."""
    if len(commits) <= _FEW and len(refs) <= _FEW_REFS:
        is_detached = any(ref.name == HEAD for ref in refs)
        told = ((commit, _told_by_git(repository, commit, is_detached)) for commit in commits)
        return {commit: names for commit, names in told if names is not None}
    numbers = {commit: number for number, commit in enumerate(commits)}
    reached = _reached(repository, numbers)
    if reached is None:
        return {}
    found: dict[str, list[str]] = {commit: [] for commit in commits}
    for ref in refs:
        mask = reached.get(ref.target or ref.id, 0)
        if mask:
            for commit, number in numbers.items():
                if mask >> number & 1:
                    found[commit].append(ref.name)
    return {commit: tuple(names) for commit, names in found.items()}


def _reached(repository: Repository, numbers: Mapping[str, int]) -> dict[str, int] | None:
    """For each commit that leads to any of the numbered ones: a bit for each of those.

    None if git can't read the whole log.
    """
    masks: dict[str, int] = {}
    head = [HEAD] if repository.head() else []
    arguments = ["rev-list", "--topo-order", "--reverse", "--parents", "--all", *head]
    with git_stream(arguments, repository.folder) as stream:
        for line in stream.output:
            commit, *parents = line.decode("ascii").split()
            mask = 1 << numbers[commit] if commit in numbers else 0
            for parent in parents:
                mask |= masks.get(parent, 0)
            if mask:
                masks[commit] = mask
        return None if stream.failure() else masks


def _told_by_git(repository: Repository, commit: str, is_detached: bool) -> tuple[str, ...] | None:
    """The names of those that point at no other; None if git fails, as without the commit."""
    answer = try_git(
        ["for-each-ref", "--contains", commit, "--format=%(refname) %(symref)"], repository.folder
    )
    if answer.returncode != 0:
        return None
    rows = answer.stdout.decode("utf-8", "surrogateescape").splitlines()
    names = [row.partition(" ")[0] for row in rows if row.endswith(" ")]
    if is_detached:
        ancestor = ["merge-base", "--is-ancestor", commit, HEAD]
        names += [HEAD] if try_git(ancestor, repository.folder).returncode == 0 else []
    return tuple(names)
