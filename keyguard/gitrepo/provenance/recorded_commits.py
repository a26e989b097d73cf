"""The commits that refs lead to, from what was recorded while all objects were read.

They come in the order of ``git rev-list --topo-order --reverse``, whose rules are in git's
``commit.c`` (``sort_in_topological_order``): from the tips, the newest first, along one line of
parents after the other, and a parent only once all its children are listed.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from keyguard.gitrepo.command.commit_listing import NONE, CommitListing
from keyguard.gitrepo.history.oid_numbers import OidNumbers
from keyguard.gitrepo.provenance.recorded import END, NO_DATE, SPARE, RecordedRefs

_UNSEEN = -1


class RecordedCommits:
    """All commits of a repository, each with a place in the order in which they were read."""

    def __init__(self, stored: OidNumbers, recorded: Iterable[RecordedRefs]) -> None:
        self._stored = stored
        self._numbers = array("i")
        self._dates = array("q")
        self._parents = array("i")
        """The places of the parents of all commits, or ``_UNSEEN``."""
        self._bounds = array("i", [0])
        """Where those of each commit begin in ``_parents``, and at last where all end."""
        named = array("i")
        for refs in recorded:
            self._numbers += refs.commits
            self._dates += refs.dates
            named += refs.parents
        self._places = array("i", [_UNSEEN]) * (stored.count + SPARE)
        """By number."""
        for place, number in enumerate(self._numbers):
            self._places[number] = place
        for number in named:
            if number == END:
                self._bounds.append(len(self._parents))
            else:
                self._parents.append(self._places[number])

    def listed(self, tips: Iterable[str]) -> CommitListing | None:
        """The commits that any of these ids leads to, as git lists them for refs with these tips.

        Tips that are no commits lead to none. None if git has to be asked, because a parent or the
        date of a tip is not known.
        """
        numbers = self._stored.numbers([bytes.fromhex(tip) for tip in dict.fromkeys(tips)])
        places = map(self._places.__getitem__, numbers)
        starts = [place for place in places if place != _UNSEEN]
        children = self._children_counted(starts)
        if children is None or any(self._dates[place] == NO_DATE for place in starts):
            return None
        starts.sort(key=self._dates.__getitem__, reverse=True)
        order = self._parents_first(children, starts)
        return None if any(children) else self._listing_of(order)

    def _parents_of(self, place: int) -> Sequence[int]:
        return self._parents[self._bounds[place] : self._bounds[place + 1]]

    def _children_counted(self, starts: Iterable[int]) -> array[int] | None:
        """How many children each commit has among those that are reached; None if a parent of them
        is not known."""
        children = array("i", [0]) * len(self._numbers)
        reached = bytearray(len(self._numbers))
        pending = list(starts)
        while pending:
            place = pending.pop()
            if reached[place]:
                continue
            reached[place] = 1
            for parent in self._parents_of(place):
                if parent == _UNSEEN:
                    return None
                children[parent] += 1
                pending.append(parent)
        return children

    def _parents_first(self, children: array[int], starts: Sequence[int]) -> list[int]:
        """The places in order. Of the ``children`` those are left that come again among their own
        ancestors, as only damage can have it."""
        pending = [place for place in reversed(starts) if not children[place]]
        order = []
        while pending:
            place = pending.pop()
            order.append(place)
            for parent in self._parents_of(place):
                children[parent] -= 1
                if not children[parent]:
                    pending.append(parent)
        order.reverse()
        return order

    def _listing_of(self, order: Sequence[int]) -> CommitListing:
        stored = self._stored.ids_of(self._numbers[place] for place in order)
        listed_at = array("i", [NONE]) * len(self._numbers)
        for at, place in enumerate(order):
            listed_at[place] = at
        first_parents = array("i")
        other_parents = {}
        for at, place in enumerate(order):
            parents = self._parents_of(place)
            first_parents.append(listed_at[parents[0]] if parents else NONE)
            if len(parents) > 1:
                other_parents[at] = [listed_at[parent] for parent in parents[1:]]
        return CommitListing([id_.hex() for id_ in stored], first_parents, other_parents)
