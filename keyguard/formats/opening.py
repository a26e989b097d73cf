"""Opens archives, documents and packed streams, as far as the bounds allow."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from keyguard.formats.archive import Archive, Item, Missing, rest_of
from keyguard.formats.budget import Budget
from keyguard.formats.format import REPAIR
from keyguard.formats.inflate import ERRORS
from keyguard.model.entry_point import load
from keyguard.model.on_disk import NoRoomError

DAMAGE: tuple[type[Exception], ...] = (
    *ERRORS, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, LookupError,
    OverflowError, struct.error,
)  # fmt: skip
"""The exceptions of the standard library's readers for damaged archives."""


class UnsupportedError(Exception):
    """Content that may be sound, but is packed in a way that nothing undoes.

    The message is the rest of a sentence.
    """


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """The contents of an archive, and what of it was not read. Never raises for any content."""
    if archive.format.unread:
        yield Missing(archive.format.unread)
        return
    try:
        yield from load(archive.format.opener)(archive, budget)
    except NoRoomError as error:
        yield Missing(str(error))
    except DAMAGE as error:
        yield damaged(archive, error)
        if archive.format.yields_all:
            yield from rest_of(archive, is_damaged=True)


def damaged(archive: Archive, error: Exception) -> Missing:
    """The problem that the rest of an archive could not be read."""
    return Missing(f"its {archive.format.name} archive is damaged ({reason(error)}); {REPAIR}")


def reason(error: Exception) -> str:
    """The message of an error, or else its name.

    It does not depend on how deep the stack was.
    """
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    return str(error) or type(error).__name__
