"""Compound files (MS-CFB), which Office used to write and installers are."""

from __future__ import annotations

from keyguard.formats.archive import Archive

_CABINET = b"MSCF\0\0\0\0"
"""A cabinet's first bytes (MS-CAB, 2.3): documents have none, and are read as they are."""


def holds_cabinet(archive: Archive) -> bool:
    """Whether there are packed files in it, as in an installer."""
    return _CABINET in archive.data
