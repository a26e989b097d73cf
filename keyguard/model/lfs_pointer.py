"""What Git LFS has git track in place of a file."""

from __future__ import annotations

from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

_POINTER = lazy_pattern(
    rb"version (?:https://(?:git-lfs|hawser)\.github\.com/spec/v1|http://git-media\.io/v/2)\n"
    rb"oid sha256:([0-9A-Fa-f]{64})\nsize ([0-9]{1,18})"
)
"""https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md, and the names that the format had
before it was released, which Git LFS still reads (lfs/pointer.go)."""
_EXTENSION = lazy_pattern(rb"ext-[0-9]-\w+ ")


class LfsPointer(NamedTuple):
    """What a pointer says of the content that it stands for."""

    name: bytes
    """Its SHA-256 in hexadecimal, as it is written."""
    size: int
    """In bytes. Of nothing there is no object: Git LFS makes an empty file of it."""


def lfs_pointer(data: bytes) -> LfsPointer | None:
    """What content says that Git LFS reads as a pointer; None if it is none.

    Lines may end as on Windows, and empty lines and those of extensions stand anywhere.
    """
    lines = [line.removesuffix(b"\r") for line in data.strip().split(b"\n")]
    told = b"\n".join([line for line in lines if line and not _EXTENSION.match(line)])
    found = _POINTER.fullmatch(told)
    return LfsPointer(found[1], int(found[2])) if found else None
