"""Deltas applied by dulwich's compiled code: for many, since loading it takes a while."""

from __future__ import annotations

from collections.abc import Callable

from keyguard.gitrepo.objects.delta import apply_in_python
from keyguard.gitrepo.objects.types import CorruptObjectError

try:
    from dulwich._pack import apply_delta as _compiled  # type: ignore[import-not-found]
    from dulwich.errors import ApplyDeltaError
except ImportError:  # a platform without a wheel
    _compiled = None


def _apply_compiled(base: bytes, delta: bytes) -> bytes:
    try:
        return b"".join(_compiled(base, delta))
    except (ApplyDeltaError, MemoryError) as error:
        raise CorruptObjectError(f"the delta can't be applied: {error}") from error


apply_delta: Callable[[bytes, bytes], bytes] = (
    apply_in_python if _compiled is None else _apply_compiled
)
"""The object that a delta makes of its base. Raises ``CorruptObjectError``."""
