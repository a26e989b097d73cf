"""Text written as a list of its characters: decimal or hexadecimal codes, or quoted letters.

As in ``String.fromCharCode(112, 107)``, ``[]byte{0x70, 0x6b}``, ``bytes.fromhex("70 6b")``, the
JSON of a Node.js buffer, and ``['p', 'k']``. Of text in UTF-16 each code has a NUL behind it, as in
exports of the registry: ``hex(2):70,00,6b,00``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from keyguard.encodings.number_rows import rows_of_numbers
from keyguard.encodings.replacement import Replacement, by_line
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

SHORTEST = 8
"""Characters of a list: a shorter one is no credential."""
_BETWEEN = " \t\n,;:-"
_QUOTES = ("'", '"')
_SPACE = r"[\s,;\\]{1,30}"
_CALL = lazy_pattern(
    r"\b(?:String\.fromCharCode|bytes(?:\.fromhex)?|bytearray(?:\.fromhex)?|Buffer\.from)"
    r"\(\[?\s{0,60}[\"']?\Z"
)
_REST_OF_CALL = lazy_pattern(
    r"[\s,]{0,60}[\"']?\]?(?:,\s?[\"']hex[\"'])?\)(?:\.(?:decode|toString)\([^()\n]{0,20}\))?"
)
_CALL_REACH = 100
_DECIMAL, _PAIR = "[0-9]{1,3}", "[0-9A-Fa-f]{2}"
_PRINTABLE_DECIMAL = "(?:12[0-6]|1[01][0-9]|1[03]|3[2-9]|[4-9][0-9]|9)"
_PRINTABLE_PAIR = "(?:[2-6][0-9A-Fa-f]|7[0-9A-Ea-e]|0[9AaDd])"
_LONGEST_ITEM = 40
"""Characters of an item with the space behind it, or more."""


class _Form(NamedTuple):
    """How lists are written."""

    whole: re.Pattern[str]
    """A list of printable characters, perhaps with a NUL at its end."""
    item: re.Pattern[str]
    before: re.Pattern[str]
    """What makes a list a part of one that holds other things too: any item in front of it."""
    behind: re.Pattern[str]
    """The same behind it. Apart from the list itself, which would be tried in all lengths."""
    code: Callable[[str], int]
    sign: str
    """What every list holds; other texts may hold it too."""
    signs: int = 1
    """How often, at least."""


def _form(
    item: str, space: str, code: Callable[[str], int], sign: str, codes: tuple[str, str, str]
) -> _Form:
    """``item`` has a place for each of ``codes``: those of printable characters, NUL, and any."""
    printable, nul, other = (item % each for each in codes)
    whole = rf"{printable}(?:{space}{printable}){{{SHORTEST - 1},}}(?:{space}{nul})?"
    return _Form(
        lazy_pattern(whole if sign in _QUOTES else rf"(?<![\w.]){whole}"),
        lazy_pattern(item % f"({codes[2]})"),
        lazy_pattern(rf"{other}{space}\Z"),
        lazy_pattern(rf"{space}{other}|[\w.]"),
        code,
        sign,
    )


def _wide(
    item: str, space: str, code: Callable[[str], int], nul: str, codes: tuple[str, str, str]
) -> _Form:
    """A form of UTF-16, in whatever list: chance seldom has a NUL behind each of so many."""
    printable = f"{item % codes[0]}{space}{item % nul}"
    return _Form(
        lazy_pattern(rf"(?<![\w.]){printable}(?:{space}{printable}){{{SHORTEST - 1},}}"),
        lazy_pattern(f"{item % f'({codes[2]})'}{space}{item % nul}"),
        lazy_pattern(r"(?!)"),
        lazy_pattern(r"[\w.]"),
        code,
        nul,
        SHORTEST,
    )


def _decimal(digits: str) -> int:
    return int(digits)


def _hexadecimal(digits: str) -> int:
    return int(digits, 16)


_PAIRS = (_PRINTABLE_PAIR, "00", _PAIR)
_LETTER = ("[!-~]", r"\\0", "[!-~]")
_WRITTEN: tuple[tuple[str, str, Callable[[str], int], str, tuple[str, str, str]], ...] = (
    ("%s", _SPACE, _decimal, "", (_PRINTABLE_DECIMAL, "0", _DECIMAL)),
    ("0[xX]%s", _SPACE, _hexadecimal, "0x", _PAIRS),
    ("%s", r"\s{1,30}", _hexadecimal, "", _PAIRS),
    *(("%s", rf"{sign}[\s\\]{{0,29}}", _hexadecimal, sign, _PAIRS) for sign in ":-,"),
)
_NUMBERS = (
    *(_form(item, space, code, sign, codes) for item, space, code, sign, codes in _WRITTEN),
    *(_wide(item, space, code, codes[1], codes) for item, space, code, _, codes in _WRITTEN),
)
"""Pairs of digits all have the same separator."""
_LETTERS = tuple(_form(f"{quote}%s{quote}", _SPACE, ord, quote, _LETTER) for quote in _QUOTES)


def lists(text: str) -> Iterator[Replacement]:
    """Every list of printable characters, line by line. Not in any order."""
    for start, end in rows_of_numbers(text):
        row = text[start:end].lower()
        if row.isspace() or sum(map(row.count, _BETWEEN)) < SHORTEST - 1:
            continue
        for form in _NUMBERS:
            if not form.sign or row.count(form.sign) >= form.signs:
                yield from _printable(text, form, start, end)
    for form in _LETTERS:
        yield from _printable(text, form, 0, len(text))


def _printable(text: str, form: _Form, start: int, end: int) -> Iterator[Replacement]:
    for found in form.whole.finditer(text, start, end):
        before = max(start, found.start() - _LONGEST_ITEM)
        if form.before.search(text, before, found.start()) or form.behind.match(text, found.end()):
            continue
        spots = [
            (item.start(), chr(form.code(item[1])))
            for item in form.item.finditer(text, *found.span())
        ]
        call = _CALL.search(text, max(0, found.start() - _CALL_REACH), found.start())
        rest = _REST_OF_CALL.match(text, found.end()) if call else None
        if call and rest:  # all of it is text, as a literal would be
            decoded = "".join(character for _, character in spots)
            yield Replacement(call.start(), rest.end(), f'"{decoded}"', "bytes")
        else:
            yield from by_line(text, spots, found.end(), "bytes")
