"""Literals that the code around them decodes: ``atob("...")``, ``echo ... | base64 -d``.

What they hold need not look like anything, since it is said how they are to be read.
"""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Iterator

from keyguard.encodings.literal_text import base64_bytes, printable
from keyguard.encodings.replacement import Replacement
from keyguard.model.patterns import lazy_pattern

BASE64, HEX = "base64", "hex"
_DIGITS = r"[A-Za-z0-9+/_-]{6,}={0,2}"
_QUOTED = rf"\s{{0,40}}[bB]?(?P<q>[\"'`])(?P<digits>{_DIGITS})(?P=q)\s{{0,40}}"
_TO_TEXT = r"(?:\.(?:decode|toString)\([^()\n]{0,30}\))?"
_WORDS = ("atob", "64", "fromhex", "unhexlify", "hex2bin", "hex.decode", "buffer.from")
"""Every call's name holds one of them."""
_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:")
_LONGEST_NAME = 40
_CALLS = (
    # atob("..."), base64.b64decode("..."), Base64.getDecoder().decode("...")
    (
        BASE64,
        r"(?:[\w.:]{0,40}(?i:atob|b64_?decode|base64_?decode|decode64|decode_?base64)!?"
        r"|[\w.]{0,20}(?i:base64)[\w.]{0,20}(?:\(\))?\.(?:decode|DecodeString)"
        rf"|[\w.]{{0,20}}FromBase64String|Data\(base64Encoded:)\(?{_QUOTED}\){_TO_TEXT}",
    ),
    # Buffer.from("...", "base64").toString()
    (BASE64, rf"Buffer\.from\({_QUOTED},\s{{0,4}}[\"']base64(?:url)?[\"']\){_TO_TEXT}"),
    (HEX, rf"Buffer\.from\({_QUOTED},\s{{0,4}}[\"']hex[\"']\){_TO_TEXT}"),
    # bytes.fromhex("..."), hex.DecodeString("...")
    (
        HEX,
        r"(?:[\w.]{0,30}(?i:fromhex|unhexlify|fromhexstring|hex2bin)|hex\.DecodeString)"
        rf"\({_QUOTED}\){_TO_TEXT}",
    ),
)
_BARE = (
    # $(echo ... | base64 -d)
    rf"\$\(\s?(?:echo|printf)(?: -\w)?\s{{1,4}}(?P<q>[\"']?)(?P<digits>{_DIGITS})(?P=q)"
    r"\s{0,4}\|\s{0,4}base64 (?:-[dD]|--decode)\s?\)",
    # {{ "..." | b64decode }}
    rf"\{{\{{-?\s{{0,4}}(?P<q>[\"'])(?P<digits>{_DIGITS})(?P=q)\s{{0,4}}\|\s{{0,4}}b64dec(?:ode)?"
    r"\s{0,4}-?\}\}",
    # !!binary ...
    rf"!!binary[ \t]{{1,8}}(?P<q>[\"']?)(?P<digits>{_DIGITS})(?P=q)",
)
_QUOTED_WAYS = tuple((name, lazy_pattern(pattern)) for name, pattern in _CALLS)
_BARE_WAYS = tuple(map(re.compile, _BARE))


def call_literals(text: str) -> Iterator[Replacement]:
    """Each call that decodes a literal, with what it returns. Not in any order."""
    lower = text.encode("latin-1", "replace").lower().decode("latin-1")
    spots = (spot for word in _WORDS for spot in _positions(lower, word))
    for start in {
        _beginning(text, spot) for spot in spots if "(" in text[spot : spot + _LONGEST_NAME]
    }:
        for name, pattern in _QUOTED_WAYS:
            call = pattern.match(text, start)
            if call and (decoded := _decoded(name, call["digits"])):
                yield Replacement(*call.span(), f'"{decoded}"', name)
                break
    for pattern in _BARE_WAYS:
        for found in pattern.finditer(text):
            if decoded := _decoded(BASE64, found["digits"]):
                yield Replacement(*found.span(), decoded, BASE64)


def _positions(text: str, word: str) -> Iterator[int]:
    position = text.find(word)
    while position >= 0:
        yield position
        position = text.find(word, position + len(word))


def _beginning(text: str, position: int) -> int:
    """Where the dotted name begins that this is part of."""
    earliest = max(0, position - _LONGEST_NAME)
    while position > earliest and text[position - 1] in _NAME:
        position -= 1
    return position


def _decoded(name: str, digits: str) -> str:
    """The text; empty if it is none."""
    try:
        data = unhexlify(digits) if name == HEX else base64_bytes(digits)
        return printable(data.decode().strip())
    except ValueError:
        return ""
