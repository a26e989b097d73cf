"""What a range of commits brings in: blobs, file names, commit and tag messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from keyguard.gitrepo.command.cat_file import read_objects
from keyguard.gitrepo.command.log import LogError, Wanted, commits_of, every_path, own_changes
from keyguard.gitrepo.command.revisions import range_objects, resolved, tags_of
from keyguard.gitrepo.objects.types import Unreadable
from keyguard.gitrepo.provenance.attribution import Attribution
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.listing import tip_listing
from keyguard.gitrepo.worktree.sibling_files import SiblingFiles
from keyguard.model import Blob, Problem, Skip
from keyguard.model.source import Item, Located, Source, submodule
from keyguard.sources.git_objects import contents, new_contents, submodule_commits, unreadable


def commits_source(repository: Repository, revisions: Sequence[str], max_size: int) -> Source:
    """Everything that the revisions reach and the excluded ones do not; size in bytes.

    Merges count: an object list holds what only a merge brought. Raises ``KeyguardError`` if a
    revision names nothing, or if a shallow clone ends inside the range.
    """
    objects = range_objects(repository, revisions)

    @cache
    def ids() -> list[str]:
        return resolved(repository, revisions)

    def items() -> Iterator[Item]:
        wanted = objects + tags_of(repository, frozenset(objects))
        names: set[str] = set()
        others: set[str] = set()
        for item in read_objects(repository, wanted, max_size):
            if isinstance(item, Unreadable):
                yield unreadable(item)
            else:
                yield from new_contents(contents(item), names)
                others.update(submodule_commits(item))
        yield from _submodules(repository, ids, others)
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

    tips = tip_listing(repository, ids)
    return Source(items(), locate, SiblingFiles(repository).read, tips.holds, tips.read, paths)


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
        yield Problem(b"", f"git could not list the submodules of the range ({failure}).")
