"""Formats with deflated parts at known places: Flash movies, MATLAB files, Erlang and Elixir
modules."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.formats import inflate
from keyguard.formats.archive import TOO_MUCH, Archive, Item
from keyguard.formats.budget import Budget
from keyguard.formats.member import Named, read_member
from keyguard.formats.zlib_stream import HEADER, zlib_chunks
from keyguard.model.chunks import Chunks
from keyguard.model.data import Data, part_of

_FLASH_HEADER = 8
_MATLAB_HEADER = 128
_TAG = 8
_COMPRESSED = 15
"""The type of an element that is packed (``miCOMPRESSED``)."""
_BEAM_HEADER = 12
_LITERALS = b"LitT"
_PACKED_TERM = b"\x83P"
"""What a term begins with that ``term_to_binary`` packed; its size follows, in four bytes."""
_DAMAGE: tuple[type[Exception], ...] = (*inflate.ERRORS, EOFError)


def flash(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Everything behind the header."""
    yield from _part(archive, part_of(archive.data, _FLASH_HEADER, len(archive.data)), budget)


def matlab(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Every packed variable."""
    data, position = archive.data, _MATLAB_HEADER
    order: str = "little" if data[126:128] == b"IM" else "big"
    while position + _TAG <= len(data):
        if budget.is_spent:
            yield TOO_MUCH
            return
        kind = int.from_bytes(data[position : position + 4], order)  # type: ignore[arg-type]
        size = int.from_bytes(data[position + 4 : position + _TAG], order)  # type: ignore[arg-type]
        position += _TAG
        if kind == _COMPRESSED:
            yield from _part(archive, part_of(data, position, position + size), budget)
        else:
            budget.spend(0)
        position += size


def beam(archive: Archive, budget: Budget) -> Iterator[Item]:
    """The literals of a module, and other chunks that are packed terms.

    The size of the literals is in front of them; if it is 0 (OTP 28) they are not packed.
    """
    data, position = archive.data, _BEAM_HEADER
    while position + _TAG <= len(data):
        if budget.is_spent:
            yield TOO_MUCH
            return
        name = data[position : position + 4]
        size = int.from_bytes(data[position + 4 : position + _TAG], "big")
        position += _TAG
        head = data[position : position + 4]
        if name == _LITERALS and head != bytes(4):
            yield from _part(archive, part_of(data, position + 4, position + size), budget)
        elif head.startswith(_PACKED_TERM):
            yield from _part(archive, part_of(data, position + 6, position + size), budget)
        else:
            budget.spend(0)
        position += size + -size % 4


def _part(archive: Archive, packed: Data, budget: Budget) -> Iterator[Item]:
    """Raises EOFError if it is none."""
    if not HEADER.match(packed[:2]):
        raise EOFError("a packed part of it has no beginning")
    called = Named(archive.format.name, b"", f"a packed part of its {archive.format.name}")
    yield from read_member(called, Chunks(zlib_chunks(packed)).read, budget, _DAMAGE)
