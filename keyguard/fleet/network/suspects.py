"""The objects of a network that hold something, by their ids, and the trees that lead to them.

What is judged of a network again and again is this: all else was read, and held nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum
from itertools import accumulate, chain
from typing import NamedTuple

from keyguard.gitrepo.history.oid_numbers import MISSING
from keyguard.gitrepo.provenance.leading_trees import LeadingTrees


class Kind(str, Enum):
    """What of an object is to be looked at."""

    CONTENT = "b"
    """The content of a blob."""
    BY_NAME = "u"
    """A blob whose name alone says what it is."""
    COMMIT = "c"
    """The message of a commit."""
    TAG = "t"
    """The message of a tag."""
    NAMES = "n"
    """The names in a tree."""
    UNREAD = "x"
    """An object of any type that could not be read."""


class Suspect(NamedTuple):
    """An object that holds something, or may."""

    kind: Kind
    id: str


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


def ids_of(suspects: Collection[Suspect]) -> set[str]:
    """The ids of what trees may hold."""
    held = (Kind.CONTENT, Kind.BY_NAME, Kind.UNREAD)
    return {suspect.id for suspect in suspects if suspect.kind in held}


def _id_of(leading: LeadingTrees, number: int) -> bytes:
    return leading.id_of(number) if number != MISSING else b""
