"""Joins the leading trees of several readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain

from keyguard.gitrepo.history.oid_numbers import MISSING
from keyguard.gitrepo.provenance.leading_trees import LeadingTrees


class ListedIds:
    """Ids in a list; the number of an id is its position."""

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
    """The trees that were ``known`` and the ``new`` ones, with new numbers for all.

    Only commits whose trees lead to something are kept. What was known of a tree counts: a tree
    that only served as a base of new ones was not looked through in full.
    """
    parts = [known, new] if known is not None else [new]
    trees: dict[bytes, tuple[LeadingTrees, int]] = {}
    for part in parts:
        for id_, tree in _trees_of(part):
            trees.setdefault(id_, (part, tree))
    roots = [
        (part.id_of(commit), root)
        for part in parts
        for commit in part.commits
        if (root := _id_of(part, part.roots[commit])) in trees
    ]
    held_ids = [[_id_of(part, number) for _, number in part.entries] for part in parts]
    listed = ListedIds(
        [*trees, *filter(None, chain.from_iterable(held_ids)), *(commit for commit, _ in roots)]
    )
    found = LeadingTrees(listed)
    for part, ids in zip(parts, held_ids, strict=True):
        own = {id_: tree for id_, (owner, tree) in trees.items() if owner is part}
        held = [part.held_by(tree) for tree in own.values()]
        names = (name for name, _ in part.entries)
        found.add(
            listed.numbers([*own]),
            accumulate(map(len, held)),
            chain.from_iterable(held),
            zip(names, listed.numbers(ids), strict=True),
        )
    found.add_roots(
        listed.numbers([commit for commit, _ in roots]),
        listed.numbers([root for _, root in roots]),
    )
    return found


def _trees_of(leading: LeadingTrees) -> Iterator[tuple[bytes, int]]:
    """The trees by their ids. A copy of one in another pack has a number that is not asked for,
    and what is known of it is not all."""
    ids = [leading.id_of(tree) for tree in leading.trees]
    for id_, tree, number in zip(ids, leading.trees, leading.numbers(ids), strict=True):
        if tree == number:
            yield id_, tree


def leading_ids(leading: LeadingTrees | None) -> set[str]:
    """The ids of the trees."""
    return {leading.id_of(tree).hex() for tree in leading.trees} if leading else set()


def _id_of(leading: LeadingTrees, number: int) -> bytes:
    return leading.id_of(number) if number != MISSING else b""
