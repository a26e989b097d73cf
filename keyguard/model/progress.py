"""What reading brings besides content: what was not read, and how much was."""

from __future__ import annotations

from operator import add, sub

from keyguard.model.record import NamedTuple

PAST = b"(only in history) "
"""Stands in front of the name of a submodule's folder that HEAD does not have."""


class Problem(NamedTuple):
    """Something that was not read. Any problem makes the scan incomplete."""

    path: bytes
    message: str
    partial: bool = False
    """Whether it is history that was not fetched, into a shallow or partial clone."""


class Skip(NamedTuple):
    """Something that holds no content to read, such as a submodule's entry. Counted by reason."""

    reason: str
    path: bytes = b""
    """Of another repository: it is named, and counted once."""


class Scanned(NamedTuple):
    """How much was read."""

    files: int = 0
    blobs: int = 0
    commits: int = 0
    bytes: int = 0
    objects: int = 0
    """What is counted to tell how far the reading is: files, or a repository's objects."""

    def __add__(self, other: Scanned) -> Scanned:  # type: ignore[override]
        return Scanned(*map(add, self, other))

    def __sub__(self, other: Scanned) -> Scanned:
        return Scanned(*map(sub, self, other))
