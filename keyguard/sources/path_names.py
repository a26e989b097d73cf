"""Paths as content: a credential can stand in a file's name."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.model import Blob, Part, Place
from keyguard.model.patterns import lazy_pattern

SHORTEST = 20
"""No credential has a shorter run of letters and digits."""
_LONG_RUN = lazy_pattern(rb"[A-Za-z0-9_]{%d}" % SHORTEST)


def may_hold_credential(name: bytes) -> bool:
    """Whether a name, or raw bytes with names among them, is long enough to matter."""
    return len(name) >= SHORTEST and bool(_LONG_RUN.search(name))


def name_blobs(place: Place) -> Iterator[Blob]:
    """The path of a place as a blob of its own, if it could hold something."""
    if may_hold_credential(place.path):
        yield Blob("name of " + place.path.decode("latin-1"), place.path, (place,), Part.NAME)
