"""Leading trees as bytes, for a file that keeps them. It holds names of files, but no content."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import AnyStr

from keyguard.gitrepo.provenance.joined_trees import ListedIds
from keyguard.gitrepo.provenance.leading_trees import LeadingTrees

_SAME: Mapping[bytes, bytes] = MappingProxyType({})


def sections_of(leading: LeadingTrees, names: Mapping[bytes, bytes] = _SAME) -> list[bytes]:
    """Eight sections, in the order in which ``trees_of`` takes them; ``names`` replaces some names.

    The numbers have the byte order of this machine.
    """
    return [
        b"".join(leading.id_of(number) for number in range(len(leading.rows))),
        b"\0".join([names.get(name, name) for name, _ in leading.entries]),
        array("i", [number for _, number in leading.entries]).tobytes(),
        leading.trees.tobytes(),
        leading.ends.tobytes(),
        leading.held.tobytes(),
        leading.commits.tobytes(),
        array("i", [leading.roots[commit] for commit in leading.commits]).tobytes(),
    ]


def trees_of(sections: Sequence[bytes], id_length: int) -> LeadingTrees:
    """Reads the sections; ``id_length`` is the bytes of an id.

    Raises ``ValueError``, ``IndexError`` or ``TypeError`` if they do not fit each other.
    """
    ids, names, *columns = sections
    numbers, trees, ends, held, commits, roots = (array("i", column) for column in columns)
    entries = list(zip(names.split(b"\0") if numbers else [], numbers, strict=True))
    leading = LeadingTrees(ListedIds(cut(ids, id_length)))
    leading.add(trees, ends[1:], held, entries)
    leading.add_roots(commits, roots)
    if held and not 0 <= min(held) <= max(held) < len(entries):
        raise ValueError("a tree holds what is not listed")
    return leading


def cut(text: AnyStr, width: int) -> list[AnyStr]:
    """Cuts into pieces of ``width`` bytes, or characters."""
    return [text[start : start + width] for start in range(0, len(text), width)]
