"""Leading trees of several readings, put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from keyguard.gitrepo.history.oid_numbers import MISSING
from keyguard.gitrepo.provenance.leading_trees import LeadingTrees


class ListedIds:
    """Ids in a list, each with its place as number."""

    def __init__(self, ids: Iterable[bytes]) -> None:
        self.ids = list(dict.fromkeys(ids))
        self.count = len(self.ids)
        self._numbers = {id_: number for number, id_ in enumerate(self.ids)}

    def numbers(self, ids: Sequence[bytes], /) -> list[int]:
        """The number of each id, in binary; ``MISSING`` if it is not in the list."""
        find = self._numbers.get
        return [find(id_, MISSING) for id_ in ids]

    def id_of(self, number: int, /) -> bytes:
        """The binary id that has a number."""
        return self.ids[number]


def joined(known: LeadingTrees | None, new: LeadingTrees) -> LeadingTrees:
    """The trees that were ``known``, and the ``new`` ones, by numbers of their own.

    Of the commits only those are taken whose trees lead to something. What was known of a tree
    counts: where it only served as a base of new ones, not all that it holds was looked at.
    """
    parts = [new, known] if known is not None else [new]
    trees = {part.id_of(tree) for part in parts for tree in part.trees}
    roots = [
        (part.id_of(commit), root)
        for part in parts
        for commit in part.commits
        if (root := _id_of(part, part.roots[commit])) in trees
    ]
    listed = ListedIds(
        [
            *(part.id_of(tree) for part in parts for tree in part.trees),
            *(part.id_of(n) for part in parts for _, n in part.entries if n != MISSING),
            *(commit for commit, _ in roots),
        ]
    )
    found = LeadingTrees(listed)
    for part in parts:
        held_ids = [_id_of(part, number) for _, number in part.entries]
        numbers = listed.numbers(held_ids)
        names = (name for name, _ in part.entries)
        found.add(
            listed.numbers([part.id_of(tree) for tree in part.trees]),
            part.ends[1:],
            part.held,
            zip(names, numbers, strict=True),
        )
    found.add_roots(
        listed.numbers([commit for commit, _ in roots]),
        listed.numbers([root for _, root in roots]),
    )
    return found


def leading_ids(leading: LeadingTrees | None) -> set[str]:
    """The ids of the trees."""
    return {leading.id_of(tree).hex() for tree in leading.trees} if leading else set()


def _id_of(leading: LeadingTrees, number: int) -> bytes:
    return leading.id_of(number) if number != MISSING else b""
