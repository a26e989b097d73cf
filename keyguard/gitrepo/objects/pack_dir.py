"""Opens all packs of some folders, although git may replace them meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import reduce
from time import sleep

from keyguard.gitformat.pack_entry import TYPES, EntryKind
from keyguard.gitformat.types import CorruptObjectError, ObjectsChangedError, Unreadable
from keyguard.gitrepo.objects.pack_file import PackFile
from keyguard.gitrepo.objects.pack_index import CorruptIndexError, PackIndex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    Held = TypeVar("Held")  # how the content of an entry is held, or only described

ATTEMPTS = 3
PAUSE = 0.2
"""Seconds between two attempts. A pack that git is replacing lacks its index for a moment."""

Folders = tuple[list[str], list[Unreadable]]
"""The packs and indexes in some folders, and the folders that can't be listed."""


class Pack:
    """An open pack and its index."""

    def __init__(self, file: PackFile, index: PackIndex) -> None:
        self.file = file
        self.index = index

    def find(
        self,
        id_: str,
        entry: Callable[[int], tuple[EntryKind, Held, int | bytes]],
        elsewhere: Callable[[str], tuple[str, Held]],
        made_from: Callable[[Held, Held], Held],
    ) -> tuple[str, Held] | None:
        """The type and the content of an object; None if it is not in this pack.

        Follows the chain of deltas to its root, then applies one delta after the other. ``entry``
        gives the entry at an offset, with its base as in ``Entry``; ``elsewhere`` gives the base of
        a delta if it is stored in another place; ``made_from`` applies a delta to its base. Raises
        ``CorruptObjectError``.
        """
        offset = self.index.offset_of(bytes.fromhex(id_))
        if offset is None:
            return None
        deltas: list[Held] = []
        passed: set[int] = set()
        while offset not in passed:
            passed.add(offset)
            kind, content, base = entry(offset)
            if kind in TYPES:
                return TYPES[kind], reduce(made_from, reversed(deltas), content)
            deltas.append(content)
            if isinstance(base, int):
                offset = base
            elif (found := self.index.offset_of(base)) is not None:
                offset = found
            else:
                type_, content = elsewhere(base.hex())
                return type_, reduce(made_from, reversed(deltas), content)
        raise CorruptObjectError("the object that it is stored as a delta of is missing")


def open_packs(directories: Sequence[str]) -> tuple[list[Pack], list[Unreadable]]:
    """Every pack of these object folders, its index read in full, and the packs that can't be read.

    The packs are listed before and after they are opened: a list that is made while git works may
    lack both the old pack and the new one. Raises ``ObjectsChangedError`` if the lists keep
    differing.
    """
    for attempt in range(ATTEMPTS):
        if attempt:
            sleep(PAUSE)
        names, problems = listed = _list(directories)
        packs, damage = _open(names, whole=True)
        is_settled = listed == _list(directories)
        if is_settled and (attempt == ATTEMPTS - 1 or not damage):
            return packs, problems + damage
        for pack in packs:
            pack.file.close()
    raise ObjectsChangedError(
        "the repository was repacked while it was being read; run keyguard again."
    )


def map_packs(directories: Sequence[str]) -> list[Pack]:
    """The packs that can be opened just now, for callers that need few of their objects."""
    return _open(_list(directories)[0], whole=False)[0]


def _list(directories: Sequence[str]) -> Folders:
    """The packs and indexes of each folder, by name, and the folders that can't be listed."""
    found: list[str] = []
    problems: list[Unreadable] = []
    for directory in directories:
        folder = os.path.join(directory, "pack")
        try:
            names = sorted(os.listdir(folder))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            problems.append(Unreadable(folder, f"it can't be listed ({error.strerror})"))
            continue
        found += [
            os.path.join(folder, name)
            for name in names
            if name.startswith("pack-") and name.endswith((".pack", ".idx"))
        ]
    return found, problems


def _open(paths: Sequence[str], *, whole: bool) -> tuple[list[Pack], list[Unreadable]]:
    """The packs that have an index, which is read ``whole`` or mapped, and what is wrong with the
    others."""
    opened: list[Pack] = []
    problems: list[Unreadable] = []
    known = frozenset(paths)
    for path in paths:
        stem, suffix = os.path.splitext(path)
        name = os.path.basename(path)
        if suffix == ".idx":
            if stem + ".pack" not in known:
                problems.append(Unreadable(name, "its pack is missing"))
            continue
        if stem + ".idx" not in known:
            problems.append(Unreadable(name, "the pack has no index"))
            continue
        try:
            index = PackIndex(stem + ".idx")
            if whole:
                index.read_all()
            opened.append(Pack(PackFile(path), index))
        except CorruptIndexError as error:
            problems.append(Unreadable(name, str(error)))
        except OSError as error:
            problems.append(Unreadable(name, f"it can't be opened ({error.strerror})"))
    return opened, problems
