"""All packs of some folders, opened, though git may replace them meanwhile."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import sleep

from keyguard.errors import KeyguardError
from keyguard.gitrepo.objects.pack_file import PackFile
from keyguard.gitrepo.objects.pack_index import CorruptIndexError, PackIndex, read_pack_index
from keyguard.gitrepo.objects.types import Unreadable

ATTEMPTS = 3
PAUSE = 0.2
"""Seconds between two attempts. While git replaces a pack it lacks its index for a moment."""


class ObjectsChangedError(KeyguardError):
    """Packs came and went all the while they were being opened."""


@dataclass(frozen=True, slots=True)
class Pack:
    """An open pack and its index."""

    file: PackFile
    index: PackIndex


def open_packs(directories: Sequence[Path]) -> tuple[list[Pack], list[Unreadable]]:
    """Every pack of these object folders, and those that can't be read.

    They are listed before and after they are opened, for a list that is made while git works may
    lack both the old pack and the new one. Raises ``ObjectsChangedError`` if they keep differing.
    """
    for attempt in range(ATTEMPTS):
        if attempt:
            sleep(PAUSE)
        names, problems = _list(directories)
        packs, damage = _open(names)
        is_settled = (names, problems) == _list(directories)
        if is_settled and (attempt == ATTEMPTS - 1 or not damage):
            return packs, problems + damage
        for pack in packs:
            pack.file.close()
    raise ObjectsChangedError(
        "the repository was repacked while it was being read; run keyguard again."
    )


def _list(directories: Sequence[Path]) -> tuple[list[Path], list[Unreadable]]:
    """The packs and indexes of each folder, by name, and the folders that can't be listed."""
    found: list[Path] = []
    problems: list[Unreadable] = []
    for directory in directories:
        folder = directory / "pack"
        try:
            names = sorted(os.listdir(folder))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            problems.append(Unreadable(str(folder), f"it can't be listed ({error.strerror})"))
            continue
        found += [
            folder / name
            for name in names
            if name.startswith("pack-") and name.endswith((".pack", ".idx"))
        ]
    return found, problems


def _open(names: Sequence[Path]) -> tuple[list[Pack], list[Unreadable]]:
    """The packs that have an index, and what is wrong with the others."""
    opened: list[Pack] = []
    problems: list[Unreadable] = []
    known = frozenset(names)
    for path in names:
        if path.suffix == ".idx":
            if path.with_suffix(".pack") not in known:
                problems.append(Unreadable(path.name, "its pack is missing"))
            continue
        if path.with_suffix(".idx") not in known:
            problems.append(Unreadable(path.name, "the pack has no index"))
            continue
        try:
            index = read_pack_index(path.with_suffix(".idx"))
            opened.append(Pack(PackFile(path), index))
        except CorruptIndexError as error:
            problems.append(Unreadable(path.name, str(error)))
        except OSError as error:
            problems.append(Unreadable(path.name, f"it can't be opened ({error.strerror})"))
    return opened, problems
