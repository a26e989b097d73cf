"""What a line means to people who undo the plainest encodings."""

from __future__ import annotations

from binascii import a2b_base64
from collections.abc import Iterator

from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple
from keyguard.model.spans import Span

_BASE64 = lazy_pattern("[A-Za-z0-9+/_-]{11,}")
_HEX = lazy_pattern("(?:[0-9A-Fa-f]{2}){8,}")
_TO_STANDARD = str.maketrans("-_", "+/")
_DIGITS, _BYTES = 4, 3
"""Four digits of base64 are three bytes (RFC 4648)."""


class Reading(NamedTuple):
    """A text, ``characters`` of which are ``digits`` of the outer text, from ``begin`` on."""

    text: str
    begin: int = 0
    digits: int = 1
    characters: int = 1

    def outwards(self, start: int, end: int) -> Span:
        """Where a part of the reading is in the outer text."""
        first, last = start * self.digits, end * self.digits
        return self.begin + first // self.characters, self.begin - (-last // self.characters)


def readings(text: str) -> Iterator[Reading]:
    """The text as it is, and the texts that its runs of digits stand for."""
    yield Reading(text)
    for run in _BASE64.finditer(text):
        if run[0].islower() or run[0].isupper():
            continue  # a name or a path: digits are of both cases
        digits = run[0].translate(_TO_STANDARD)
        for skipped in range(_DIGITS):
            whole = len(digits) - (len(digits) - skipped) % _DIGITS
            said = a2b_base64(digits[skipped:whole]).decode("latin-1")
            yield Reading(said, run.start() + skipped, _DIGITS, _BYTES)
    for run in _HEX.finditer(text):
        yield Reading(bytes.fromhex(run[0]).decode("latin-1"), run.start(), digits=2)
