"""The values that reading git objects gives back, and what can go wrong with it."""

from __future__ import annotations

from typing import NamedTuple

from keyguard.errors import KeyguardError


class GitObject(NamedTuple):
    """One object: its type is ``blob``, ``tree``, ``commit`` or ``tag``."""

    id: str
    type: str
    data: bytes

    def __repr__(self) -> str:
        return f"GitObject({self.id!r}, {self.type!r})"


class Unreadable(NamedTuple):
    """An object that could not be read, and why: the end of a sentence, without a full stop."""

    id: str
    reason: str
    missing: bool = False
    """Whether it is not stored here at all, as much of a partial clone is not."""


class CorruptObjectError(Exception):
    """An object can't be read; the text says why, as the end of a sentence."""


class ObjectsChangedError(KeyguardError):
    """Packs came and went all the while they were being opened."""


def too_large(size: int) -> CorruptObjectError:
    """What to raise for an object of so many bytes, which are more than were asked for."""
    return CorruptObjectError(f"it has {size:,} bytes; raise --max-file-size to read it")
