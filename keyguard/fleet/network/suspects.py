"""The objects of a network that hold something, by their ids.

What is judged of a network again and again is this: all else was read, and held nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from keyguard.model.record import NamedTuple


class Kind(str, Enum):
    """What of an object is to be looked at."""

    CONTENT = "b"
    """The content of a blob."""
    BY_NAME = "u"
    """A blob whose name alone says what it is."""
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
    """The ids of what trees may hold."""
    held = (Kind.CONTENT, Kind.BY_NAME, Kind.UNREAD)
    return {suspect.id for suspect in suspects if suspect.kind in held}
