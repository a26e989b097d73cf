"""Sheets of a spreadsheet with the texts of their cells in place, which the file keeps apart.

ECMA-376, part 1, 18.3 (worksheets) and 18.4 (shared strings).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from keyguard.formats.archive import Item, Member
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

SHARED = "xl/sharedStrings.xml"
SHEETS = "xl/worksheets/"

LONGEST_REPEATED = 64
"""Bytes of a text that is repeated in every cell that refers to it, so that a small file does not
become huge."""

_ITEM = lazy_pattern(rb"<(?:\w{1,8}:)?si\b[^<>]*>")
_END_OF_ITEM = lazy_pattern(rb"</(?:\w{1,8}:)?si>")
_TEXT = lazy_pattern(rb"<(?:\w{1,8}:)?t\b[^<>]*>([^<]*)</")
_CELL = lazy_pattern(
    rb"<(?:\w{1,8}:)?c\b(?P<attributes>[^<>]{0,200})\bt=\"s\"(?P<more>[^<>]{0,200})>\s*"
    rb"<(?:\w{1,8}:)?v>(?P<number>\d{1,9})</(?:\w{1,8}:)?v>"
)
_END_OF_ROW = lazy_pattern(rb"</(?:\w{1,8}:)?row>")


class Strings(NamedTuple):
    """The texts that cells refer to by number, and the numbers that cells have used."""

    texts: list[bytes]
    """The texts as they are written in XML."""
    used: set[int]


def in_place(items: Iterable[Item]) -> Iterator[Item]:
    """The contents of a spreadsheet, with each shared text in the cells that show it.

    Texts that no cell shows come by themselves. Texts that come in pieces are left as they are.
    """
    shared: list[Member] = []
    strings: Strings | None = None
    for item in items:
        if isinstance(item, Member) and item.path == SHARED.encode():
            shared.append(item)
            continue
        if strings is None:
            strings = strings_of(shared[0].data if len(shared) == 1 else b"")
        if isinstance(item, Member) and item.path.startswith(SHEETS.encode()):
            yield item._replace(data=with_texts(item.data, strings))
        else:
            yield item
    if len(shared) == 1 and strings is not None:
        left = unused(strings)
        yield from [shared[0]._replace(data=left)] if left else []
    else:
        yield from shared


def strings_of(shared: bytes) -> Strings:
    """The texts in a file of shared strings."""
    items = (_END_OF_ITEM.split(begun, maxsplit=1)[0] for begun in _ITEM.split(shared)[1:])
    return Strings([b"".join(_TEXT.findall(item)) for item in items], set())


def with_texts(sheet: bytes, strings: Strings) -> bytes:
    """A sheet in which each cell contains its text, as ``inlineStr`` cells do; a sign that is no
    tag ends each row."""

    def inline(cell: re.Match[bytes]) -> bytes:
        number = int(cell["number"])
        if number >= len(strings.texts) or (
            number in strings.used and len(strings.texts[number]) > LONGEST_REPEATED
        ):
            return cell[0]
        strings.used.add(number)
        attributes = cell["attributes"] + cell["more"]
        return b"<c%b><is><t>%b</t></is>" % (attributes, strings.texts[number])

    return _END_OF_ROW.sub(b"</row>|\n", _CELL.sub(inline, sheet))


def unused(strings: Strings) -> bytes:
    """The texts that no cell uses, each by itself."""
    left = (text for number, text in enumerate(strings.texts) if number not in strings.used)
    return b"".join(b"<si><t>%b</t></si>|\n" % text for text in left)
