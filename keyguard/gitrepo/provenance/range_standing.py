"""Where what a range brings is at the end of it, and whether it was pushed before."""

from __future__ import annotations

from collections.abc import Sequence

from keyguard.gitrepo.command.log import WantedChanges
from keyguard.gitrepo.command.ls_tree import wanted_files
from keyguard.gitrepo.provenance.refs import Refs, together
from keyguard.gitrepo.repository import Repository
from keyguard.model import Place, State
from keyguard.model.refs import is_branch
from keyguard.model.source import Located

End = frozenset["tuple[bytes, str]"]
"""Paths and blobs of the commit at an end of a range, as far as they matter."""


class RangeStanding:
    """Says of places in a range which refs end there with them."""

    def __init__(self, repository: Repository, ends: Sequence[str]) -> None:
        """``ends`` are the ids of the commits that the range leads to."""
        self._repository = repository
        self._ends = ends
        self._refs = Refs(repository)

    def refined(self, located: Located) -> Located:
        """The same places with what refs say of them. Raises ``LogError``."""
        if not located.places:
            return located
        self._refs.prepare(located)
        ends = {end: self._files(end, located) for end in self._ends}
        unpushed = self._refs.unpushed(self._ends)
        places = {
            id_: tuple(self._refined(id_, place, ends, unpushed) for place in found)
            for id_, found in located.places.items()
        }
        return located._replace(places=places)

    def _files(self, end: str, located: Located) -> End:
        paths = {place.path for found in located.places.values() for place in found}
        wanted = WantedChanges(located.places.keys(), paths)
        return frozenset(wanted_files(self._repository, end, wanted))

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
