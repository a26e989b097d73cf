"""The packed streams of PDF documents (ISO 32000-1, 7.4: filters)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator

from keyguard.formats.archive import Archive, Item, Member, Missing
from keyguard.formats.budget import Budget
from keyguard.formats.deflated import texts
from keyguard.formats.format import REPAIR, UNPACK
from keyguard.model.patterns import lazy_pattern

_STREAM = lazy_pattern(rb"(?<!end)stream\r?\n")
_NOT_TEXT = lazy_pattern(rb"/(?:Image|FontFile|Length1|XRef)\b")
"""Streams of pixels, of glyphs, and of positions, by their dictionaries."""
_DICTIONARY = 400
"""Bytes in front of a stream that tell what it is."""
_FILTERS = lazy_pattern(rb"/Filter\s{0,4}(\[[^\]]*\]|/\w+)")
_ENCRYPTED = lazy_pattern(rb"/Encrypt\s{1,4}(?:[0-9]{1,10} [0-9]{1,5} R|<<)")
_FLATE = (b"/FlateDecode", b"/Fl")


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """What each stream of text holds."""
    if _ENCRYPTED.search(archive.data):
        yield Missing("it is an encrypted pdf; decrypt it, or exclude it")
        return
    for found in _STREAM.finditer(archive.data):
        dictionary = archive.data[max(0, found.start() - _DICTIONARY) : found.start()]
        own = dictionary.rpartition(b" obj")[2]
        if _NOT_TEXT.search(own):
            continue
        end = archive.data.find(b"endstream", found.end())
        content = archive.data[found.end() : end if end >= 0 else None]
        yield from _read(archive, content, _filters(own), budget)
        if end < 0:
            return


def _filters(dictionary: bytes) -> list[bytes]:
    """The filters of a stream, in the order in which they are undone."""
    found = _FILTERS.search(dictionary)
    return re.findall(rb"/\w+", found[1]) if found else []


def _read(archive: Archive, content: bytes, filters: list[bytes], budget: Budget) -> Iterator[Item]:
    """One stream, as text. Of those without a filter the document's own text holds all."""
    decoded = content
    for each in filters:
        if each in _FLATE:
            yield from texts(archive, [decoded], budget)
            return
        if each not in _DIGITS:
            name = each.decode("ascii", "replace")
            yield Missing(f"it has a stream with the filter {name}, which is not read; {UNPACK}")
            return
        try:
            decoded = _DIGITS[each](decoded)
        except ValueError:
            yield Missing(f"a stream of its {archive.format.name} is damaged; {REPAIR}")
            return
    if filters:
        budget.spend(len(decoded))
        yield Member(archive.format.name, b"", decoded)
    else:
        yield from texts(archive, [decoded], budget)


def _ascii85(digits: bytes) -> bytes:
    """Raises ValueError."""
    return base64.a85decode(digits.partition(b"~>")[0].removeprefix(b"<~"))


def _hexadecimal(digits: bytes) -> bytes:
    """An odd digit at the end counts as if a zero followed. Raises ValueError."""
    plain = b"".join(digits.partition(b">")[0].split())
    return binascii.unhexlify(plain + b"0" * (len(plain) % 2))


_DIGITS: dict[bytes, Callable[[bytes], bytes]] = {
    b"/ASCII85Decode": _ascii85,
    b"/A85": _ascii85,
    b"/ASCIIHexDecode": _hexadecimal,
    b"/AHx": _hexadecimal,
}
"""Filters that write bytes as digits, with their short names (7.4.2 and 7.4.3)."""
