"""The pointers that git tracks in place of files that Git LFS keeps."""

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
    """A pointer: it says which content it stands for."""

    name: bytes
    """The content's SHA-256 in hexadecimal, as it is written."""
    size: int
    """The content's size in bytes. For an empty file there is no object."""


def lfs_pointer(data: bytes) -> LfsPointer | None:
    """The pointer that Git LFS reads in content; None if it is none.

    Lines may end as on Windows, and empty lines and those of extensions may be anywhere.
    """
    lines = [line.removesuffix(b"\r") for line in data.strip().split(b"\n")]
    told = b"\n".join([line for line in lines if line and not _EXTENSION.match(line)])
    found = _POINTER.fullmatch(told)
    return LfsPointer(found[1], int(found[2])) if found else None
