"""Paths as content: a file's name can contain a credential."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.model import Blob, Part, Place
from keyguard.model.patterns import lazy_pattern

SHORTEST = 20
"""Letters and digits in a row that every credential has at least."""
_LONG_RUN = lazy_pattern(rb"[A-Za-z0-9_]{%d}" % SHORTEST)


def may_hold_credential(name: bytes) -> bool:
    """Whether a name, or bytes with names among them, are long enough to hold a credential."""
    return len(name) >= SHORTEST and bool(_LONG_RUN.search(name))


def name_blobs(place: Place) -> Iterator[Blob]:
    """The path of a place as a blob of its own, if it could hold a credential."""
    if may_hold_credential(place.path):
        yield Blob("name of " + place.path.decode("latin-1"), place.path, (place,), Part.NAME)
