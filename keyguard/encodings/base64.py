"""Digits of base64 and base64url (RFC 4648)."""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from collections.abc import Iterator

from keyguard.encodings.digit_run import Decoded, Run, Ways

TO_STANDARD = bytes.maketrans(b"-_", b"+/")
"""Translates the alphabet of base64url to that of base64."""
_PADDING = (b"", b"", b"==", b"=")
"""By how many digits are left of the last four; one alone stands for nothing."""
_HEX_OR_SLASH = b"0123456789ABCDEFabcdef/"


def ways(run: Run) -> Iterator[Ways]:
    """All lines together if they are wrapped, or parts of one; else each by itself."""
    is_whole = run.is_wrapped or run.is_escaped
    if is_whole:
        yield _wrapped(run)
    if not run.is_wrapped:
        yield from (_line(run.text, line) for line in run.lines[is_whole:])


def _wrapped(run: Run) -> Ways:
    yield from _alignments(run.digits, run.start, _padded(run.text, run.end))
    yield from _line(run.text, run.lines[0])


def _line(text: str, line: tuple[int, int]) -> Ways:
    return _alignments(text[slice(*line)], line[0], _padded(text, line[1]))


def _padded(text: str, end: int) -> int:
    return end + text.startswith("=", end) + text.startswith("==", end)


def _alignments(digits: str, start: int, end: int) -> Ways:
    """The run from each of its first four digits on."""
    for skipped, data in enumerate(_decoded(digits.encode())):
        yield Decoded(start + skipped, end, data, "base64")


def pads_text(digits: str) -> bool:
    """Whether one sign behind these digits pads them, and they stand for text: by chance that comes
    about in one of a hundred thousand."""
    if len(digits) % 4 != 3:
        return False
    standard = digits.encode().translate(TO_STANDARD) + b"="
    data = a2b_base64(standard)
    return b2a_base64(data, newline=False) == standard and data.isascii() and _is_printable(data)


def _is_printable(data: bytes) -> bool:
    return data.translate(None, b"\t\r\n").decode("ascii").isprintable()


def readings(digits: bytes) -> Iterator[tuple[bytes, int, int]]:
    """One of four alignments is right, whatever the digits begin with.

    Nothing for digits that are hexadecimal alone.
    """
    if digits.translate(None, _HEX_OR_SLASH):
        for skipped, data in enumerate(_decoded(digits)):
            yield data, skipped, len(digits)


def _decoded(digits: bytes) -> Iterator[bytes]:
    standard, length = digits.translate(TO_STANDARD), len(digits)
    for skipped in range(4):
        left = (length - skipped) % 4
        end = length - 1 if left == 1 else length
        yield a2b_base64(standard[skipped:end] + _PADDING[left])
