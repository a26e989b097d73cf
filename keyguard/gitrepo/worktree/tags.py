"""Annotated tags, and what each leads to, read from the refs: git-pack-refs(1).

``git for-each-ref`` opens every tag, where most are told in one file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from keyguard.gitrepo.discovery import Layout, UnusualError
from keyguard.gitrepo.objects.lookup import lookup_in

LARGEST_TAG = 1 << 20
"""Bytes. Larger ones are left to git."""

LONGEST_CHAIN = 50
"""Tags of tags that are followed."""


def tags(layout: Layout) -> Iterator[tuple[str, str]]:
    """The id of each annotated tag that a ref names, and of what it leads to in the end.

    Raises one of ``lookup.LEFT_TO_GIT``.
    """
    lookup = lookup_in(layout, LARGEST_TAG)
    yield from _packed(layout)
    for id_ in _loose(layout):
        target = id_
        for _ in range(LONGEST_CHAIN):
            found = lookup.find(target)
            if found.type != "tag":
                break
            target = found.data[len("object ") :].partition(b"\n")[0].decode("ascii")
        if target != id_:
            yield id_, target


def _packed(layout: Layout) -> Iterator[tuple[str, str]]:
    """Of those that were packed; a row that begins with ``^`` is the target of the one before."""
    try:
        with open(os.path.join(layout.common_dir, "packed-refs"), "rb") as file:
            rows = file.read().decode("latin-1").split("\n")
    except FileNotFoundError:
        return
    if not (rows[0].startswith("# pack-refs") and "fully-peeled" in rows[0]):
        raise UnusualError
    for number, row in enumerate(rows):
        if row.startswith("^"):
            id_, _, name = rows[number - 1].partition(" ")
            if name.startswith("refs/tags/"):
                yield id_, row[1:]


def _loose(layout: Layout) -> Iterator[str]:
    """The ids in the files of the tags."""
    for folder, _, names in os.walk(os.path.join(layout.common_dir, "refs", "tags")):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                id_ = file.read().strip().decode("ascii")
            if len(id_) != 2 * (layout.id_length or 0):
                raise UnusualError
            yield id_
