"""ZIP archives, and programs that have one at their end (APPNOTE.TXT)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator

from keyguard.formats.archive import TOO_MUCH, Archive, Item, Missing, NoRoom, Rest, rest_of
from keyguard.formats.budget import Budget
from keyguard.formats.format import REPAIR, UNPACK
from keyguard.formats.member import named, read_member
from keyguard.formats.opening import DAMAGE, UnsupportedError, damaged
from keyguard.formats.pieces import PIECE, pieces
from keyguard.formats.spreadsheet import SHARED, in_place
from keyguard.formats.zip_member import ZipMember, is_empty
from keyguard.formats.zips_in_front import END, END_LENGTH, ENTRY, MAGIC, archives_among
from keyguard.model import Span
from keyguard.model.chunks import Chunks
from keyguard.model.data import Data, opened, part_of
from keyguard.model.patterns import lazy_pattern

_HEADER = lazy_pattern(
    rb".{4}[\x0a-\x3f][\x00-\x0f]..[\x00-\x14\x5d-\x63]\x00.{16}(?:[^\x00].|\x00[^\x00])",
    re.DOTALL,
)
"""A version, a method of compression, and a name that is not empty (4.3.7)."""
_LONGEST_MATCH = 64
"""Bytes, more than ``_HEADER`` matches."""
_LONGEST_END, _END_64 = END_LENGTH + (1 << 16), 56 + 20
_MOST_ENTRIES = 300_000
"""Entries of a directory, which is read as a whole: three times as many as members are read."""
_ENCRYPTED = 1
_DAMAGE: tuple[type[Exception], ...] = (zipfile.BadZipFile, *DAMAGE)


def is_sound(archive: Archive) -> bool:
    """Whether content is an archive: a program may be in front, so its directory is at the end."""
    if archive.data.startswith(archive.format.magic):
        return archive.is_named or _HEADER.match(archive.data[:_LONGEST_MATCH]) is not None
    try:
        _directory(archive.data).close()
    except _DAMAGE:
        return archive.is_named and END in archive.data[-_LONGEST_END:]
    return True


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """Every file that is neither encrypted nor damaged, and everything around the packed parts."""
    content = archive.data
    if budget.is_spent:
        yield TOO_MUCH
        return
    try:
        directory = _directory(content)
    except _DAMAGE as error:
        yield damaged(archive, error)
        yield from rest_of(archive, is_damaged=True)
        return
    entries = directory.infolist()
    packed: list[Span] = []
    if any(entry.filename == SHARED for entry in entries):
        entries.sort(key=lambda entry: entry.filename != SHARED)
        yield from in_place(_each(archive, entries, budget, packed))
    else:
        yield from _each(archive, entries, budget, packed)
    for start, end in archives_among(content, _around(content, packed)):
        yield from members(archive._replace(data=part_of(content, start, end)), budget)
        packed.append((start, end))
    around = list(_around(content, packed))
    known = {entry.header_offset for entry in directory.infolist()}
    if any(_holds_unnamed(content, start, end, known) for start, end in around):
        yield Missing(f"it has members that its directory does not name; {UNPACK}")
    read = Chunks(_joined(content, around)).read
    for piece in pieces(read(PIECE), read):
        yield Rest(piece.data, piece.lines_before)


def _directory(content: Data) -> zipfile.ZipFile:
    """Raises ``_DAMAGE``."""
    if _entries(content) > _MOST_ENTRIES:
        raise ValueError("its directory is longer than the bounds on archives allow")
    return zipfile.ZipFile(opened(content))


def _entries(content: Data) -> int:
    """At least as many as its directory has, whatever it says: that is in front of its end, and of
    what large archives have there as well (4.3.14 to 4.3.16)."""
    last = max(0, len(content) - _LONGEST_END)
    end = last + content[last : len(content)].rfind(END)
    if end < last:
        return 0
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    if end >= _END_64 and content[end - 20 : end - 16] == b"PK\x06\x07":
        end -= _END_64
        size = int.from_bytes(content[end + 40 : end + 48], "little")
    parts = range(max(0, end - size), end, PIECE)
    return sum(content[at : min(end, at + PIECE)].count(ENTRY) for at in parts)


def _each(
    archive: Archive,
    entries: Iterable[zipfile.ZipInfo],
    budget: Budget,
    packed: list[Span],
) -> Iterator[Item]:
    """The members; ``packed`` gets where those are that were read as a whole."""
    for entry in entries:
        if budget.is_spent:
            yield TOO_MUCH
            break
        name = entry.filename
        if entry.is_dir() and is_empty(archive.data, entry):
            budget.spend(0)
            continue
        if entry.flag_bits & _ENCRYPTED:
            budget.spend(0)
            yield Missing(f"its member {name} is encrypted; decrypt it, or exclude the archive")
            continue
        try:
            member = ZipMember(archive.data, entry)
        except UnsupportedError as error:
            budget.spend(0)
            yield Missing(f"its member {name} {error}")
            continue
        except ValueError as error:
            budget.spend(0)
            yield Missing(f"its member {name} is damaged ({error}); {REPAIR}")
            continue
        is_whole = True
        for item in read_member(named(archive, name), member.read, budget, member.errors):
            is_whole = is_whole and not isinstance(item, (Missing, NoRoom))
            yield item
        if is_whole:
            packed.append((member.start, member.end))


def _around(data: Data, packed: list[Span]) -> Iterator[Span]:
    """The parts of an archive that are not packed: headers, names, comments, a program in front."""
    position = 0
    for start, end in sorted(packed):
        if start > position:
            yield position, start
        position = max(position, end)
    yield position, len(data)


def _holds_unnamed(data: Data, start: int, end: int, known: set[int]) -> bool:
    """Whether there is the header of a member where the directory names none: of an archive that
    another one was put behind, or of a member that was hidden."""
    at = data.find(MAGIC, start, end)
    while at >= 0:
        if at not in known and _HEADER.match(data[at : at + _LONGEST_MATCH]):
            return True
        at = data.find(MAGIC, at + 1, end)
    return False


def _joined(content: Data, around: list[Span]) -> Iterator[bytes]:
    """These parts of an archive, each with an end of line behind it."""
    for start, end in around:
        for position in range(start, end, PIECE):
            yield content[position : min(end, position + PIECE)]
        yield b"\n"
