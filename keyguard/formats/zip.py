"""ZIP archives, and programs that have one at their end (APPNOTE.TXT)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from keyguard.formats.archive import TOO_MUCH, Archive, Member, Missing
from keyguard.formats.budget import Budget
from keyguard.formats.format import REPAIR
from keyguard.formats.member import named, read_member
from keyguard.formats.opening import DAMAGE, damaged, reason

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
    for entry in opened.infolist():
        if entry.is_dir():
            continue
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
