"""The names in a tree object."""

from __future__ import annotations

from collections.abc import Iterator


def entry_names(tree: bytes, id_length: int) -> Iterator[bytes]:
    """The names of a raw tree: ``mode SP name NUL id`` each (git-mktree(1) shows the same).

    ``id_length`` is in bytes: 20 for SHA-1, 32 for SHA-256.
    """
    position = 0
    while (space := tree.find(b" ", position)) >= 0:
        end = tree.find(b"\0", space)
        if end < 0:
            return
        yield tree[space + 1 : end]
        position = end + 1 + id_length
