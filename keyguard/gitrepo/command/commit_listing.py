"""The commits that refs lead to, listed once, parents first, each with its parents."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from operator import gt

from keyguard.gitrepo.command.log import LogError, revision_list
from keyguard.gitrepo.command.run import git_stream
from keyguard.gitrepo.repository import Repository

NONE = -1
"""Stands for the place of a parent where there is none."""


class CommitListing:
    """Commits in topological order; each has a place, counted from 0."""

    def __init__(
        self,
        ids: Sequence[str],
        first_parents: array[int],
        other_parents: Mapping[int, Sequence[int]],
    ) -> None:
        """The place of each one's first parent, or ``NONE``, and of the others that some have.

        Parents have places before their children's. Raises ``ValueError`` if they have not.
        """
        self.ids = ids
        self.first_parents = first_parents
        self.other_parents = other_parents
        self._places = dict(zip(ids, range(len(ids)), strict=True))
        if not all(map(gt, range(len(ids)), first_parents)) or not all(
            place > other for place, others in other_parents.items() for other in others
        ):
            raise ValueError("a commit is listed before its parents")

    @classmethod
    def of_rows(cls, rows: Iterable[Sequence[str]]) -> CommitListing:
        """A listing made of rows of ids: a commit, then its parents, which have earlier rows."""
        places: dict[str, int] = {}
        first_parents = array("i")
        other_parents: dict[int, list[int]] = {}
        place_of = places.get
        for place, (id_, *parents) in enumerate(rows):
            places[id_] = place
            first_parents.append(place_of(parents[0], NONE) if parents else NONE)
            if len(parents) > 1:
                others = [place_of(parent, NONE) for parent in parents[1:]]
                other_parents[place] = [other for other in others if other != NONE]
        return cls([*places], first_parents, other_parents)

    def place_of(self, id_: str) -> int | None:
        """The place of a commit; None if it is not listed."""
        return self._places.get(id_)

    def ancestors_marked(self, marks: Mapping[str, int]) -> list[int]:
        """For each commit the union of its marks and those of its descendants, as bits."""
        found = self._marked(marks)
        for place in range(len(found) - 1, -1, -1):
            mark = found[place]
            if mark:
                for parent in self._parents_at(place):
                    found[parent] |= mark
        return found

    def descendants_marked(self, marks: Mapping[str, int]) -> list[int]:
        """For each commit the union of its marks and those of its ancestors, as bits."""
        found = self._marked(marks)
        for place, mark in enumerate(found):
            for parent in self._parents_at(place):
                mark |= found[parent]
            found[place] = mark
        return found

    def _marked(self, marks: Mapping[str, int]) -> list[int]:
        found = [0] * len(self.ids)
        for id_, mark in marks.items():
            place = self._places.get(id_)
            if place is not None:
                found[place] |= mark
        return found

    def _parents_at(self, place: int) -> Sequence[int]:
        first = self.first_parents[place]
        others = self.other_parents.get(place, ())
        return others if first == NONE else (first, *others)


def all_refs(*, has_head: bool) -> tuple[str, ...]:
    """The revisions that lead to every reachable commit. ``has_head`` is false before the first
    commit."""
    return ("--all", "HEAD") if has_head else ("--all",)


def list_commits(repository: Repository, revisions: Sequence[str]) -> CommitListing:
    """The commits that the revisions lead to; ``commits_of`` says what a revision may be.

    Raises ``LogError``.
    """
    command, stdin = revision_list(revisions)
    with git_stream([*command, "--parents"], repository.folder, stdin=stdin) as stream:
        listing = CommitListing.of_rows(line.decode("ascii").split() for line in stream.output)
        if failure := stream.failure():
            raise LogError(failure)
    return listing
