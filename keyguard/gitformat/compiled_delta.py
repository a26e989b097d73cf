"""Deltas applied by dulwich's compiled code: for many, since loading it takes a while."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from keyguard.gitformat.types import CorruptObjectError


def apply_delta(base: bytes, delta: bytes) -> bytes:
    """The object that a delta makes of its base. Raises ``CorruptObjectError``.

    What follows once the announced size is reached is not looked at: it could add nothing.
    """
    apply, errors = _dulwich()
    try:
        return b"".join(apply(base, delta))
    except errors as error:
        raise CorruptObjectError("the delta can't be applied") from error


@lru_cache(maxsize=1)
def _dulwich() -> tuple[Callable[[bytes, bytes], Iterable[bytes]], tuple[type[Exception], ...]]:
    """What applies a delta, and what it raises: loaded when the first one is to be applied."""
    from dulwich.errors import ApplyDeltaError
    from dulwich.pack import apply_delta

    return apply_delta, (ApplyDeltaError, MemoryError)
