"""The pointers that git tracks in place of files that Git LFS keeps."""

from __future__ import annotations

from keyguard.formats.archive import Archive
from keyguard.model.lfs_pointer import lfs_pointer

_LONGEST = 4096
"""Bytes; Git LFS takes nothing of over 1,024 for a pointer."""


def stands_for_content(archive: Archive) -> bool:
    """Whether the content is a pointer to anything but nothing."""
    data = archive.data
    pointer = lfs_pointer(data) if isinstance(data, bytes) and len(data) <= _LONGEST else None
    return pointer is not None and pointer.size > 0
