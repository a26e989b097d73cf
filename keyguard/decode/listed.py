"""Text written as a list of its characters: decimal or hexadecimal codes, or quoted letters.

As in ``String.fromCharCode(112, 107)``, ``[]byte{0x70, 0x6b}``, ``bytes.fromhex("70 6b")``, the
JSON of a Node.js buffer, and ``['p', 'k']``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from keyguard.decode.inplace import Replacement, by_line
from keyguard.decode.numbers import rows_of_numbers

SHORTEST = 8
"""Characters of a list: fewer are no credential."""
_SPACE = r"[\s,;]{1,30}"
_PAIR = "[0-9A-Fa-f]{2}"
_CALL = re.compile(
    r"\b(?:String\.fromCharCode|bytes(?:\.fromhex)?|bytearray(?:\.fromhex)?|Buffer\.from)"
    r"\(\[?\s{0,60}[\"']?\Z"
)
_REST_OF_CALL = re.compile(
    r"[\s,]{0,60}[\"']?\]?(?:,\s?[\"']hex[\"'])?\)(?:\.(?:decode|toString)\([^()\n]{0,20}\))?"
)
_CALL_REACH = 100
_PRINTABLE = re.compile(r"[\t\n\r -~\xa0-\xff]+\0?")


@dataclass(frozen=True, slots=True)
class _Form:
    """How lists are written: an expression for one, and for an item with what it stands for."""

    whole: re.Pattern[str]
    item: re.Pattern[str]
    code: Callable[[str], int]


def _form(item: str, space: str, code: Callable[[str], int], before: str = "") -> _Form:
    plain = item.replace("(", "(?:", 1)
    whole = rf"{before}{plain}(?:{space}{plain}){{{SHORTEST - 1},}}(?![\w.])"
    return _Form(re.compile(whole), re.compile(item), code)


def _number(item: str, space: str, base: int) -> _Form:
    return _form(item, space, lambda digits: int(digits, base), r"(?<![\w.])")


_NUMBERS = (
    _number("(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])", _SPACE, 10),
    _number(f"0[xX]({_PAIR})", _SPACE, 16),
    *(
        _number(f"({_PAIR})", space, 16)
        for space in (r"\s{1,30}", r":\s{0,29}", r"-\s{0,29}", r",\s{0,29}")
    ),
)
"""Of pairs of digits the same sign stands between all."""
_LETTERS = tuple(_form(f"{quote}([!-~]){quote}", _SPACE, ord) for quote in "\"'")


def lists(text: str) -> Iterator[Replacement]:
    """Every list of printable characters, a line of it after the other. Not in any order."""
    for start, end in rows_of_numbers(text):
        for form in _NUMBERS:
            yield from _printable(text, form, start, end)
    for form in _LETTERS:
        yield from _printable(text, form, 0, len(text))


def _printable(text: str, form: _Form, start: int, end: int) -> Iterator[Replacement]:
    for found in form.whole.finditer(text, start, end):
        spots = [
            (item.start(), chr(form.code(item[1])))
            for item in form.item.finditer(text, *found.span())
        ]
        decoded = "".join(character for _, character in spots)
        if not _PRINTABLE.fullmatch(decoded):
            continue
        call = _CALL.search(text, max(0, found.start() - _CALL_REACH), found.start())
        rest = _REST_OF_CALL.match(text, found.end()) if call else None
        if call and rest:  # all of it is text, as a literal would be
            yield Replacement(call.start(), rest.end(), f'"{decoded}"', "bytes")
        else:
            yield from by_line(text, spots, found.end(), "bytes")
