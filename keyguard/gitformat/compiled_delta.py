"""Deltas applied by dulwich's compiled code: for many, since loading it takes a while."""

from __future__ import annotations

from dulwich.errors import ApplyDeltaError
from dulwich.pack import apply_delta as apply_with_dulwich

from keyguard.gitformat.types import CorruptObjectError


def apply_delta(base: bytes, delta: bytes) -> bytes:
    """The object that a delta makes of its base. Raises ``CorruptObjectError``.

    What follows once the announced size is reached is not looked at: it could add nothing.
    """
    try:
        return b"".join(apply_with_dulwich(base, delta))
    except (ApplyDeltaError, MemoryError) as error:
        raise CorruptObjectError(f"the delta can't be applied: {error}") from error
