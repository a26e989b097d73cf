"""A listing of commits as a file: their ids, and the refs that led to them."""

from __future__ import annotations

import hashlib
import sys
from array import array
from itertools import chain, repeat

from keyguard.gitrepo.command.commit_listing import CommitListing
from keyguard.gitrepo.provenance.refs import Refs
from keyguard.gitrepo.provenance.stored_trees import cut
from keyguard.storage.sections import Sections, read, written

_MAGIC = b"keyguard commits 1 " + sys.byteorder.encode("ascii") + b"\n"


def as_bytes(listing: CommitListing, refs: Refs) -> bytes:
    """The content of the file, in the byte order of this machine.

    Empty if more than these refs and HEAD decides which commits can be reached.
    """
    state = _state_of(refs)
    if not state:
        return b""
    others = listing.other_parents
    places = chain.from_iterable(repeat(place, len(each)) for place, each in others.items())
    sections = [
        bytes.fromhex("".join(listing.ids)),
        listing.first_parents.tobytes(),
        array("i", places).tobytes(),
        array("i", chain.from_iterable(others.values())).tobytes(),
    ]
    digits = len(listing.ids[0]) if listing.ids else 0
    return written(_MAGIC, Sections({"state": state, "digits": digits}, sections))


def from_bytes(data: bytes, refs: Refs) -> CommitListing | None:
    """The listing in such a file; None if the refs led elsewhere then.

    Raises ``ValueError`` if it is damaged.
    """
    fields, sections = read(_MAGIC, data)
    state = _state_of(refs)
    if not state or fields.get("state") != state:
        return None
    try:
        ids = cut(sections[0].hex(), fields["digits"] or 1)
        first_parents, places, parents = (array("i", section) for section in sections[1:])
    except (KeyError, TypeError) as error:
        raise ValueError("parts do not fit each other") from error
    others: dict[int, list[int]] = {}
    for place, parent in zip(places, parents, strict=True):
        others.setdefault(place, []).append(parent)
    return CommitListing(ids, first_parents, others)


def _state_of(refs: Refs) -> str:
    """Stands for all that decides which commits can be reached, as long as they are stored; empty
    if that is more than refs and HEAD."""
    if not refs.decide_alone:
        return ""
    rows = [f"{ref.id} {ref.name}\0" for ref in refs.listed]
    text = "".join([*rows, refs.head]).encode("utf-8", "surrogateescape")
    return hashlib.sha256(text).hexdigest()
