"""Applies deltas to many objects: with the core if it was built, else with dulwich."""

from __future__ import annotations

from collections.abc import Callable

from keyguard.gitformat.types import CorruptObjectError
from keyguard.gitrepo.compiled_core import compiled_core

ApplyDelta = Callable[[bytes, bytes], bytes]
"""A function that makes an object out of its base and a delta. Raises ``CorruptObjectError``."""


def delta_applier() -> ApplyDelta:
    """The function that applies deltas. A caller with many deltas asks for it once."""
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
    """The object that a delta makes out of its base. Raises ``CorruptObjectError``."""
    return delta_applier()(base, delta)
