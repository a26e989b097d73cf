r"""Clues to a credential with escaped characters.

Percent-encoding, the backslash escapes of programming languages and JSON, and HTML's character
references; also one within another, as in ``\u0026#95;`` or ``%255F``. Whatever is around it, the
innermost escape ends in the character's code: that is what the clues look for, since literals cost
next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.encodings.clue import EncodedClue
from keyguard.settings import KeyFormat

IN_A_ROW = 12
"""Escapes of printable characters in a row that are taken for text."""
INTRODUCERS = tuple(
    rb"%s(?=[2-7][0-9a-f]|[01][0-7]{2}|[\\x]|u[0{]|#|amp;|lowbar|underbar)" % character
    for character in (b"%", rb"\\", b"&")
)
"""The beginnings of all escapes that can matter."""

_BODY = r"[a-z0-9_%\\&-]{6}"
"""Some of a key's body behind an escaped prefix."""
_HEX = r"(?:%(?:25){0,3}|(?:25){4}|(?:x|u00)25;?|37;|[\\c;#3]x0{0,4}|u00(?:0000)?|u\{0{0,4})"
"""What introduces a hexadecimal code: ``c``, ``;`` and ``3`` end an escaped backslash or number
sign, ``25`` a percent sign that is escaped however often."""
_OCTAL = r"(?:\\|5c|;)"
_DECIMAL = r"[#3]0{0,4}"
_NAMED = (("hooks?", b"hook"), ("signing", b"signing"), ("endpoint", b"endpoint"))
_NAMES = {"_": ("lowbar", "underbar")}
_ANY = "[2-7][0-9a-f]"
"""Two hexadecimal digits of any printable character."""
_ANY_ESCAPE = (
    rf"(?:%(?:25)?{_ANY}|\\{{1,2}}(?:(?:x|u00){_ANY}|u\{{{_ANY}\}}|1[0-7]{{2}}|0[4-7][0-7])"
    rf"|&#(?:[3-9][0-9]|1[0-2][0-9]|x{_ANY});)"
)


def clues(key_format: KeyFormat) -> Iterator[EncodedClue]:
    """Clues for keys with an escape in their prefix, for names, and for text of escapes only."""
    prefixes = "|".join(
        way for prefix, _ in key_format.prefixes for way in _escaped_prefix(prefix.lower())
    )
    separator = rf"{_escaped('_-.')}[a-z]{{3}}"
    begun = rf"(?:(?:{prefixes}){_BODY}|{_escaped('_-.')}sec(?:ret|[^a-z]))"
    yield EncodedClue(begun.encode(), introducers=INTRODUCERS)
    yield EncodedClue(f"{_ANY_ESCAPE}{{{IN_A_ROW}}}".encode(), introducers=INTRODUCERS, in_run=True)
    for name, word in _NAMED:
        yield EncodedClue(f"{name}{separator}".encode(), word)


def _escaped_prefix(prefix: str) -> Iterator[str]:
    """A prefix from its last escaped character on."""
    for index, character in enumerate(prefix):
        yield _escaped(character) + re.escape(prefix[index + 1 :])


def _escaped(characters: str) -> str:
    """The pattern of the end of an escape that stands for one of some characters."""
    codes = sorted({ord(case) for each in characters for case in (each.lower(), each.upper())})
    hexes = "|".join(f"{code:02x}" for code in codes)
    octals = "|".join(f"{code:03o}" for code in codes)
    numbers = "|".join(map(str, codes))
    names = "".join(f"|{name}" for each in characters for name in _NAMES.get(each, ()))
    return (
        rf"(?:{_HEX}(?:{hexes})(?:[;}}]|%3b)?|{_OCTAL}(?:{octals})"
        rf"|(?:{_DECIMAL}(?:{numbers}){names})(?:;|%3b))"
    )
