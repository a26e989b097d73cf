"""Git objects as content: blobs, messages, and the names in trees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from keyguard.gitrepo.catfile import GitObject, Unreadable
from keyguard.gitrepo.trees import entry_names
from keyguard.model import Blob, Part, Problem
from keyguard.sources.names import may_hold_credential

MESSAGES = {"commit": Part.COMMIT, "tag": Part.TAG}


def object_items(objects: Iterable[GitObject | Unreadable]) -> Iterator[Blob | Problem]:
    """Each object as content without a place; a name comes once, however many trees have it."""
    names: set[bytes] = set()
    for item in objects:
        if isinstance(item, Unreadable):
            yield Problem(f"(object {item.id})".encode(), f"it can't be read: {item.reason}.")
        elif item.type == "blob":
            yield Blob(item.id, item.data)
        elif item.type == "tree":
            yield from _new_names(item, names)
        else:
            yield Blob(item.id, item.data, part=MESSAGES[item.type])


def _new_names(tree: GitObject, known: set[bytes]) -> Iterator[Blob]:
    if not may_hold_credential(tree.data):
        return
    for name in entry_names(tree.data, len(tree.id) // 2):
        if may_hold_credential(name) and name not in known:
            known.add(name)
            yield Blob("name of " + name.decode("latin-1"), name, part=Part.NAME)
