"""Tar archives (POSIX.1, pax; and those of GNU)."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator

from keyguard.formats.archive import TOO_MUCH, Archive, Member, Missing, Rest
from keyguard.formats.budget import Budget
from keyguard.formats.member import named, read_member
from keyguard.formats.opening import DAMAGE, damaged

_DAMAGE: tuple[type[Exception], ...] = (tarfile.TarError, *DAMAGE)


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


def members(archive: Archive, budget: Budget) -> Iterator[Member | Missing | Rest]:
    """Every file in it; then what heads them, and all behind its end."""
    heads: list[str] = []
    end = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(archive.data), mode="r:") as opened:
            for entry in opened:
                heads += [entry.name, entry.linkname, *entry.pax_headers.values()]
                if not _has_content(entry):
                    end = opened.offset
                    continue
                if budget.is_spent:
                    yield TOO_MUCH
                    break
                file = opened.extractfile(entry)
                if file:
                    yield from read_member(named(archive, entry.name), file.read, budget)
                end = opened.offset
    except _DAMAGE as error:
        yield damaged(archive, error)
    told = "\n".join(heads).encode("utf-8", "surrogateescape")
    yield Rest(told + b"\n" + archive.data[end:].strip(b"\0"))


def _has_content(entry: tarfile.TarInfo) -> bool:
    """Whether it is a regular file, or of a type that is not known, which counts as one."""
    return entry.isreg() or entry.type not in tarfile.SUPPORTED_TYPES
