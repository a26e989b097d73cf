"""The objects of a network that hold something, by their ids.

Only these are judged again and again: all others were read and held nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from keyguard.model.record import NamedTuple


class Kind(str, Enum):
    """The part of an object to look at."""

    CONTENT = "b"
    """The content of a blob."""
    BY_NAME = "u"
    """A blob whose name alone shows what it is."""
    COMMIT = "c"
    """The message of a commit."""
    TAG = "t"
    """The message of a tag."""
    NAMES = "n"
    """The names in a tree."""
    UNREAD = "x"
    """An object of any type that could not be read."""


class Suspect(NamedTuple):
    """An object that holds something, or may."""

    kind: Kind
    id: str


def ids_of(suspects: Collection[Suspect]) -> set[str]:
    """The ids of the suspects that trees may have."""
    held = (Kind.CONTENT, Kind.BY_NAME, Kind.UNREAD)
    return {suspect.id for suspect in suspects if suspect.kind in held}
