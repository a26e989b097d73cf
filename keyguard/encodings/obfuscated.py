"""Literals of javascript-obfuscator with ``stringArrayEncoding: ['base64']``.

They are base64 of an alphabet of its own, small letters first, which the code that decodes them
holds: https://github.com/javascript-obfuscator/javascript-obfuscator, seen with 5.8.0. Read as any
other base64 they are noise.
"""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.encodings.literal_text import base64_bytes, printable
from keyguard.encodings.obfuscated_clues import ALPHABET
from keyguard.encodings.replacement import Replacement
from keyguard.model.patterns import lazy_pattern

_LITERAL = lazy_pattern(r"(?P<q>[\"'])(?P<digits>[A-Za-z0-9+/]{16,})={0,2}(?P=q)")


def literals(text: str) -> Iterator[Replacement]:
    """The literals of a text with that alphabet, and what they stand for."""
    if ALPHABET not in text:
        return
    for found in _LITERAL.finditer(text):
        if decoded := _decoded(found["digits"]):
            yield Replacement(*found.span("digits"), decoded, "base64")


def _decoded(literal: str) -> str:
    """The text; empty if it is none."""
    try:
        return printable(base64_bytes(literal.swapcase()).decode())
    except ValueError:
        return ""
