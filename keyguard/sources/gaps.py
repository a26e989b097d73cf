"""The parts of a history that this clone lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.revisions import missing_objects, tips
from keyguard.gitrepo.history.connectivity import ENOUGH
from keyguard.gitrepo.history.reader import ObjectReader
from keyguard.gitrepo.repository import Repository
from keyguard.model import Problem

if TYPE_CHECKING:
    from keyguard.parallel.background_call import BackgroundCall

Result = TypeVar("Result")


def missing_parts(
    repository: Repository, reader: ObjectReader[Result], listing: BackgroundCall[list[str]] | None
) -> Iterator[Problem]:
    """The parts of the history that this clone lacks, once ``reader`` has read the rest.

    Most repositories lack nothing, and the reader knows that. Only if there is a gap is git asked
    to list what is missing, in ``listing`` or here, since it knows which gaps matter. That takes it
    as long as much of the reading, so it is asked as soon as a gap shows. In a partial clone every
    gap matters.
    """
    if repository.shallow_commits:
        yield Problem(
            b"",
            "this is a shallow clone, so older history was not read; fetch it (`git fetch "
            "--unshallow`, or `fetch-depth: 0` for actions/checkout).",
            partial=True,
        )
    try:
        if listing is not None:
            missing = listing.result()
        elif not reader.lacks(tips(repository)):
            missing = []
        elif tells_itself(repository) and reader.unknown:
            missing = reader.unknown
        else:
            missing = missing_objects(repository)
    except KeyguardError as error:
        yield Problem(b"", f"the history has gaps: {error} Fetch it again, or run `git fsck`.")
        return
    if missing:
        is_cut = tells_itself(repository) and len(missing) >= ENOUGH
        number = f"{ENOUGH} or more" if is_cut else f"{len(missing):,}"
        yield lacking(number, missing[0], is_partial=repository.is_partial)


def lacking(number: str, example: str, *, is_partial: bool) -> Problem:
    """The problem that ``number`` objects are not here, one of which is ``example``."""
    remedy = "clone it without --filter" if is_partial else "run `git fsck`"
    return Problem(
        b"",
        f"{not_stored(number, 'that the history needs', example)}; {remedy}.",
        partial=is_partial,
    )


def not_stored(number: str, which: str, example: str) -> str:
    """``1 object of the range is not stored, ID``, ``2 objects of the range are not stored, ID for
    one``."""
    if number == "1":
        return f"1 object {which} is not stored, {example}"
    return f"{number} objects {which} are not stored, {example} for one"


def tells_itself(repository: Repository) -> bool:
    """Whether every object that stored ones name should be stored, or was left out on purpose.

    If not, git may have pruned what only an unreachable object names, or the clone is shallow and
    ends at commits that name their parents.
    """
    return repository.is_partial and not repository.shallow_commits
