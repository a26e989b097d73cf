"""The format of content: by its magic number, and by more of it unless its name says it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from keyguard.formats.archive import Archive
from keyguard.formats.format import Format
from keyguard.formats.table import FORMATS, NAMED_ONLY
from keyguard.model.data import Data
from keyguard.model.entry_point import load
from keyguard.model.literals import Literals
from keyguard.model.patterns import lazy_pattern

_SUFFIXES = tuple(suffix for each in FORMATS for suffix in (*each.suffixes, *each.tar_suffixes))
_IN_ORDER = tuple(sorted(FORMATS, key=lambda each: each.offset is None))
"""What holds a magic number anywhere may begin with that of another format."""
_BEGINNINGS = tuple(each.magic for each in FORMATS if each.magic and each.offset == 0)
_BY_FIRST_BYTE = {
    first: tuple(each for each in _BEGINNINGS if each.startswith(first))
    for first in {each[:1] for each in _BEGINNINGS}
}
_FURTHER_ON = sorted((each.offset, each.magic) for each in FORMATS if each.magic and each.offset)
_ANYWHERE = tuple(each.magic for each in FORMATS if each.magic and each.offset is None)
"""All magic numbers, by where they are: most content has none, which is seen without the table."""
_LITERALS = Literals(_ANYWHERE)
_SHORT = 1 << 8
"""Bytes in which all of them are looked for at once faster than one after the other."""
_ANY_OF_THEM = lazy_pattern(b"|".join(map(re.escape, _ANYWHERE)))
_END = 1 << 12
"""Bytes at the beginning, and at the end, that may belong to a header."""
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
"""How programs of Windows, Linux and macOS begin, and scripts."""


def recognise(data: Data, name: bytes = b"") -> Archive | None:
    """The archive that content is; None if it is none. ``name`` is its name, if it has one."""
    return _LAST.recognised(data, name)


def recognise_as(formats: Iterable[Format], data: Data) -> Archive | None:
    """The archive that content is, of these formats only; None if it is none of them."""
    return _sound_of(formats, data)


def _recognised(data: Data, name: bytes) -> Archive | None:
    is_named = bool(name) and (name.endswith(_SUFFIXES) or NAMED_ONLY.fits(name))
    if is_named:
        return _sound_of(_IN_ORDER, data, name, is_named)
    return _sound_of(_of_first_byte(data[:1]), data, name) if _has_any_magic(data) else None


def _sound_of(
    formats: Iterable[Format], data: Data, name: bytes = b"", is_named: bool = False
) -> Archive | None:
    seen = (Archive(each, data, name, is_named) for each in formats if _has_magic(each, data, name))
    return next(filter(_is_sound, seen), None)


@cache
def _of_first_byte(first: bytes) -> tuple[Format, ...]:
    """The formats that content may have by its first byte."""
    return tuple(each for each in _IN_ORDER if each.offset != 0 or each.magic.startswith(first))


def is_program(data: Data) -> bool:
    """Whether content begins like a program, which may have an archive at its end."""
    return data.startswith(_PROGRAMS)


def _has_any_magic(data: Data) -> bool:
    return (
        data.startswith(_BY_FIRST_BYTE.get(data[:1], ()))
        or _has_magic_further_on(data)
        or _has_magic_anywhere(data)
    )


def _has_magic_anywhere(data: Data) -> bool:
    if not isinstance(data, bytes):
        return any(_is_anywhere(magic, data) for magic in _ANYWHERE)
    if len(data) <= _SHORT:
        return _ANY_OF_THEM.search(data) is not None
    return _LITERALS.any_in(data)


class _Last:
    """What content was that was asked about last: it is asked again."""

    def __init__(self) -> None:
        self._asked: tuple[Data, bytes] = b"", b""
        self._answer: Archive | None = None

    def recognised(self, data: Data, name: bytes) -> Archive | None:
        """The archive that content is."""
        if not isinstance(data, bytes):
            return _recognised(data, name)
        if data is not self._asked[0] or name != self._asked[1]:
            self._answer = _recognised(data, name)
            self._asked = data, name
        return self._answer


_LAST = _Last()


def _is_anywhere(magic: bytes, data: Data) -> bool:
    if not isinstance(data, bytes):
        data.look_for(_ANYWHERE)
    return magic in data


def _has_magic_further_on(data: Data) -> bool:
    size = len(data)
    for offset, magic in _FURTHER_ON:
        if offset >= size:
            break
        if data.startswith(magic, offset):
            return True
    return False


def _has_magic(each: Format, data: Data, name: bytes) -> bool:
    if not each.magic:
        return name.endswith(each.suffixes) or each.names.fits(name)
    if each.offset is None:
        return _is_anywhere(each.magic, data)
    return data.startswith(each.magic, each.offset)


def _is_sound(archive: Archive) -> bool:
    """Whether more of the content is in order than its magic number."""
    if archive.format.check:
        return bool(load(archive.format.check)(archive))
    header = re.compile(archive.format.header, re.DOTALL)
    return archive.is_named or header.match(_ends_of(archive.data)) is not None


def _ends_of(data: Data) -> bytes:
    """Content, or of what is not held its beginning and its end: a header says no more."""
    return data if isinstance(data, bytes) else data[:_END] + data[-_END:]
