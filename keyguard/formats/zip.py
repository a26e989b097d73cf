"""ZIP archives, and programs that have one at their end (APPNOTE.TXT)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace

from keyguard.formats.archive import TOO_MUCH, Archive, Member, Missing
from keyguard.formats.budget import Budget
from keyguard.formats.format import REPAIR
from keyguard.formats.member import named, read_member
from keyguard.formats.opening import DAMAGE, damaged, reason
from keyguard.formats.spreadsheet import SHARED, SHEETS, strings_of, unused, with_texts

_HEADER = re.compile(
    rb".{4}[\x0a-\x3f][\x00-\x0f]..[\x00-\x14\x5d-\x63]\x00.{16}(?:[^\x00].|\x00[^\x00])",
    re.DOTALL,
)
"""A version, a method of compression, and a name that is not empty (4.3.7)."""
_ENCRYPTED = 1
_DAMAGE = (zipfile.BadZipFile, *DAMAGE)


def is_sound(archive: Archive) -> bool:
    """Whether it is an archive: a program may stand in front, so its directory is at the end."""
    if archive.data.startswith(archive.format.magic):
        return archive.is_named or _HEADER.match(archive.data) is not None
    try:
        zipfile.ZipFile(io.BytesIO(archive.data)).close()
    except _DAMAGE:
        return archive.is_named and zipfile.is_zipfile(io.BytesIO(archive.data))
    return True


def members(archive: Archive, budget: Budget) -> Iterator[Member | Missing]:
    """Every file in it, but what is encrypted or damaged."""
    try:
        opened = zipfile.ZipFile(io.BytesIO(archive.data))
    except zipfile.BadZipFile as error:
        yield damaged(archive, error)
        return
    entries = [entry for entry in opened.infolist() if not entry.is_dir()]
    if any(entry.filename == SHARED for entry in entries):
        yield from _of_spreadsheet(archive, opened, entries, budget)
    else:
        yield from _each(archive, opened, entries, budget)


def _of_spreadsheet(
    archive: Archive,
    opened: zipfile.ZipFile,
    entries: Iterable[zipfile.ZipInfo],
    budget: Budget,
) -> Iterator[Member | Missing]:
    """The same, with the texts of a spreadsheet's cells where they are shown."""
    first = sorted(entries, key=lambda entry: entry.filename != SHARED)
    shared, *parts = _each(archive, opened, first[:1], budget)
    strings = strings_of(shared.data) if isinstance(shared, Member) and not parts else None
    if strings is None:
        yield from (shared, *parts)
    for member in _each(archive, opened, first[1:], budget):
        if strings and isinstance(member, Member) and member.path.startswith(SHEETS.encode()):
            yield replace(member, data=with_texts(member.data, strings))
        else:
            yield member
    if strings and isinstance(shared, Member) and (left := unused(strings)):
        yield replace(shared, data=left)


def _each(
    archive: Archive,
    opened: zipfile.ZipFile,
    entries: Iterable[zipfile.ZipInfo],
    budget: Budget,
) -> Iterator[Member | Missing]:
    for entry in entries:
        if budget.is_spent:
            yield TOO_MUCH
            return
        name = entry.filename
        if entry.flag_bits & _ENCRYPTED:
            yield Missing(f"its member {name} is encrypted; decrypt it, or exclude the archive")
            continue
        try:
            file = opened.open(entry)
        except _DAMAGE as error:
            yield Missing(f"its member {name} is damaged ({reason(error)}); {REPAIR}")
            continue
        with file:
            yield from read_member(named(archive, name), file.read, budget, _DAMAGE)
