"""The values that reading git objects gives back."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class GitObject:
    """One object: its type is ``blob``, ``tree``, ``commit`` or ``tag``."""

    id: str
    type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An object that could not be read, and why: the end of a sentence, without a full stop."""

    id: str
    reason: str


class CorruptObjectError(Exception):
    """An object can't be read; the text says why, as the end of a sentence."""
