"""Tar archives (POSIX.1, pax; and those of GNU)."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator

from keyguard.formats.archive import TOO_MUCH, Archive, Member, Missing
from keyguard.formats.budget import Budget
from keyguard.formats.member import named, read_member
from keyguard.formats.opening import DAMAGE, damaged


def is_sound(archive: Archive) -> bool:
    """Whether its first header adds up; the checksum itself counts as blanks."""
    if archive.is_named:
        return True
    header = archive.data[:512]
    try:
        checksum = int(header[148:156].strip(b" \0"), 8)
    except ValueError:
        return False
    return checksum == sum(header[:148]) + sum(header[156:]) + 8 * ord(" ")


def members(archive: Archive, budget: Budget) -> Iterator[Member | Missing]:
    """Every regular file in it."""
    try:
        with tarfile.open(fileobj=io.BytesIO(archive.data), mode="r:") as opened:
            for entry in opened:
                if not entry.isreg():
                    continue
                if budget.is_spent:
                    yield TOO_MUCH
                    return
                file = opened.extractfile(entry)
                if file:
                    yield from read_member(named(archive, entry.name), file.read, budget)
    except tarfile.TarError as error:
        yield damaged(archive, error)


def outside_members(data: bytes) -> bytes:
    """What a tar archive holds besides its members: what heads them, and all behind its end."""
    names: list[str] = []
    end = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for entry in archive:
                names += [entry.name, entry.linkname, *entry.pax_headers.values()]
                end = archive.offset
    except (tarfile.TarError, *DAMAGE):
        pass
    told = "\n".join(names).encode("utf-8", "surrogateescape")
    return told + b"\n" + data[end:].strip(b"\0")
