"""Streams of Brotli (RFC 7932), which has no magic number: only the name of a file tells."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

from keyguard.formats.archive import Archive, Item, Missing
from keyguard.formats.budget import Budget
from keyguard.formats.part import is_text
from keyguard.formats.streams import not_installed, unpacked
from keyguard.model.patterns import lazy_pattern

_HEAD = 1 << 12
"""Bytes that show whether content is packed."""
_ANY = lazy_pattern(rb"[\s\S]")
"""How a stream begins; behind its end there is nothing."""


class _Decoder:
    """A decoder of the form that those of the standard library have."""

    unused_data = b""
    """Bytes behind a stream are an error to the package."""

    def __init__(self, package: ModuleType) -> None:
        self._decoder: Any = package.Decompressor()

    @property
    def eof(self) -> bool:
        return bool(self._decoder.is_finished())

    @property
    def needs_input(self) -> bool:
        return bool(self._decoder.can_accept_more_data())

    def decompress(self, data: bytes, most: int) -> bytes:
        return bytes(self._decoder.process(data, output_buffer_limit=most))


def is_sound(archive: Archive) -> bool:
    """Whether content of such a name is packed, or at least no text."""
    head = archive.data[:_HEAD]
    return bool(head) and (not is_text(head) or _begins_stream(head))


def content(archive: Archive, budget: Budget) -> Iterator[Item]:
    """What a Brotli file unpacks to."""
    package = _package()
    if package is None:
        yield Missing(not_installed("brotli"))
        return
    errors = (package.error,)
    yield from unpacked(archive, budget, lambda: _Decoder(package), errors, header=_ANY)


def _begins_stream(head: bytes) -> bool:
    package = _package()
    if package is None:
        return False
    try:
        return bool(_Decoder(package).decompress(head, _HEAD))
    except package.error:
        return False


def _package() -> ModuleType | None:
    """The package, since the version that bounds what it unpacks at once; None if there is none."""
    try:
        package = import_module("brotli")
    except ImportError:
        return None
    return package if hasattr(package.Decompressor, "can_accept_more_data") else None
