"""What an archive, document or packed stream holds, as far as bounds allow."""

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
"""What the readers of the standard library raise for archives that are damaged."""


class UnsupportedError(Exception):
    """What is packed may be sound, but nothing undoes how. The text is the rest of a sentence."""


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """What an archive holds, and what of it was not read. Raises nothing for any content."""
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
    """Says that the rest of an archive could not be read."""
    return Missing(f"its {archive.format.name} archive is damaged ({reason(error)}); {REPAIR}")


def reason(error: Exception) -> str:
    """What an error says, or what it is called. How deep Python was already is no part of it."""
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    return str(error) or type(error).__name__
