"""Content of any size as a pack stores it, part by part: inflated, or made from other content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from keyguard.gitformat.content import Content
from keyguard.gitformat.delta import applied, sizes
from keyguard.gitformat.types import CorruptObjectError, NoRoomError, too_large
from keyguard.gitrepo.objects.entry_columns import INFLATE_ERRORS, fast_zlib
from keyguard.gitrepo.objects.pack_file import PackFile
from keyguard.model import on_disk
from keyguard.model.on_disk import OnDisk
from keyguard.model.piece import LARGE
from keyguard.model.record import NamedTuple

GIVEN = 1 << 20
"""Bytes that are inflated, or read from a pack, at a time."""
LARGEST_BASE = 1 << 30
"""Bytes of content that is put together because other content is made from it, whatever may be
read."""


class Version(NamedTuple):
    """Content that can be read from beginning to end as often as it is asked for."""

    size: int
    parts: Callable[[], Iterator[bytes]]
    """Raises ``CorruptObjectError``, perhaps not before the end."""


def inflated(stored: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Deflated content, inflated; it must have ``size`` bytes. Raises ``CorruptObjectError``."""
    decoder = fast_zlib.decompressobj()
    left = size
    for data in stored:
        more = True
        while more and not decoder.eof:
            try:
                part = decoder.decompress(data, GIVEN)
            except INFLATE_ERRORS as failure:
                raise CorruptObjectError("its compressed data is damaged") from failure
            data = decoder.unconsumed_tail
            more = bool(data) or len(part) == GIVEN
            left -= len(part)
            if left < 0:
                break
            yield part
        if left < 0 or decoder.eof:
            break
    if left or not decoder.eof:
        raise CorruptObjectError("it does not have the size that it announces")


def entry_at(pack: PackFile, start: int, end: int, size: int) -> Version:
    """The content of an entry of a pack that is deflated between ``start`` and ``end``."""
    return Version(size, lambda: inflated(_stored(pack, start, end), size))


def made_from(base: Content, delta: Version, largest: int = LARGEST_BASE) -> Version:
    """The content that a delta makes of its base.

    Raises ``CorruptObjectError``, also for a delta of more than ``largest`` bytes.
    """
    instructions = in_any_order(delta, largest)
    return Version(sizes(instructions)[1], partial(_applied, base, instructions))


def in_any_order(version: Version, largest: int = LARGEST_BASE) -> bytes | OnDisk:
    """Content that can be read at any position, for others that are made from it.

    Raises ``CorruptObjectError``, also for content of more than ``largest`` bytes, and
    ``NoRoomError``.
    """
    if version.size > largest:
        raise too_large(version.size)
    if version.size <= LARGE:
        return b"".join(version.parts())
    try:
        return OnDisk(version.parts())
    except on_disk.NoRoomError as error:
        raise NoRoomError(
            f"it can't be put together in the temporary folder ({error.reason}); name one with "
            "more room in TMPDIR"
        ) from error


def _applied(base: Content, delta: Content) -> Iterator[bytes]:
    try:
        yield from applied(base, delta)
    except OSError as error:
        raise CorruptObjectError(f"a temporary file can't be read ({error.strerror})") from error


def _stored(pack: PackFile, start: int, end: int) -> Iterator[bytes]:
    for position in range(start, end, GIVEN):
        yield pack.read_uncached(position, min(end, position + GIVEN))
