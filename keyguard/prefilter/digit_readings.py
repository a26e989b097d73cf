"""The bytes that runs of digits can stand for, in every encoding and alignment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from keyguard.encodings.table import DIGIT_ENCODINGS
from keyguard.model.entry_point import load
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

_READINGS = tuple(load(each.readings) for each in DIGIT_ENCODINGS)
_ESCAPED_BREAK = lazy_pattern(rb"\\{1,4}(?:r\\{1,4})?n")
_HEX_DIGITS = b"0123456789ABCDEFabcdef"
_WIDE_MARKS = bytes(
    ord("0") if byte == 0 else ord("d") if byte in b"\t\n\r" or 0x20 <= byte < 0x7F else ord(".")
    for byte in range(256)
)
_WIDE_CHARACTERS = 16
_WIDE_TEXT = (b"d0" * _WIDE_CHARACTERS, b"d000" * _WIDE_CHARACTERS)


class Reading(NamedTuple):
    """Bytes that ``digits[start:end]`` may stand for."""

    data: bytes
    start: int
    end: int
    is_narrowed: bool = False
    """Whether the bytes are UTF-16 or UTF-32 text reduced to one byte a character."""

    def digit_of(self, position: int) -> int:
        """Roughly the digit that stands for what is in front of a position."""
        return self.start + round(position * (self.end - self.start) / len(self.data))


def readings(digits: bytes) -> Iterator[Reading]:
    """All readings of a run, in every encoding and alignment."""
    for read in _READINGS:
        for data, start, end in read(digits):
            yield Reading(data, start, end)
            if data.count(0) >= _WIDE_CHARACTERS and _is_wide(data):
                yield Reading(data.replace(b"\0", b""), start, end, is_narrowed=True)


def _is_wide(data: bytes) -> bool:
    """Whether bytes are text in UTF-16 or UTF-32, which is looked at in a byte a character, too."""
    marks = data.translate(_WIDE_MARKS)
    return any(wide in marks for wide in _WIDE_TEXT)


def digits_by_kind(runs: Iterable[bytes]) -> tuple[dict[bytes, bytes], dict[bytes, bytes]]:
    """The digits of runs: those of hexadecimal alone apart from others, in whose company they would
    be read as base64."""
    hexadecimal: dict[bytes, bytes] = {}
    others: dict[bytes, bytes] = {}
    for run in runs:
        digits = _digits_of(run)
        (others if digits.translate(None, _HEX_DIGITS) else hexadecimal)[run] = digits
    return hexadecimal, others


def _digits_of(block: bytes) -> bytes:
    """A run without the ends of its lines."""
    digits = _ESCAPED_BREAK.sub(b"", block) if b"\\" in block else block
    return digits.translate(None, b"\r\n\t \\")
