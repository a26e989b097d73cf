"""Finds, by its id, an object that is too large for the memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from keyguard.gitformat.object_id import named_rightly
from keyguard.gitformat.types import (
    LARGEST_BESIDE_FILES,
    CorruptObjectError,
    GitObject,
    LargeObject,
    no_file,
    too_large,
)
from keyguard.gitrepo.objects.lookup import Lookup, first_sound
from keyguard.gitrepo.objects.loose import open_loose, parse_header
from keyguard.gitrepo.objects.versions import (
    GIVEN,
    Version,
    entry_at,
    in_any_order,
    inflated,
    made_from,
)
from keyguard.model.piece import LARGE

if TYPE_CHECKING:
    from keyguard.gitformat.pack_entry import EntryKind
    from keyguard.gitrepo.objects.pack_dir import Pack

_Found = tuple[str, Version]
"""The type of an object, and its content."""
_Copy = Iterator[_Found]
"""Opens an object at one place, and yields nothing if it is not there. Raises
``CorruptObjectError``."""


def open_large(lookup: Lookup, id_: str) -> GitObject | LargeObject:
    """Opens an object; a blob of more than ``LARGE`` bytes is read part by part.

    Raises ``CorruptObjectError`` if no sound copy of it is found, or if it has more bytes than may
    be read.
    """
    return _opened(lookup, id_, *_found(lookup, id_, frozenset()))


def open_large_loose(lookup: Lookup, id_: str) -> GitObject | LargeObject:
    """Opens a loose object as ``open_large`` does."""
    return first_sound(
        (_opened(lookup, id_, *found) for found in _loose_in(directory, id_))
        for directory in lookup.directories
    )


def _opened(lookup: Lookup, id_: str, type_: str, version: Version) -> GitObject | LargeObject:
    if version.size > lookup.max_size:
        raise too_large(version.size)
    if type_ == "blob" and version.size > LARGE:
        return large_object(id_, version)
    if type_ != "blob" and version.size > LARGEST_BESIDE_FILES:
        raise no_file(version.size)
    return GitObject(id_, type_, b"".join(version.parts()))


def copies_of(lookup: Lookup, id_: str) -> Iterator[LargeObject]:
    """Every copy of a large blob, loose or packed, that looks sound when it is opened."""
    for copy in _copies(lookup, id_, frozenset()):
        with suppress(CorruptObjectError):
            for _, version in copy:
                yield large_object(id_, version)


def large_object(id_: str, version: Version) -> LargeObject:
    """A blob that is read part by part.

    Only at its end it can show that another blob is stored under its name.
    """
    size, parts = version
    return LargeObject(id_, size, lambda: named_rightly(id_, size, parts()))


def copies_again(directories: Sequence[str], id_: str) -> Iterator[Iterator[bytes]]:
    """The content of each copy of a large blob; reading a damaged one raises ``OSError``."""
    for copy in copies_of(Lookup(directories), id_):
        yield _parts_of(copy)


def _parts_of(copy: LargeObject) -> Iterator[bytes]:
    try:
        yield from copy.parts()
    except CorruptObjectError as error:
        raise OSError(str(error)) from error


def _found(lookup: Lookup, id_: str, asked: frozenset[str]) -> _Found:
    """The first copy of an object. Raises ``CorruptObjectError`` if there is none that is sound as
    far as it is opened. ``asked`` are the objects that this one is the base of."""
    return first_sound(_copies(lookup, id_, asked))


def _copies(lookup: Lookup, id_: str, asked: frozenset[str]) -> Iterator[_Copy]:
    """Each place where an object may be."""
    if id_ in asked:
        raise CorruptObjectError("it is stored as a delta of itself")
    for directory in lookup.directories:
        yield _loose_in(directory, id_)
    for pack in lookup.packs:
        yield _packed_in(lookup, pack, id_, asked | {id_})


def _packed_in(lookup: Lookup, pack: Pack, id_: str, asked: frozenset[str]) -> _Copy:
    def entry(offset: int) -> tuple[EntryKind, Version, int | bytes]:
        kind, size, start, base = pack.file.header(offset, pack.index.id_length)
        return kind, entry_at(pack.file, start, pack.file.size, size), base

    found = pack.find(id_, entry, lambda base: _found(lookup, base, asked), _made_from)
    if found is not None:
        yield found


def _made_from(base: Version, delta: Version) -> Version:
    return made_from(in_any_order(base), delta)


def _loose_in(directory: str, id_: str) -> _Copy:
    try:
        with open_loose(directory, id_) as file:
            type_, size, begin = parse_header(next(inflated([file.read(GIVEN)], GIVEN), b""))
    except FileNotFoundError:
        return
    except OSError as error:
        raise CorruptObjectError(f"its file can't be read ({error.strerror})") from error
    yield type_, Version(size, partial(_loose_parts, directory, id_, begin, size))


def _loose_parts(directory: str, id_: str, begin: int, size: int) -> Iterator[bytes]:
    try:
        with open_loose(directory, id_) as file:
            stored = iter(partial(file.read, GIVEN), b"")
            parts = inflated(stored, begin + size)
            yield next(parts, b"")[begin:]
            yield from parts
    except OSError as error:
        raise CorruptObjectError(f"its file can't be read ({error.strerror})") from error
