"""Counts how much of a repository was read."""

from __future__ import annotations


class Tally:
    """How many objects of each type were read, and how many bytes they have."""

    __slots__ = ("blobs", "bytes", "commits", "objects")

    def __init__(self, objects: int = 0, blobs: int = 0, commits: int = 0, bytes: int = 0) -> None:
        self.objects = objects
        self.blobs = blobs
        self.commits = commits
        self.bytes = bytes
        """The sum of the objects' sizes."""

    def count(self, type_: str, objects: int, size: int) -> None:
        """Counts ``objects`` of one type, which have ``size`` bytes together."""
        self.objects += objects
        self.blobs += objects if type_ == "blob" else 0
        self.commits += objects if type_ == "commit" else 0
        self.bytes += size

    def add(self, other: Tally) -> None:
        """Adds what another reading counted."""
        self.objects += other.objects
        self.blobs += other.blobs
        self.commits += other.commits
        self.bytes += other.bytes
