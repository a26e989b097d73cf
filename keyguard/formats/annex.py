"""The pointers that git tracks in place of files that git-annex keeps: links, or their text."""

from __future__ import annotations

from keyguard.formats.archive import Archive
from keyguard.model.patterns import lazy_pattern

_POINTER = lazy_pattern(
    rb"(?:[^\n]{0,4096}/)?annex/objects/(?:[^/\n]{1,3}/[^/\n]{1,3}/[^/\n]{1,255}/)?"
    rb"[A-Z0-9_]{2,20}(?:-[sSCm][0-9]+)*--[^/\n]{1,255}"
    rb"(?:\n/annex/[^\n]{0,4096}){0,100}\n?"
)
"""https://git-annex.branchable.com/internals/key_format/"""


def is_pointer(archive: Archive) -> bool:
    """Whether the content is such a pointer and nothing else."""
    data = archive.data
    return isinstance(data, bytes) and _POINTER.fullmatch(data) is not None
