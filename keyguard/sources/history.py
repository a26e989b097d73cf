"""Every object that a repository stores, reachable or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from keyguard.errors import KeyguardError
from keyguard.gitrepo.attribution import Attribution
from keyguard.gitrepo.catfile import read_objects
from keyguard.gitrepo.neighbours import Neighbours
from keyguard.gitrepo.repo import Repository
from keyguard.gitrepo.revisions import all_objects, missing_objects
from keyguard.model import Blob, Problem, Skip
from keyguard.source import Located, Source
from keyguard.sources.objects import object_items


def history_source(repository: Repository, max_size: int) -> Source:
    """All refs, stashes, notes, what only the reflog or nothing reaches; size in bytes.

    Raises ``KeyguardError`` if git can't list the objects.
    """
    objects = all_objects(repository)

    def items() -> Iterator[Blob | Problem | Skip]:
        yield from missing_parts(repository)
        yield from object_items(read_objects(repository, [id_ for id_, _ in objects], max_size))

    def locate(blobs: Sequence[Blob]) -> Located:
        return Attribution(repository, blobs).anywhere(
            id_ for id_, type_ in objects if type_ == "commit"
        )

    return Source(items(), locate, Neighbours(repository).read)


def missing_parts(repository: Repository) -> Iterator[Problem]:
    """What of the history is not in this clone."""
    if repository.shallow_commits:
        yield Problem(
            b"",
            "this is a shallow clone, so older history was not read; fetch it (`git fetch "
            "--unshallow`, or `fetch-depth: 0` for actions/checkout).",
        )
    try:
        missing = missing_objects(repository)
    except KeyguardError as error:
        yield Problem(b"", f"the history has gaps: {error} Fetch it again, or run `git fsck`.")
        return
    if missing:
        remedy = "clone it without --filter" if repository.is_partial else "run `git fsck`"
        yield Problem(
            b"",
            f"{len(missing):,} objects that the history needs are not stored, {missing[0]} for "
            f"one; {remedy}.",
        )
