"""Any one object that is too large to be held, by its id."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from keyguard.gitformat.content import Content
from keyguard.gitformat.object_id import named_rightly
from keyguard.gitformat.pack_entry import TYPES
from keyguard.gitformat.types import (
    CorruptObjectError,
    GitObject,
    LargeObject,
    too_large,
)
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
    from keyguard.gitrepo.objects.lookup import Lookup
    from keyguard.gitrepo.objects.pack_dir import Pack

_Found = tuple[str, Version]
"""The type of an object, and its content."""
_Copy = Callable[[], _Found | None]
"""Opens an object at one place; None if it is not there. Raises ``CorruptObjectError``."""


def open_large(lookup: Lookup, id_: str) -> GitObject | LargeObject:
    """An object; a blob of over ``LARGE`` bytes is not held. Raises ``CorruptObjectError`` if no
    sound copy of it is found, or if it has more bytes than may be read."""
    return _opened(lookup, id_, *_found(lookup, id_, frozenset()))


def open_large_loose(lookup: Lookup, id_: str) -> GitObject | LargeObject:
    """The same of a loose object."""
    failure = CorruptObjectError("it is missing")
    for directory in lookup.directories:
        try:
            if found := _loose_in(directory, id_):
                return _opened(lookup, id_, *found)
        except CorruptObjectError as error:
            failure = error
    raise failure


def _opened(lookup: Lookup, id_: str, type_: str, version: Version) -> GitObject | LargeObject:
    if version.size > lookup.max_size:
        raise too_large(version.size)
    if type_ == "blob" and version.size > LARGE:
        return large_object(id_, version)
    return GitObject(id_, type_, b"".join(version.parts()))


def copies_of(lookup: Lookup, id_: str) -> Iterator[LargeObject]:
    """Every copy of a large blob, loose or packed, that opening it does not show to be damaged."""
    for copy in _copies(lookup, id_, frozenset()):
        with suppress(CorruptObjectError):
            if found := copy():
                yield large_object(id_, found[1])


def large_object(id_: str, version: Version) -> LargeObject:
    """A blob that is not held; that another one is stored under its name shows at its end."""
    size, parts = version
    return LargeObject(id_, size, lambda: named_rightly(id_, size, parts()))


def copies_again(directories: Sequence[str], id_: str) -> Iterator[Iterator[bytes]]:
    """The content of each copy of a large blob, which raises ``OSError`` if it is damaged."""
    from keyguard.gitrepo.objects.lookup import Lookup  # which loads this where it needs it

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
    failure = CorruptObjectError("it is missing")
    for copy in _copies(lookup, id_, asked):
        try:
            if found := copy():
                return found
        except CorruptObjectError as error:
            failure = error
    raise failure


def _copies(lookup: Lookup, id_: str, asked: frozenset[str]) -> Iterator[_Copy]:
    """Each place where an object may be."""
    if id_ in asked:
        raise CorruptObjectError("it is stored as a delta of itself")
    for directory in lookup.directories:
        yield partial(_loose_in, directory, id_)
    for pack in lookup.packs:
        yield partial(_packed_in, lookup, pack, id_, asked | {id_})


def _packed_in(lookup: Lookup, pack: Pack, id_: str, asked: frozenset[str]) -> _Found | None:
    row = pack.index.find(bytes.fromhex(id_))
    return None if row is None else _packed(lookup, pack, pack.index.offset_at(row), asked)


def _packed(lookup: Lookup, pack: Pack, offset: int, asked: frozenset[str]) -> _Found:
    """Follows the chain of deltas down to its root, then applies one after the other."""
    deltas: list[Version] = []
    passed: set[int] = set()
    while offset not in passed:
        passed.add(offset)
        kind, size, start, base = pack.file.header(offset, pack.index.id_length)
        entry = entry_at(pack.file, start, pack.file.size, size)
        if kind in TYPES:
            return TYPES[kind], _applied(deltas, entry)
        deltas.append(entry)
        if isinstance(base, int):
            offset = base
            continue
        row = pack.index.find(base)
        if row is None:
            type_, found = _found(lookup, base.hex(), asked)
            return type_, _applied(deltas, found)
        offset = pack.index.offset_at(row)
    raise CorruptObjectError("the object that it is stored as a delta of is missing")


def _applied(deltas: list[Version], version: Version) -> Version:
    for delta in reversed(deltas):
        base: Content = in_any_order(version)
        version = made_from(base, delta)
    return version


def _loose_in(directory: str, id_: str) -> _Found | None:
    try:
        with open_loose(directory, id_) as file:
            type_, size, begin = parse_header(next(inflated([file.read(GIVEN)], GIVEN), b""))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CorruptObjectError(f"its file can't be read ({error.strerror})") from error
    return type_, Version(size, partial(_loose_parts, directory, id_, begin, size))


def _loose_parts(directory: str, id_: str, begin: int, size: int) -> Iterator[bytes]:
    try:
        with open_loose(directory, id_) as file:
            stored = iter(partial(file.read, GIVEN), b"")
            parts = inflated(stored, begin + size)
            yield next(parts, b"")[begin:]
            yield from parts
    except OSError as error:
        raise CorruptObjectError(f"its file can't be read ({error.strerror})") from error
