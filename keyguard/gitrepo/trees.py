"""The entries of a tree object."""

from __future__ import annotations

from collections.abc import Iterator

SUBMODULE = b"160000"
"""The mode of an entry that is a commit of another repository."""


def entries(tree: bytes, id_length: int) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Mode, name and binary id: ``mode SP name NUL id`` each (git-mktree(1) shows the same).

    ``id_length`` is in bytes: 20 for SHA-1, 32 for SHA-256. The last id of a tree that was cut
    off is shorter.
    """
    position = 0
    while (space := tree.find(b" ", position)) >= 0:
        end = tree.find(b"\0", space)
        if end < 0:
            return
        next_ = end + 1 + id_length
        yield tree[position:space], tree[space + 1 : end], tree[end + 1 : next_]
        position = next_


def submodules(tree: bytes, id_length: int) -> dict[bytes, bytes]:
    """The names of other repositories in a tree, with the commits (binary ids) that it asks for."""
    if SUBMODULE not in tree:
        return {}
    return {name: id_ for mode, name, id_ in entries(tree, id_length) if mode == SUBMODULE}


def entry_names(tree: bytes, id_length: int) -> Iterator[bytes]:
    """The names in a tree."""
    return (name for _, name, _ in entries(tree, id_length))
