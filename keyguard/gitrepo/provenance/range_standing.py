"""Whether what a range brings is still there at its end, and whether it was pushed before."""

from __future__ import annotations

from contextlib import suppress

from keyguard.gitrepo.command.commit_listing import CommitListing
from keyguard.gitrepo.command.log import LogError, WantedChanges
from keyguard.gitrepo.provenance.range_commits import RangeCommits
from keyguard.gitrepo.provenance.refs import Refs, together
from keyguard.gitrepo.provenance.scopes import unpushed_in
from keyguard.model import Place, State
from keyguard.model.refs import is_branch
from keyguard.model.source import Places

End = frozenset["tuple[bytes, str]"]
"""The paths and blobs of the commit at an end of a range, as far as they matter."""


class RangeStanding:
    """Says of places in a range which refs end there and still have them."""

    def __init__(self, commits: RangeCommits) -> None:
        self._commits = commits
        self._refs = Refs(commits.repository)

    def refined(self, places: Places) -> Places:
        """The places with what refs say of them. Raises ``LogError``."""
        if not places:
            return places
        listing: CommitListing | None = None
        with suppress(LogError):  # what other refs lead to may be damaged
            listing = self._commits.beyond(self._refs.revisions)
        self._refs.prepare(places, listing)
        ends = {end: self._files(end, places) for end in self._commits.tips}
        unpushed = (
            unpushed_in(listing, self._refs) if listing else self._refs.unpushed(self._commits.tips)
        )
        return {
            id_: tuple(self._refined(id_, place, ends, unpushed) for place in found)
            for id_, found in places.items()
        }

    def _files(self, end: str, places: Places) -> End:
        paths = {place.path for found in places.values() for place in found}
        wanted = WantedChanges(places.keys(), paths)
        files = self._commits.files(end)
        return frozenset((path, id_) for path, id_, _ in files if wanted.matches(id_, path))

    def _refined(
        self, id_: str, place: Place, ends: dict[str, End], unpushed: frozenset[str]
    ) -> Place:
        if place.state is State.MESSAGE:
            return self._refs.of_message(place)
        holding = [end for end, files in ends.items() if _holds(files, id_, place.path)]
        tips = tuple(name for end in holding for name in self._refs.by_id.get(end, ()))
        is_new = place.commit is not None and place.commit.id in unpushed
        leading = self._refs.with_commit(place.commit)
        place = place._replace(
            tips=tips,
            refs=together(leading, tips),
            pushed=not is_new if self._refs.has_remotes else None,
        )
        if place.state is not State.HISTORY:
            return place
        if any(map(is_branch, tips)):
            return place._replace(state=State.BRANCH)
        return place._replace(state=State.UNPUSHED) if is_new and not holding else place


def _holds(files: End, id_: str, path: bytes) -> bool:
    """Whether a blob is at its path, or a name names something."""
    return (path, id_) in files or (
        not id_.isalnum() and any((file + b"/").startswith(path + b"/") for file, _ in files)
    )
