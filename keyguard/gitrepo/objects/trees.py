"""The entries of a tree object."""

from __future__ import annotations

import re
from functools import lru_cache

from keyguard.gitformat.types import CorruptObjectError

SUBMODULE = b"160000"
"""The mode of an entry that is a commit of another repository."""
MODE = rb"0?[1-7][0-7]{4,5}"
"""Matches the mode of an entry.

Some programs wrote a zero in front of it (git-fsck(1), zeroPaddedFilemode). If two zeros counted,
so would the rest of a usual mode, which is behind each id that begins with a NUL.
"""
DAMAGED_TREE = "its entries are damaged"
LONGEST_MODE = 16
"""Bytes; git's own have 5 or 6. A bound, so that damage costs no more than its length."""


def entries(tree: bytes, id_length: int) -> list[tuple[bytes, bytes, bytes]]:
    """Mode, name and binary id: ``mode SP name NUL id`` each (git-mktree(1) shows the same).

    ``id_length`` is in bytes: 20 for SHA-1, 32 for SHA-256. The last id of a tree that was cut
    off is shorter.
    """
    end = tree.rfind(b"\0") + 1 + id_length
    return _entry(id_length).findall(tree, 0, end)


def whole_entries(tree: bytes, id_length: int) -> list[tuple[bytes, bytes, bytes]]:
    """The entries of a tree that consists of nothing else. Raises ``CorruptObjectError``."""
    found = entries(tree, id_length)
    known = sum(len(mode) + len(name) + len(id_) + 2 for mode, name, id_ in found)
    if known != len(tree) or (found and len(found[-1][2]) != id_length):
        raise CorruptObjectError(DAMAGED_TREE)
    return found


@lru_cache(maxsize=2)
def _entry(id_length: int) -> re.Pattern[bytes]:
    pattern = rb"([^ ]{1,%d}) ([^\0]*)\0(.{0,%d})" % (LONGEST_MODE, id_length)
    return re.compile(pattern, re.DOTALL)


def is_usual(tree: bytes, id_length: int) -> bool:
    """Whether a tree consists of entries as programs write them."""
    return _consists_of(_some(MODE, id_length), tree)


def is_sound(tree: bytes, id_length: int) -> bool:
    """Whether git reads a tree: whatever its modes are, it has nothing but entries with names."""
    return is_usual(tree, id_length) or _consists_of(_some(b"[0-7]+", id_length), tree)


def _consists_of(some: re.Pattern[bytes], tree: bytes) -> bool:
    at = 0
    while at < len(tree):
        found = some.match(tree, at)
        if found is None:
            return False
        at = found.end()
    return True


@lru_cache(maxsize=4)
def _some(mode: bytes, id_length: int) -> re.Pattern[bytes]:
    """Entries, but not so many that what is kept of each takes much."""
    return re.compile(rb"(?:%s [^\0]+\0.{%d}){1,500}" % (mode, id_length), re.DOTALL)


def gitlinks(tree: bytes, id_length: int) -> dict[bytes, bytes]:
    """The names of other repositories in a tree, with the commits (binary ids) that it asks for."""
    if SUBMODULE not in tree:
        return {}
    return {name: id_ for mode, name, id_ in entries(tree, id_length) if mode == SUBMODULE}


def entry_names(tree: bytes, id_length: int) -> list[bytes]:
    """The names in a tree."""
    return [name for _, name, _ in entries(tree, id_length)]
