"""The dumps that ``xxd``, ``hexdump -C``, ``od -t x1`` and network sniffers print."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.encodings.number_rows import rows_of_numbers
from keyguard.encodings.replacement import Replacement
from keyguard.model.patterns import lazy_pattern

_PAIR = "[0-9A-Fa-f]{2}"
_BLANK = lazy_pattern(r"\s*")
_LINE = lazy_pattern(
    r"[ \t>|#*/-]{0,20}(?:0[xX])?[0-9A-Fa-f]{4,16}[:|]?[ \t]{1,4}"
    rf"(?P<bytes>(?:{_PAIR}(?: ?{_PAIR}){{7}} {{1,2}})?{_PAIR}(?: ?{_PAIR}){{0,7}})"
    r"(?=[ \t|]|\r?\n|\Z)[^\n]{0,100}(?P<end>\n|\Z)"
)
"""An offset, up to 16 bytes, with more space in their middle, and often the text that they are."""

_LONGEST_OFFSET = 64
"""Characters of a line up to the blank behind its offset, or more."""


def dumps(text: str) -> Iterator[Replacement]:
    """Every line of every dump, in order."""
    done = 0
    for row, _ in rows_of_numbers(text):
        if row < done:
            continue
        start, decoded = 0, ""
        line = _LINE.match(text, _first_line(text, row))
        while line:
            if decoded:
                yield Replacement(start, line.start(), decoded, "hexdump")
            start = line.start() if decoded else line.start("bytes")
            decoded = bytes.fromhex(line["bytes"]).decode("latin-1")
            done = line.start("end")
            line = _LINE.match(text, line.end())
        if decoded:
            yield Replacement(start, done, decoded, "hexdump")


def _first_line(text: str, row: int) -> int:
    """Where the first line begins that a row of numbers may be part of."""
    blank = _BLANK.match(text, row)
    begun = blank.end() if blank else row
    earliest = max(0, begun - _LONGEST_OFFSET)
    newline = text.rfind("\n", earliest, begun)
    return newline + 1 if newline >= 0 else earliest
