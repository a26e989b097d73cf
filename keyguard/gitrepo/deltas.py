"""Deltas applied for many objects: by the core where it was built, by dulwich else."""

from __future__ import annotations

from collections.abc import Callable

from keyguard.gitformat.types import CorruptObjectError
from keyguard.gitrepo.compiled_core import compiled_core

ApplyDelta = Callable[[bytes, bytes], bytes]
"""Makes an object of its base and a delta. Raises ``CorruptObjectError``."""


def delta_applier() -> ApplyDelta:
    """What applies deltas. Whoever has many asks once."""
    core = compiled_core()
    if core is None:
        from keyguard.gitformat import compiled_delta

        return compiled_delta.apply_delta
    apply: Callable[[bytes, bytes], bytes | None] = core.apply_delta

    def applied(base: bytes, delta: bytes) -> bytes:
        content = apply(base, delta)
        if content is None:
            raise CorruptObjectError("the delta can't be applied")
        return content

    return applied


def apply_delta(base: bytes, delta: bytes) -> bytes:
    """The object that a delta makes of its base. Raises ``CorruptObjectError``."""
    return delta_applier()(base, delta)
