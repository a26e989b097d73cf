"""Blobs that are too large for the memory, as content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from keyguard.errors import KeyguardError
from keyguard.gitformat.types import CorruptObjectError, LargeObject
from keyguard.model import Place
from keyguard.model.chunks import Chunks
from keyguard.model.piece import Large


def large_content(found: LargeObject, places: tuple[Place, ...] = ()) -> Large:
    """A blob that is too large for the memory, as content."""
    return Large(found.id, found.size, places, partial(_read, found))


@contextmanager
def _read(found: LargeObject) -> Iterator[Callable[[int], bytes]]:
    try:
        yield Chunks(found.parts()).read
    except CorruptObjectError as error:
        raise KeyguardError(f"it can't be read: {error}.") from error
