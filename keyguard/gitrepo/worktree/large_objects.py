"""Content that git tracks by a pointer: what Git LFS and git-annex keep beside the objects.

Formats: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md and
https://git-annex.branchable.com/internals/.
"""

from __future__ import annotations

import os
import re

_LFS = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:ext-[^\n]{1,200}\n)*"
    rb"oid sha256:([0-9a-f]{64})\nsize ([0-9]{1,18})\n?"
)
_ANNEX = re.compile(rb"(?:.*/)?annex/objects/([^/]{1,3})/([^/]{1,3})/([^/\n]{1,255})/\3\n?")


def stored_content(common_dir: str, pointer: bytes, max_size: int) -> bytes | None:
    """What a pointer stands for; None if it is none, not here, or has over ``max_size`` bytes."""
    path = _path(pointer)
    if path is None:
        return None
    try:
        with open(os.path.join(os.fsencode(common_dir), path), "rb") as file:
            content = file.read(max_size + 1)
    except OSError:
        return None
    return content if len(content) <= max_size else None


def _path(pointer: bytes) -> bytes | None:
    """Where it is kept, below the git directory."""
    if found := _LFS.fullmatch(pointer):
        id_ = found[1]
        return b"/".join((b"lfs/objects", id_[:2], id_[2:4], id_))
    if found := _ANNEX.fullmatch(pointer):
        parts = found[1], found[2], found[3], found[3]
        return None if b".." in parts else b"/".join((b"annex/objects", *parts))
    return None
