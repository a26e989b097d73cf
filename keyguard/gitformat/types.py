"""The values that reading git objects returns, and the ways in which it can fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from keyguard.errors import KeyguardError
from keyguard.model.record import NamedTuple


class GitObject(NamedTuple):
    """One object: its type is ``blob``, ``tree``, ``commit`` or ``tag``."""

    id: str
    type: str
    data: bytes

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data)

    def __repr__(self) -> str:
        return f"GitObject({self.id!r}, {self.type!r})"


class LargeObject(NamedTuple):
    """A blob that is too large for the memory."""

    id: str
    size: int
    """Bytes."""
    parts: Callable[[], Iterator[bytes]]
    """The content from beginning to end, as often as it is asked for.

    Raises ``CorruptObjectError``, perhaps not before the end.
    """
    again: Callable[[], Iterable[Iterable[bytes]]] | None = None
    """Gives each copy of the content to another process; reading a damaged one raises ``OSError``.

    None if no other process is to get it.
    """

    @property
    def type(self) -> str:
        """As that of any object."""
        return "blob"

    def __repr__(self) -> str:
        return f"LargeObject({self.id!r}, {self.size})"


class Unreadable(NamedTuple):
    """An object that could not be read, and why: the end of a sentence, without a full stop."""

    id: str
    reason: str
    missing: bool = False
    """Whether the object is not stored here at all, as many are in a partial clone."""


class CorruptObjectError(Exception):
    """An object can't be read; the message says why, as the end of a sentence."""


class TooLargeError(CorruptObjectError):
    """An object has more bytes than may be read."""


class NoRoomError(CorruptObjectError):
    """An object can't be put together because there is no room on the disk."""


class ObjectsChangedError(KeyguardError):
    """Packs kept coming and going while they were being opened."""


LARGEST_BESIDE_FILES = 64 * 1024 * 1024
"""Bytes of a commit, tag or tree, which is held in memory.

Nobody writes a larger one: it would be a message as long as 50 books, or a folder with more than a
million files.
"""


def no_file(size: int) -> TooLargeError:
    """The error for a commit, tag or tree of ``size`` bytes, which is too large."""
    return TooLargeError(
        f"it has {size:,} bytes, and commits, tags and trees over {LARGEST_BESIDE_FILES:,} are "
        "not read"
    )


def too_large(size: int) -> TooLargeError:
    """The error for an object of ``size`` bytes, which are more than may be read."""
    return TooLargeError(f"it has {size:,} bytes; raise --max-file-size to read it")
