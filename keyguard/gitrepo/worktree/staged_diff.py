"""What the index changes against HEAD, found without git: ``git diff-index --cached`` in Python."""

from __future__ import annotations

import os
from bisect import bisect_left

from keyguard.gitrepo.discovery import Layout, UnusualError
from keyguard.gitrepo.objects.lookup import Lookup, lookup_in
from keyguard.gitrepo.regular_files import read_regular
from keyguard.gitrepo.worktree.index_format import IndexFile, parse_index
from keyguard.gitrepo.worktree.refs import head_id

LARGEST_TREE = 1 << 28
"""Bytes. A folder with a larger tree is left to git."""

FOLDER = 0o040000
EXECUTABLE = 0o100
REGULAR = 0o100000
_KIND = 0o170000


def load_index(layout: Layout) -> IndexFile:
    """The repository's index; without entries if there is none.

    Raises one of ``lookup.LEFT_TO_GIT``.
    """
    if layout.id_length is None:
        raise UnusualError
    data = index_data(layout)
    if data is None:
        return IndexFile([], {}, b"", [], layout.id_length)
    return parse_index(data, layout.id_length)


def index_data(layout: Layout) -> bytes | None:
    """The content of the index file; None if there is none. Raises ``OSError``."""
    file = os.environ.get("GIT_INDEX_FILE") or os.path.join(layout.git_dir, "index")
    try:
        return read_regular(os.path.join(layout.top, file))
    except FileNotFoundError:
        return None


def changed_entries(layout: Layout, index: IndexFile) -> list[int]:
    """The numbers of the entries that HEAD lacks or has otherwise, and of all conflicts.

    A folder whose tree the index knows to be HEAD's is skipped, so the cost is that of what
    changed. Raises one of ``lookup.LEFT_TO_GIT``.
    """
    lookup = lookup_in(layout, LARGEST_TREE)
    paths = index.paths
    changed: list[int] = []
    tree = _head_tree(layout, lookup)
    folders = [(b"", 0, len(paths), tree)] if not tree or index.trees.get(b"") != tree else []
    while folders:
        folder, number, end, tree = folders.pop()
        stored = _stored(lookup.find(tree.hex()).data, index.id_length) if tree else {}
        while number < end:
            path = paths[number]
            slash = path.find(b"/", len(folder))
            if slash < 0:
                here = index.mode(number), index.id(number)
                if index.stage(number) or stored.get(path[len(folder) :]) != here:
                    changed.append(number)
                number += 1
                continue
            behind = bisect_left(paths, path[:slash] + b"0", number, end)  # "0" follows "/"
            mode, id_ = stored.get(path[len(folder) : slash], (0, b""))
            subtree = id_ if mode == FOLDER else b""
            if not subtree or index.trees.get(path[: slash + 1]) != subtree:
                folders.append((path[: slash + 1], number, behind, subtree))
            number = behind
    return sorted(changed)


def _head_tree(layout: Layout, lookup: Lookup) -> bytes:
    """The binary id of the tree at HEAD; empty before the first commit."""
    commit = head_id(layout)
    if commit is None:
        return b""
    word, _, id_ = lookup.find(commit).data.partition(b"\n")[0].partition(b" ")
    if word != b"tree":
        raise UnusualError
    return bytes.fromhex(id_.decode("ascii"))


def _stored(tree: bytes, id_length: int) -> dict[bytes, tuple[int, bytes]]:
    """Mode and binary id of each entry of a tree, by its name."""
    from keyguard.gitrepo.objects.trees import whole_entries  # nothing may have changed

    found = whole_entries(tree, id_length)
    return {name: (_canonical(int(mode, 8)), id_) for mode, name, id_ in found}


def _canonical(mode: int) -> int:
    """The mode as the index would have it: old versions of git wrote others, such as 100664."""
    if mode & _KIND != REGULAR:
        return mode
    return 0o100755 if mode & EXECUTABLE else 0o100644
