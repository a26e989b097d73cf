"""Digests without OpenSSL, which hashlib loads and which takes a small run too long."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast


class _Digest(Protocol):
    def digest(self) -> bytes:
        """All that was hashed."""

    def hexdigest(self) -> str:
        """The same in hexadecimal digits."""


class _Blake2b(Protocol):
    def __call__(self, data: bytes, /, *, digest_size: int) -> _Digest:
        """What stands for some data, in so many bytes."""


def _loaded() -> _Blake2b:
    try:  # where hashlib has it from, in all versions of CPython
        return cast("_Blake2b", import_module("_blake2").blake2b)
    except ImportError:
        from hashlib import blake2b

        return cast("_Blake2b", blake2b)


blake2b = _loaded()
"""BLAKE2b, https://www.rfc-editor.org/rfc/rfc7693."""
