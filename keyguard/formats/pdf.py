"""The packed streams of PDF documents (ISO 32000-1, 7.4: filters)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator

from keyguard.formats.archive import Archive, Item, Missing
from keyguard.formats.budget import Budget
from keyguard.formats.deflated import text, texts
from keyguard.formats.format import REPAIR, UNPACK
from keyguard.formats.member import Named, read_member
from keyguard.formats.pieces import FED
from keyguard.model.chunks import Chunks
from keyguard.model.data import Stretch, found_in, stretch_of
from keyguard.model.patterns import lazy_pattern

_STREAM = lazy_pattern(rb"(?<!end)stream\r?\n")
_NOT_TEXT = lazy_pattern(rb"/(?:Image|FontFile|Length1|XRef)\b")
"""Streams of pixels, of glyphs, and of positions, by their dictionaries."""
_DICTIONARY = 400
"""Bytes in front of a stream that tell what it is."""
_FILTERS = lazy_pattern(rb"/Filter\s{0,4}(\[[^\]]*\]|/\w+)")
_ENCRYPTED = lazy_pattern(rb"/Encrypt\s{1,4}(?:[0-9]{1,10} [0-9]{1,5} R|<<)")
_FLATE = (b"/FlateDecode", b"/Fl")
_BLANKS = b" \t\n\r\x0b\x0c\0"
_LONGEST_GROUP = 5
"""Digits; what is left of more is no group."""


def members(archive: Archive, budget: Budget) -> Iterator[Item]:
    """The content of each stream of text."""
    data = archive.data
    if any(True for _ in found_in(_ENCRYPTED, data)):
        yield Missing("its PDF is encrypted; decrypt it, or exclude it")
        return
    end = 0
    for start, begin, _ in found_in(_STREAM, data):
        own = data[max(0, start - _DICTIONARY) : start].rpartition(b" obj")[2]
        if _NOT_TEXT.search(own):
            continue
        before = end
        if end < begin:
            end = data.find(b"endstream", begin)
            end = end if end >= 0 else len(data)
        filters = _filters(own)
        if end == before and filters and filters[0] in _DIGITS:
            yield Missing(f"a stream of its {archive.format.name} is damaged; {REPAIR}")
            continue
        yield from _read(archive, stretch_of(data, begin, end), filters, budget)


def _filters(dictionary: bytes) -> list[bytes]:
    """The filters of a stream, in the order in which they are undone."""
    found = _FILTERS.search(dictionary)
    return re.findall(rb"/\w+", found[1]) if found else []


def _read(
    archive: Archive, content: Stretch, filters: list[bytes], budget: Budget
) -> Iterator[Item]:
    """One stream, as text. Of those without a filter the document's own text holds all."""
    if not filters or filters[0] in _FLATE:
        yield from texts(archive, [content], budget)
        return
    name = archive.format.name
    decoded: Iterator[bytes] = (bytes(content[at : at + FED]) for at in range(0, len(content), FED))
    for each in filters:
        if each in _FLATE:
            yield from text(archive, decoded, budget, len(content))
            return
        if each not in _DIGITS:
            shown = each.decode("ascii", "replace")
            yield Missing(f"it has a stream with the filter {shown}, which is not read; {UNPACK}")
            return
        decoded = _decoded(decoded, *_DIGITS[each])
    called = Named(name, b"", f"a stream of its {name}")
    yield from read_member(called, Chunks(decoded).read, budget, (ValueError,))


def _decoded(
    parts: Iterator[bytes], undo: Callable[[bytes], bytes], groups: re.Pattern[bytes], end: bytes
) -> Iterator[bytes]:
    """What digits stand for that come in parts: whole ``groups`` of them, then those that are left
    in front of the ``end``. Raises ValueError."""
    left = b""
    is_over = False
    for part in parts:
        digits, mark, _ = (left + bytes(part).translate(None, _BLANKS)).partition(end)
        whole = groups.match(digits)
        cut = whole.end() if whole else 0
        yield undo(digits[:cut])
        left, is_over = digits[cut:], bool(mark)
        if is_over or len(left) > _LONGEST_GROUP:
            break
    yield undo(left)


def _ascii85(digits: bytes) -> bytes:
    """Raises ValueError."""
    return base64.a85decode(digits.removeprefix(b"<~").removesuffix(b"~"))


def _hexadecimal(digits: bytes) -> bytes:
    """An odd digit at the end counts as if a zero followed. Raises ValueError."""
    return binascii.unhexlify(digits + b"0" * (len(digits) % 2))


_Undone = tuple[Callable[[bytes], bytes], re.Pattern[bytes], bytes]
_A85: _Undone = (_ascii85, lazy_pattern(rb"(?:<~)?(?:z|[!-u]{5})*"), b"~>")
_HEX: _Undone = (_hexadecimal, lazy_pattern(rb"(?:[0-9A-Fa-f]{2})*"), b">")
_DIGITS = {b"/ASCII85Decode": _A85, b"/A85": _A85, b"/ASCIIHexDecode": _HEX, b"/AHx": _HEX}
"""Filters that write bytes as digits, with their short names (7.4.2 and 7.4.3)."""
