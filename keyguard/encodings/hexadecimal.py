"""Hexadecimal digits, in either case."""

from __future__ import annotations

from binascii import unhexlify
from collections.abc import Iterator

from keyguard.encodings.digit_run import Decoded, Run, Ways
from keyguard.model.patterns import lazy_pattern

_RUN = lazy_pattern(r"[0-9A-Fa-f]{40,}")
_SIGN = lazy_pattern(r"(?<![A-Za-z0-9])0?[xX]\Z")
"""What is in front of digits in SQL and code: of ``0x70`` and ``\\x70`` no letter is a part of the
text that they stand for."""
_SIGN_LENGTH = 2
_SHORTEST = b"h" * 40
_MARKS = bytes(ord("h") if byte in b"0123456789ABCDEFabcdef" else 0 for byte in range(256))


def ways(run: Run) -> Iterator[Ways]:
    """All lines together if they can be of one run, then each run of so many digits in it."""
    if (run.is_wrapped or run.is_in_pairs) and _RUN.fullmatch(run.digits):
        yield _alignments(run.digits, run.start, run.end)
    for found in _RUN.finditer(run.text, run.start, run.end):
        sign = _SIGN.search(run.text, max(run.start, found.start() - _SIGN_LENGTH), found.start())
        yield _alignments(found[0], *found.span(), sign.start() if sign else found.start())


def _alignments(digits: str, start: int, end: int, first: int | None = None) -> Ways:
    """The run from each of its first two digits on; all of it begins at ``first``, if that is not
    where the digits do."""
    for skipped in range(2):
        left = (len(digits) - skipped) % 2
        data = bytes.fromhex(digits[skipped : len(digits) - left])
        begin = start + skipped if skipped or first is None else first
        yield Decoded(begin, end - left, data, "hex")


def readings(digits: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The bytes of each long run, in both alignments."""
    marks = digits.translate(_MARKS) + b"\0"
    start = marks.find(_SHORTEST)
    while start >= 0:
        end = marks.index(b"\0", start)
        for first in (start, start + 1):
            last = end - (end - first) % 2
            yield unhexlify(digits[first:last]), first, last
        start = marks.find(_SHORTEST, end)
