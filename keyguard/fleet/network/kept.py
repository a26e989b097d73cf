"""What is kept of a network between two runs: which packs were read, what in them holds something,
and the trees that lead there.

    NETWORK.git/keyguard/read.bin            all but the ids, written as a whole
    NETWORK.git/keyguard/read-CHECKSUM.idx   the index of a pack that was read: its sorted ids,
                                             which are there still if it is packed anew

The file has ids and names of files, no content. It is only believed if nobody else can write it, if
it is whole, and if it was written under the same stamp; else all is read again.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from keyguard.fleet.network.suspects import Kind, Suspect
from keyguard.gitrepo.objects.pack_index import CorruptIndexError, PackIndex
from keyguard.gitrepo.provenance.leading_trees import LeadingTrees
from keyguard.gitrepo.provenance.stored_trees import cut, sections_of, trees_of
from keyguard.model.record import NamedTuple
from keyguard.pipeline.stamp import Stamp
from keyguard.storage.sections import Sections, read, written

FILE = "read.bin"
_INDEX = "read-{}.idx"
_MAGIC = b"keyguard network 2\n"


class Kept(NamedTuple):
    """What was learnt when a network was read."""

    packs: frozenset[bytes]
    """The checksums of the packs."""
    suspects: Sequence[Suspect]
    """The suspects, sorted."""
    leading: LeadingTrees
    has_gaps: bool = False
    """Whether an object names another one that is not stored."""


class Verdict(NamedTuple):
    """What was kept, or the reason why everything is read again."""

    kept: Kept | None
    reason: str = ""


def load(folder: Path, stamp: Stamp) -> Verdict:
    """What was kept under this stamp."""
    try:
        data = read_ours(folder / FILE)
    except FileNotFoundError:
        return Verdict(None)
    except OSError as error:
        return Verdict(None, f"what was read before can't be opened ({error.strerror})")
    if data is None:
        return Verdict(None, "others could write what was read before")
    try:
        fields, sections = read(_MAGIC, data)
        changed = _changed(Stamp(*fields["stamp"]), stamp)
        return Verdict(None, changed) if changed else Verdict(_parsed(fields, sections))
    except (ValueError, KeyError, TypeError, IndexError):
        return Verdict(None, "what was read before is damaged")


def save(folder: Path, stamp: Stamp, kept: Kept, indexes: Sequence[PackIndex]) -> None:
    """Keeps what was read, with the ids of all packs that are there now.

    Raises ``OSError``; what was kept before then stays.
    """
    for index in indexes:
        named = folder / _INDEX.format(index.pack_checksum.hex())
        if not named.exists():
            _link(Path(index.path), named)
    fields = {
        "stamp": [*stamp],
        "id_length": len(next(iter(kept.packs), b"")) or 20,
        "packs": sorted(checksum.hex() for checksum in kept.packs),
        "gaps": kept.has_gaps,
    }
    beside = folder / f"{FILE}.new"
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(written(_MAGIC, Sections(fields, _sections(kept))))
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, folder / FILE)
    current = {_INDEX.format(checksum.hex()) for checksum in kept.packs}
    for path in folder.glob(_INDEX.format("*")):
        if path.name not in current:
            path.unlink(missing_ok=True)


def indexes_of(folder: Path, packs: Collection[bytes]) -> list[PackIndex]:
    """The ids of packs that were read and are gone now.

    Raises ``OSError`` and ``CorruptIndexError`` if they can't be read.
    """
    found = []
    for checksum in sorted(packs):
        index = PackIndex(str(folder / _INDEX.format(checksum.hex())))
        if index.pack_checksum != checksum:
            raise CorruptIndexError("it is the index of another pack")
        index.read_all()
        found.append(index)
    return found


def _link(file: Path, named: Path) -> None:
    """Gives a file a second name, or a copy of it where that can't be."""
    try:
        os.link(file, named)
    except OSError:
        beside = named.with_suffix(".new")
        beside.write_bytes(file.read_bytes())
        os.replace(beside, named)


def read_ours(file: Path) -> bytes | None:
    """The content of a file; None if other users can write there."""
    for path in (file.parent, file):
        status = path.stat()
        is_ours = os.name == "nt" or status.st_uid == os.geteuid()
        if not is_ours or (status.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and os.name != "nt"):
            return None
    return file.read_bytes()


def _changed(before: Stamp, now: Stamp) -> str:
    """Which part of the stamp is another one; empty if none is."""
    names = ("version of keyguard", "set of rules", "settings")
    changed = [name for name, old, new in zip(names, before, now, strict=True) if old != new]
    return f"read anew: another {' and another '.join(changed)}" if changed else ""


def _sections(kept: Kept) -> list[bytes]:
    suspects = (
        suspect.kind.value.encode("ascii") + bytes.fromhex(suspect.id) for suspect in kept.suspects
    )
    return [b"".join(suspects), *sections_of(kept.leading)]


def _parsed(fields: Mapping[str, Any], sections: Sequence[bytes]) -> Kept:
    """Raises ``ValueError``, ``IndexError`` or ``TypeError`` if parts do not fit each other."""
    width = int(fields["id_length"])
    suspects, *trees = sections
    found = [
        Suspect(Kind(row[:1].decode("ascii")), row[1:].hex()) for row in cut(suspects, width + 1)
    ]
    packs = frozenset(map(bytes.fromhex, fields["packs"]))
    return Kept(packs, found, trees_of(trees, width), bool(fields["gaps"]))
