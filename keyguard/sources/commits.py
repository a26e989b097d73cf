"""What a range of commits brings in: blobs, file names, commit and tag messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

from keyguard.gitrepo.command.cat_file import read_objects
from keyguard.gitrepo.command.log import LogError, Wanted, commits_of, every_path, own_changes
from keyguard.gitrepo.command.revisions import boundary, range_objects, resolved, tags_of
from keyguard.gitrepo.objects.types import Unreadable
from keyguard.gitrepo.provenance.attribution import Attribution
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.listing import commits_listing
from keyguard.gitrepo.worktree.sibling_files import SiblingFiles
from keyguard.model import Blob, Problem, Skip
from keyguard.model.source import Item, Located, Source, submodule
from keyguard.sources.base import base_source
from keyguard.sources.git_objects import contents, new_contents, submodule_commits, unreadable


def commits_source(repository: Repository, revisions: Sequence[str], max_size: int) -> Source:
    """Everything that the revisions reach and the excluded ones do not; size in bytes.

    Merges count: an object list holds what only a merge brought. Raises ``KeyguardError`` if a
    revision names nothing, or if a shallow clone ends inside the range.
    """
    objects, missing = range_objects(repository, revisions)

    @cache
    def ids() -> list[str]:
        return resolved(repository, revisions)

    def items() -> Iterator[Item]:
        wanted = objects + tags_of(repository, frozenset(objects))
        try:
            wanted += _known_elsewhere(repository, ids, objects + missing) if base else []
        except LogError as failure:
            yield _log_problem(repository, f"what the range moves or copies ({failure})")
        names: set[str] = set()
        others: set[str] = set()
        for item in read_objects(repository, wanted, max_size):
            if isinstance(item, Unreadable):
                left_out = repository.is_partial and item.missing
                yield unreadable(item)._replace(partial=left_out)
            else:
                yield from new_contents(contents(item), names)
                others.update(submodule_commits(item))
        yield from _submodules(repository, ids, others)
        if missing:
            yield _gap(repository, missing)
        if cut := repository.shallow_commits.intersection(objects):
            yield Problem(
                b"",
                f"the range reaches the end of a shallow clone ({len(cut)} commits have parents "
                "that were not fetched); fetch the whole history (`git fetch --unshallow`, or "
                "`fetch-depth: 0` for actions/checkout).",
                partial=True,
            )

    def locate(blobs: Sequence[Blob]) -> Located:
        return Attribution(repository, blobs).in_revisions(ids())

    def paths() -> Iterator[bytes | Problem]:
        return every_path(repository, ids())

    def tips() -> list[str]:
        return [id_ for id_ in ids() if not id_.startswith("^")]

    base = boundary(repository, revisions)
    files = commits_listing(repository, tips)
    return Source(
        items(),
        locate,
        SiblingFiles(repository).read,
        files.holds,
        files.read,
        paths,
        base=partial(_base, repository, base, max_size) if base else None,
    )


def _base(repository: Repository, commits: Sequence[str], max_size: int) -> Source:
    return base_source(repository, commits_listing(repository, lambda: commits, largest=max_size))


def _known_elsewhere(
    repository: Repository, revisions: Callable[[], Sequence[str]], objects: Sequence[str]
) -> list[str]:
    """The blobs that the range puts at some path though it does not bring them: copied or moved."""
    brought = frozenset(objects)
    commits = commits_of(repository, revisions())
    changes = own_changes(repository, commits)
    return list(dict.fromkeys(each.blob for each in changes if each.blob not in brought))


def _submodules(
    repository: Repository, revisions: Callable[[], Sequence[str]], commits: set[str]
) -> Iterator[Skip | Problem]:
    """Other repositories that the range adds or moves to one of these commits of theirs."""
    if not commits:
        return
    wanted = Wanted(commits, frozenset())
    try:
        for change in own_changes(repository, commits_of(repository, revisions()), wanted):
            yield submodule(change.path)
    except LogError as failure:
        yield _log_problem(repository, f"the submodules of the range ({failure})")


def _gap(repository: Repository, missing: Sequence[str]) -> Problem:
    remedy = "clone it without --filter" if repository.is_partial else "run `git fsck`"
    return Problem(
        b"",
        f"{len(missing):,} objects of the range are not stored here, {missing[0]} for one, so they "
        f"were not read; {remedy}.",
        partial=repository.is_partial,
    )


def _log_problem(repository: Repository, what: str) -> Problem:
    return Problem(b"", f"git could not list {what}.", partial=repository.is_partial)
