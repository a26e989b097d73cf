"""Digests without OpenSSL: hashlib loads that, which takes a small run too long."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Digest(Protocol):
        """What stands for the data that was hashed."""

        def digest(self) -> bytes:
            """The digest as bytes."""

        def hexdigest(self) -> str:
            """The digest in hexadecimal digits."""

    class Hash(Protocol):
        """Makes digests. BLAKE2b's have as many bytes as are asked for."""

        def __call__(self, data: bytes | memoryview, /, *, digest_size: int = ...) -> Digest:
            """What stands for some data."""


_MODULES = {"blake2b": ("_blake2",), "sha256": ("_sha2", "_sha256")}
"""Where hashlib has them from, in all versions of CPython."""


@cache
def hash_named(name: str) -> Hash:
    """The hash of this name, as in hashlib."""
    for module in _MODULES[name]:
        with suppress(ImportError):
            own: Hash = getattr(import_module(module), name)
            return own
    import hashlib

    found: Hash = getattr(hashlib, name)
    return found


blake2b = hash_named("blake2b")
"""https://www.rfc-editor.org/rfc/rfc7693."""
