"""What a range of commits brings in: blobs, file names, commit and tag messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from keyguard.gitrepo.attribution import Attribution
from keyguard.gitrepo.catfile import read_objects
from keyguard.gitrepo.log import every_path
from keyguard.gitrepo.neighbours import Neighbours
from keyguard.gitrepo.objects import Unreadable
from keyguard.gitrepo.repo import Repository
from keyguard.gitrepo.revisions import range_objects, resolved, tags_of
from keyguard.gitrepo.snapshot import tip_snapshot
from keyguard.model import Blob, Problem
from keyguard.source import Item, Located, Source
from keyguard.sources.objects import contents, new_contents, unreadable


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
        for item in read_objects(repository, wanted, max_size):
            if isinstance(item, Unreadable):
                yield unreadable(item)
            else:
                yield from new_contents(contents(item), names)
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

    tips = tip_snapshot(repository, ids)
    return Source(items(), locate, Neighbours(repository).read, tips.holds, tips.read, paths)
