"""Escaped characters: percent-encoding, backslash escapes, and HTML's character references."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from keyguard.encodings.line_wrap import DIGITS
from keyguard.encodings.replacement import Replacement
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

_PERCENT = r"[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*"
_BACKSLASH_CODE = (
    r"(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|u\{[0-9A-Fa-f]{1,6}\}|U[0-9A-Fa-f]{8}|[01][0-7]{2})"
)
_BACKSLASH = rf"\\{{0,7}}{_BACKSLASH_CODE}(?:\\{{1,8}}{_BACKSLASH_CODE})*"
_REFERENCE_CODE = r"(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,24});"
_REFERENCE = rf"{_REFERENCE_CODE}(?:&{_REFERENCE_CODE})*"
_LAST_CHARACTER = 0x10FFFF


class _Escape(NamedTuple):
    name: str
    first: str
    rest: str
    decode: Callable[[str], str]


def _percent(run: str) -> str:
    data = bytes.fromhex(run.replace("%", ""))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _backslash(run: str) -> str:
    digits = run.replace("\\x", "")
    if 2 * len(digits) == len(run):  # bytes alone, as most are: each is four characters of a run
        return bytes.fromhex(digits).decode("latin-1")
    return _with_pairs_joined("".join(map(_unescaped, run.split("\\"))))


def _with_pairs_joined(text: str) -> str:
    """JavaScript and JSON write a character beyond U+FFFF as two surrogates."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@lru_cache(maxsize=1024)
def _unescaped(code: str) -> str:
    """What an escape stands for, given without the backslashes in front of it."""
    if not code:
        return ""
    number = int(code, 8) if code[0].isdigit() else int(code[1:].strip("{}"), 16)
    return chr(number) if number <= _LAST_CHARACTER else ""


def _reference(run: str) -> str:
    return "".join(map(_referred_to, run.split(";")[:-1]))


@lru_cache(maxsize=1024)
def _referred_to(reference: str) -> str:
    """What a reference stands for, given without the semicolon at its end."""
    import html  # its table of names is long

    return html.unescape(reference + ";")


_ESCAPES = (
    _Escape("percent", "%", _PERCENT, _percent),
    _Escape("escape", r"\\", _BACKSLASH, _backslash),
    _Escape("html", "&", _REFERENCE, _reference),
)
_ANY = lazy_pattern(
    r"[%\\&](?:"
    + "|".join(f"(?<={each.first})(?P<{each.name}>{each.rest})" for each in _ESCAPES)
    + ")"
)
"""Begins with a set of characters: the expression is then tried only at one of them."""
_DECODERS = {each.name: each.decode for each in _ESCAPES}
_OF_CREDENTIALS = lazy_pattern(r"[A-Za-z0-9_.:;=+/%\\&#\"'-]")
"""What credentials, their names, and further encodings are made of."""
_ENDS_OF_LINES = ("\n", "\r\n")
_NEXT = lazy_pattern(rf"[ \t]{{0,40}}(?:{DIGITS}|[%&\\\"'<]|\Z)")
"""What the next line of digits begins with, or follows the last one."""


def escapes(text: str) -> Iterator[Replacement]:
    """Every run of escapes of one kind, if a credential can have what it encodes, or digits in
    lines."""
    for found in _ANY.finditer(text):
        decoded = _undone(found)
        if _matters(found, decoded):
            yield Replacement(found.start(), found.end(), decoded, found.lastgroup or "")


def without_escapes(text: str) -> str:
    """The text with the runs of ``escapes`` decoded, for callers that need no positions."""
    alike = _with_codes_alone(text) if "%" not in text and "&" not in text else None
    return _ANY.sub(_decoded, text) if alike is None else alike


def _with_codes_alone(text: str) -> str | None:
    """A text without escapes in which backslashes do nothing but begin codes of bytes or of UTF-16,
    as Python reads them in a tenth of the time; None of any other."""
    begun, sign, last = text.rpartition("\\")  # which may be cut off
    others = begun.count("\\") - begun.count("\\x")
    if others and others != begun.count("\\u"):
        return None
    try:
        decoded = begun.encode("latin-1").decode("unicode_escape")
    except UnicodeError:
        return None
    return _with_pairs_joined(decoded) + _ANY.sub(_undone, sign + last)


def _undone(found: re.Match[str]) -> str:
    return _DECODERS[found.lastgroup or ""](found[0])


def _decoded(found: re.Match[str]) -> str:
    decoded = _undone(found)
    return decoded if _matters(found, decoded) else found[0]


def _matters(found: re.Match[str], decoded: str) -> bool:
    """Whether a credential can have what was decoded, or it ends a line of digits, as in values of
    XML and in forms."""
    if _OF_CREDENTIALS.search(decoded):
        return True
    return decoded in _ENDS_OF_LINES and _NEXT.match(found.string, found.end()) is not None
