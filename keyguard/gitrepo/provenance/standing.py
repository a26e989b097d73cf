"""Which refs lead to what was found, whether it is at their tips, and whether it was pushed.

Only the few objects that hold something are looked at, once it is known where they are. What git
can't say stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from keyguard.gitrepo.command.commit_listing import CommitListing
from keyguard.gitrepo.provenance.refs import Refs, together
from keyguard.gitrepo.provenance.scopes import ASIDE, BRANCH, PUSHED
from keyguard.model import Commit, Place, State
from keyguard.model.record import NamedTuple
from keyguard.model.refs import STASH, TAGS, is_branch
from keyguard.model.source import Places

if TYPE_CHECKING:
    from keyguard.gitrepo.provenance.first_commits import Appearance, Appearances

Key = tuple[str, bytes]
"""The id of a blob or of a name, and a path."""

_PLACED = frozenset({State.HEAD, State.INDEX, State.MESSAGE})
"""States that say more than any ref does."""

_AT_A_TIME = 2_048
"""Commits at the ends of refs whose trees are looked through together, with a bit for each."""


class Found(NamedTuple):
    """Everything that was looked for and found in the commits that refs lead to."""

    appearances: Appearances
    rows: Sequence[Appearance]
    """Each thing at each of its paths, with the marks of ``scopes``."""
    described: Mapping[str, Commit]
    """The last commits of all rows, by their ids."""
    stashed: Sequence[str]
    """The commits that only the stash, or its reflog, leads to."""
    id_of: Callable[[Appearance], str]


class Standing:
    """Says of places in a whole history which refs lead to them."""

    def __init__(
        self,
        refs: Refs,
        listing: CommitListing | None,
        list_commits: Callable[[], CommitListing],
        found: Found | None,
    ) -> None:
        """``listing`` has all commits that refs lead to, if they are known, else ``list_commits``
        lists them; ``found`` is None if nothing was looked for in them."""
        self._refs = refs
        self._listing = listing
        self._list_commits = list_commits
        self._found = found
        self._tips: Mapping[Key, tuple[str, ...]] = {}

    def refined(self, places: Places) -> Places:
        """The places with all that refs say of them."""
        if not places:
            return places
        self._refs.prepare(places, self._listing, self._list_commits)
        self._tips = self._tips_with({place.path for found in places.values() for place in found})
        return {
            id_: tuple(self._refined((id_, place.path), place) for place in found)
            for id_, found in places.items()
        }

    def _refined(self, key: Key, place: Place) -> Place:
        if place.state is State.MESSAGE:
            return self._refs.of_message(place)
        here = self._tips.get(key, ()) or self._refs.by_id.get(key[0], ())
        leading = self._refs.with_commit(place.commit)
        place = place._replace(
            refs=together(leading, here),
            tips=here,
            last=self._last.get(key),
            pushed=self._pushed(key) if self._refs.has_remotes else None,
        )
        if place.state in _PLACED:
            return place
        return place._replace(state=self._state(key, place))

    def _tips_with(self, paths: Collection[bytes]) -> dict[Key, tuple[str, ...]]:
        """The refs whose own commits hold something at one of these paths, for each thing."""
        if self._found is None:
            return {}
        by_id = self._refs.by_id
        ids = list(by_id)
        found: dict[Key, list[str]] = {}
        for start in range(0, len(ids), _AT_A_TIME):
            some = ids[start : start + _AT_A_TIME]
            bits = [1 << bit for bit in range(len(some))]
            for row in self._found.appearances.appearances(some, bits, paths):
                names = found.setdefault((self._found.id_of(row), row.path), [])
                for bit in _bits(row.marks):
                    names += by_id[some[bit]]
        return {key: tuple(names) for key, names in found.items()}

    @cached_property
    def _last(self) -> dict[Key, Commit]:
        """The last commit that holds each thing."""
        if self._found is None:
            return {}
        id_of, described = self._found.id_of, self._found.described
        return {(id_of(row), row.path): described[row.last] for row in self._found.rows}

    @cached_property
    def _marks(self) -> dict[Key, int]:
        """The marks of the commits that hold each thing."""
        if self._found is None:
            return {}
        return {(self._found.id_of(row), row.path): row.marks for row in self._found.rows}

    @cached_property
    def _stashed(self) -> frozenset[Key]:
        """The things in commits that only the stash leads to."""
        if self._found is None or not self._found.stashed:
            return frozenset()
        rows = self._found.appearances.appearances(self._found.stashed)
        return frozenset((self._found.id_of(row), row.path) for row in rows)

    def _pushed(self, key: Key) -> bool | None:
        """Whether a remote has it.

        None for tags and for what no branch has, since git keeps no list of a remote's tags.
        """
        marks = self._marks.get(key, 0)
        if marks & PUSHED:
            return True
        return False if marks & BRANCH and not marks & ASIDE else None

    def _state(self, key: Key, place: Place) -> State:
        marks = self._marks.get(key, 0)
        if any(map(is_branch, place.tips)):
            return State.BRANCH
        if marks & BRANCH:
            is_local = self._refs.has_remotes and not marks & PUSHED
            return State.UNPUSHED if is_local else State.HISTORY
        if marks & ASIDE or set(place.tips) - {STASH}:
            is_tagged = any(name.startswith(TAGS) for name in place.refs or ())
            return State.TAG if is_tagged else State.HISTORY
        return State.STASH if key in self._stashed else place.state


def _bits(number: int) -> Sequence[int]:
    """The positions of the bits that are set, the lowest first."""
    return [place for place, digit in enumerate(reversed(f"{number:b}")) if digit == "1"]
