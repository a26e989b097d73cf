"""Bare zlib streams (RFC 1950), which git's loose objects are too (gitformat-loose(5))."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.formats import inflate
from keyguard.formats.archive import Archive, Item
from keyguard.formats.budget import Budget
from keyguard.formats.streams import Frames, unpacked
from keyguard.model.data import Data, Stretch
from keyguard.model.patterns import lazy_pattern

_BEGINNINGS = (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda")
HEADER = lazy_pattern(rb"x[\x01\x5e\x9c\xda]")
"""Matches headers with a window of 32 KiB and any level of compression (2.2)."""
_OBJECT = lazy_pattern(rb"(?:blob|tree|commit|tag) (?:0|[1-9][0-9]{0,18})\0")
_LONGEST_HEADER = 32
"""Bytes of a loose object in front of its content, as in git."""
_TRIED = 1024
"""Bytes that no text unpacks to by chance."""
_READ = 1 << 14
"""Packed bytes that are tried."""


def is_sound(archive: Archive) -> bool:
    """Whether content unpacks: the two bytes at its beginning say little."""
    if archive.is_named:
        return archive.data.startswith(_BEGINNINGS)
    begun, ended = _beginning(archive.data, _TRIED)
    return len(begun) >= _TRIED or (ended and bool(begun))


def is_git_object(archive: Archive) -> bool:
    """Whether content unpacks to the header of a git object."""
    return _OBJECT.match(_beginning(archive.data, _LONGEST_HEADER)[0]) is not None


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """The content of one stream, or of several in a row."""
    return _unpacked(archive, budget)


def _unpacked(
    archive: Archive, budget: Budget, without: re.Pattern[bytes] | None = None
) -> Iterator[Item]:
    packed = len(archive.data)
    return unpacked(
        archive,
        budget,
        lambda: inflate.decoder(inflate.ZLIB, packed),
        inflate.ERRORS,
        HEADER,
        without=without,
    )


def zlib_chunks(data: Stretch) -> Iterator[bytes]:
    """The content of consecutive streams. Raises ``inflate.ERRORS``, and EOFError."""
    packed = len(data)
    return Frames(data, lambda: inflate.decoder(inflate.ZLIB, packed), HEADER).chunks()


def git_object(archive: Archive, budget: Budget) -> Iterator[Item]:
    """The object without its header."""
    return _unpacked(archive, budget, without=_OBJECT)


def _beginning(data: Data, size: int) -> tuple[bytes, bool]:
    """The first bytes that a stream unpacks to, and whether it ends with them."""
    if not data.startswith(_BEGINNINGS):
        return b"", False
    decoder = inflate.decoder(inflate.ZLIB, _READ)
    try:
        return decoder.decompress(data[:_READ], size), decoder.eof
    except inflate.ERRORS:
        return b"", False
