"""The ids that objects name, and which of them are not stored: how a gap in a history is noticed.

Trees are looked through many at a time, at the speed of an expression, and of most only what they
change; only a tree that holds an unknown id is taken apart.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from keyguard.gitrepo.packindex import PackIndex, numbers
from keyguard.gitrepo.packs import Kind
from keyguard.gitrepo.treedelta import CUT, NEXT_ENTRY
from keyguard.gitrepo.trees import SUBMODULE, entries, submodules

REMEMBERED = 50_000
"""Ids that are not looked up again: neighbouring trees name nearly the same."""
ENOUGH = 100
"""Unknown ids that prove a gap; more are not looked for."""
FEW = 10_000
"""Ids of a pack that may be kept one by one; those of a larger one stay in its index."""
PREFIXES = 1 << 16

BETWEEN = {
    Kind.COMMIT: b"\n",
    Kind.TREE: NEXT_ENTRY + CUT,
    Kind.BLOB: b"\n",
    Kind.TAG: b"\n",
}
"""What joins texts of a kind."""


class StoredIds:
    """Every id that is stored, in hardly more memory than the indexes have."""

    def __init__(self, indexes: Iterable[PackIndex], loose: Iterable[bytes]) -> None:
        self._few = set(loose)
        self._many: list[tuple[bytes, array[int]]] = []
        for index in indexes:
            if len(index) > FEW:
                self._many.append((index.ids, _beginnings(index)))
            else:
                self._few.update(index.all_ids())

    def lacks(self, ids: Iterable[bytes]) -> list[bytes]:
        """Those of the ids, in binary, that are not stored."""
        left = [id_ for id_ in ids if id_ not in self._few]
        for all_ids, begins in self._many:
            find = all_ids.find
            left = [
                id_
                for id_ in left
                if find(id_, begins[prefix := id_[0] << 8 | id_[1]], begins[prefix + 1]) < 0
            ]
        return left


class LinkCheck:
    """Collects what the objects that it is shown name, but the repository does not store."""

    def __init__(self, stored: StoredIds, id_length: int) -> None:
        self.unknown: set[bytes] = set()
        """Ids in binary; all of them, or at least ``ENOUGH``."""
        self.submodules: set[bytes] = set()
        """What the folders of other repositories are called."""
        self._stored = stored
        self.id_length = id_length
        self._in_tree = re.compile(rb"\0(?=(.{%d})[1-7][0-7]{4,5} )" % id_length, re.DOTALL)
        self._header = _header_pattern(id_length)
        self._seen: set[bytes] = set()
        self._strange: dict[bytes, set[bytes]] = {}
        """Ids that are not stored, with the entries in which they were seen."""

    def strange_in_trees(self, text: bytes) -> set[bytes]:
        """Ids in the text of trees that are not stored, if an entry has one that was not seen yet;
        they may be those of submodules."""
        if len(self.unknown) >= ENOUGH:
            return set()
        found = set(self._in_tree.findall(text))
        new = found - self._seen
        if len(self._seen) > REMEMBERED:
            self._seen.clear()
        self._seen |= new
        for id_ in self._stored.lacks(new):
            self._strange.setdefault(id_, set())
        return {
            id_
            for id_ in found & self._strange.keys()
            if text.count(id_) > sum(map(text.count, self._strange[id_]))
        }

    def look_into_headers(self, texts: Iterable[bytes]) -> None:
        """Looks up what commits and tags name."""
        ids = [id_ for text in texts for id_ in _header_ids(self._header, text)]
        self.unknown.update(self._stored.lacks(_from_hex(ids, self.id_length)))

    def look_into_tree(self, tree: bytes) -> None:
        """Takes a tree apart if it holds an id that is not stored."""
        strange = self.strange_in_trees(tree + NEXT_ENTRY)
        if strange:
            self.unknown.update(strange.intersection(_tree_ids(tree, self.id_length)))
            self.submodules.update(submodules(tree, self.id_length))
            for mode, name, id_ in entries(tree, self.id_length):
                if id_ in self._strange:
                    self._strange[id_].add(mode + b" " + name + b"\0" + id_)


def links(kind: Kind, data: bytes, id_length: int) -> Iterable[bytes]:
    """The binary ids of the objects that an object needs."""
    if kind == Kind.TREE:
        return _tree_ids(data, id_length)
    if kind == Kind.BLOB:
        return ()
    return _from_hex(_header_ids(_header_pattern(id_length), data), id_length)


def _tree_ids(tree: bytes, id_length: int) -> Iterator[bytes]:
    """The ids in a tree, but those of submodules, which are in other repositories."""
    for mode, _, id_ in entries(tree, id_length):
        if mode != SUBMODULE and len(id_) == id_length:
            yield id_


def _header_pattern(id_length: int) -> re.Pattern[bytes]:
    id_ = b"[0-9a-f]{%d}" % (2 * id_length)
    return re.compile(b"(?:tree|object) (%s)\n((?:parent %s\n)*)" % (id_, id_))


def _header_ids(pattern: re.Pattern[bytes], text: bytes) -> list[bytes]:
    """The ids at the beginning of a commit or tag, in hexadecimal."""
    match = pattern.match(text)
    if match is None:
        return []
    first, parents = match.groups()
    return [first, *parents.split()[1::2]] if parents else [first]


def _from_hex(ids: Iterable[bytes], id_length: int) -> list[bytes]:
    joined = bytes.fromhex(b"".join(ids).decode("ascii"))
    return [joined[start : start + id_length] for start in range(0, len(joined), id_length)]


def _beginnings(index: PackIndex) -> array[int]:
    """For each two bytes that an id can begin with: where those ids begin in ``index.ids``."""
    width = index.id_length
    prefixes = bytearray(2 * len(index))
    prefixes[0::2], prefixes[1::2] = index.ids[0::width], index.ids[1::width]
    ascending = numbers("H", bytes(prefixes))
    return array("Q", [bisect_left(ascending, prefix) * width for prefix in range(PREFIXES + 1)])
