"""Deltas applied for many objects: by the core where it was built, by dulwich else."""

from __future__ import annotations

from keyguard.gitformat.types import CorruptObjectError
from keyguard.gitrepo.compiled_core import compiled_core


def apply_delta(base: bytes, delta: bytes) -> bytes:
    """The object that a delta makes of its base. Raises ``CorruptObjectError``."""
    core = compiled_core()
    if core is None:
        from keyguard.gitformat import compiled_delta

        return compiled_delta.apply_delta(base, delta)
    content: bytes | None = core.apply_delta(base, delta)
    if content is None:
        raise CorruptObjectError("the delta can't be applied")
    return content
