"""What is kept of a network between two runs: which packs were read, what in them holds something,
and the trees that lead there.

    NETWORK.git/keyguard/read.bin            all but the ids, written as a whole
    NETWORK.git/keyguard/read-CHECKSUM.idx   the index of a pack that was read: its sorted ids,
                                             which are there still if it is packed anew

The file has ids and names of files, no content. It is only believed if nobody else can write it, if
it is whole, and if it was written under the same stamp; else all is read again.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from array import array
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from keyguard.fleet.network.suspects import Kind, ListedIds, Suspect
from keyguard.fleet.records import Stamp
from keyguard.gitrepo.objects.pack_index import CorruptIndexError, PackIndex
from keyguard.gitrepo.provenance.leading_trees import LeadingTrees

FILE = "read.bin"
_INDEX = "read-{}.idx"
_MAGIC = b"keyguard network 1\n"
_CHECKSUM = 32
"""Bytes of the digest at the end."""


class Kept(NamedTuple):
    """What was read of a network."""

    packs: frozenset[bytes]
    """Checksums of the packs."""
    suspects: Sequence[Suspect]
    """In order."""
    leading: LeadingTrees
    has_gaps: bool = False
    """Whether an object names another one that is not stored."""


class Verdict(NamedTuple):
    """What became of what was kept: there it is, or the reason why all is read again."""

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
    body, checksum = data[:-_CHECKSUM], data[-_CHECKSUM:]
    if not body.startswith(_MAGIC) or hashlib.sha256(body).digest() != checksum:
        return Verdict(None, "what was read before is damaged")
    header, _, rest = body.removeprefix(_MAGIC).partition(b"\n")
    try:
        fields = json.loads(header)
        changed = _changed(Stamp(*fields["stamp"]), stamp)
        return Verdict(None, changed) if changed else Verdict(_parsed(fields, rest))
    except (ValueError, KeyError, TypeError, IndexError):
        return Verdict(None, "what was read before is damaged")


def save(folder: Path, stamp: Stamp, kept: Kept, indexes: Sequence[PackIndex]) -> None:
    """Keeps what was read, with the ids of all packs that are there now.

    Raises ``OSError``; then what was kept before still is.
    """
    for index in indexes:
        named = folder / _INDEX.format(index.pack_checksum.hex())
        if not named.exists():
            _link(Path(index.path), named)
    header = json.dumps(
        {
            "stamp": [*stamp],
            "id_length": len(next(iter(kept.packs), b"")) or 20,
            "packs": sorted(checksum.hex() for checksum in kept.packs),
            "gaps": kept.has_gaps,
            "sections": [len(section) for section in _sections(kept)],
        }
    )
    body = b"".join([_MAGIC, header.encode("ascii"), b"\n", *_sections(kept)])
    beside = folder / f"{FILE}.new"
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(body + hashlib.sha256(body).digest())
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, folder / FILE)
    current = {_INDEX.format(checksum.hex()) for checksum in kept.packs}
    for path in folder.glob(_INDEX.format("*")):
        if path.name not in current:
            path.unlink(missing_ok=True)


def indexes_of(folder: Path, packs: Collection[bytes]) -> list[PackIndex]:
    """The ids of packs that were read and are no more.

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
    """The same file under a second name, or a copy where that can't be."""
    try:
        os.link(file, named)
    except OSError:
        beside = named.with_suffix(".new")
        beside.write_bytes(file.read_bytes())
        os.replace(beside, named)


def read_ours(file: Path) -> bytes | None:
    """The content of a file; None if others can write there."""
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


def _sections(kept: Kept) -> Iterator[bytes]:
    leading = kept.leading
    ids = [leading.id_of(number) for number in range(len(leading.rows))]
    yield b"".join(ids)
    yield b"".join(
        suspect.kind.value.encode("ascii") + bytes.fromhex(suspect.id) for suspect in kept.suspects
    )
    yield b"\0".join([name for name, _ in leading.entries])
    yield array("i", [number for _, number in leading.entries]).tobytes()
    yield leading.trees.tobytes()
    yield leading.ends.tobytes()
    yield leading.held.tobytes()
    yield leading.commits.tobytes()
    yield array("i", [leading.roots[commit] for commit in leading.commits]).tobytes()


def _parsed(fields: dict[str, object], rest: bytes) -> Kept:
    """Raises ``ValueError``, ``IndexError`` or ``TypeError`` if parts do not fit each other."""
    sections = []
    for length in fields["sections"]:  # type: ignore[attr-defined]
        sections.append(rest[:length])
        rest = rest[length:]
    width = int(str(fields["id_length"]))
    ids, suspects, names, *columns = sections
    numbers, trees, ends, held, commits, roots = (array("i", column) for column in columns)
    entries = list(zip(names.split(b"\0") if numbers else [], numbers, strict=True))
    leading = LeadingTrees(ListedIds(_cut(ids, width)))
    leading.add(trees, ends[1:], held, entries)
    leading.add_roots(commits, roots)
    if held and not 0 <= min(held) <= max(held) < len(entries):
        raise ValueError("a tree holds what is not listed")
    found = [
        Suspect(Kind(row[:1].decode("ascii")), row[1:].hex()) for row in _cut(suspects, width + 1)
    ]
    packs = frozenset(map(bytes.fromhex, fields["packs"]))  # type: ignore[call-overload]
    return Kept(packs, found, leading, bool(fields["gaps"]))


def _cut(text: bytes, width: int) -> list[bytes]:
    return [text[start : start + width] for start in range(0, len(text), width)]
