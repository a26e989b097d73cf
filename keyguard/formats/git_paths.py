"""The paths of blobs by the trees of a pack: one path each, as far as it is known."""

from __future__ import annotations

import re

_ENTRY = rb"[0-7]{5,6} ([^\0]+)\0(.{%d})"
_DEEPEST = 100
"""Folders within each other that are named; the rest of a path is left out."""

_MOST = 200_000
"""Objects that are named; the paths of others are not told."""


class Paths:
    """Learns the paths of objects from trees."""

    def __init__(self, id_length: int) -> None:
        """``id_length`` is in bytes."""
        self._entry = re.compile(_ENTRY % id_length, re.DOTALL)
        self._known: dict[bytes, tuple[bytes, bytes]] = {}
        """Binary id -> binary id of a tree that has it, and its name there."""

    def learn(self, tree: bytes, content: bytes) -> None:
        """Notes the entries of a tree; ids are binary."""
        for entry in self._entry.finditer(content):
            if len(self._known) >= _MOST:
                return
            name, id_ = entry.groups()
            self._known.setdefault(id_, (tree, name))

    def path(self, id_: bytes) -> bytes:
        """A path of an object, from the outermost known tree; empty if there is none."""
        names: list[bytes] = []
        while id_ in self._known and len(names) < _DEEPEST:
            id_, name = self._known[id_]
            names.append(name)
        return b"/".join(reversed(names))
