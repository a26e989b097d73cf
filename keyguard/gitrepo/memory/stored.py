"""What is known of packs, as a file that holds ids and names but no content.

A name can be a credential. Such a name is stored as its digest only, and recognised by the trees
that are read each time.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Collection, Iterable, Mapping

from keyguard.gitrepo.history.tally import Tally
from keyguard.gitrepo.memory.pack_digest import DIGEST
from keyguard.gitrepo.memory.packs_read import PacksRead
from keyguard.gitrepo.provenance.stored_trees import cut, sections_of, trees_of
from keyguard.storage.sections import Sections, read, written

_MAGIC = b"keyguard history 1 " + sys.byteorder.encode("ascii") + b"\n"
_HIDDEN = b"/"
"""Begins what stands for a name; no name has it."""
_SETS = 6
"""Sections before those of the trees."""


def as_bytes(known: PacksRead, id_length: int, secret: Collection[bytes]) -> bytes:
    """The content of the file; names in ``secret`` are replaced by their digests."""
    hidden = {name: _hidden(name) for name in secret}
    fields = {
        "tally": {name: getattr(known.tally, name) for name in Tally.__slots__},
        "id_length": id_length,
    }
    sections = [
        *map(_joined, (known.packs, known.suspects, known.commits, known.unknown)),
        *map(_joined, (known.missing, known.outside)),
        b"\0".join(sorted(hidden.get(name, name) for name in known.submodules)),
    ]
    if known.leading is not None:
        sections += sections_of(known.leading, hidden)
    return written(_MAGIC, Sections(fields, sections))


def from_bytes(data: bytes) -> PacksRead:
    """Reads such a file. Raises ``ValueError`` if it is damaged."""
    fields, sections = read(_MAGIC, data)
    try:
        width = int(fields["id_length"])
        packs = frozenset(cut(sections[0], DIGEST))
        suspects, commits, unknown, missing, outside = (
            frozenset(cut(section, width)) for section in sections[1:_SETS]
        )
        names = frozenset(filter(None, sections[_SETS].split(b"\0")))
        trees = sections[_SETS + 1 :]
        leading = trees_of(trees, width) if trees else None
        tally = Tally(**fields["tally"])
        return PacksRead(packs, tally, suspects, commits, unknown, missing, outside, names, leading)
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError("parts do not fit each other") from error


def with_names(known: PacksRead, secret: Iterable[bytes]) -> PacksRead:
    """What is known, with the names restored that were stored as digests."""
    names: Mapping[bytes, bytes] = {_hidden(name): name for name in secret}
    if known.leading is not None:
        known.leading.rename(names)
    return known._replace(submodules=frozenset(names.get(n, n) for n in known.submodules))


def _hidden(name: bytes) -> bytes:
    return _HIDDEN + hashlib.sha256(name).hexdigest().encode("ascii")


def _joined(ids: Iterable[bytes]) -> bytes:
    return b"".join(sorted(ids))
