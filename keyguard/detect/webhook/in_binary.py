"""Webhook secrets in binary content: in what is text there, and behind the number of their bytes.

Programs that carry their source, dumps of memory and journals hold lines of text beside anything.
Serialized data has a name, and behind it the value with its length in front.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from keyguard.detect.webhook.names import Named
from keyguard.detect.webhook.value_kinds import looks_random
from keyguard.detect.webhook.values import Value

SHORTEST = 8
"""Characters of a value that its length alone says to be one."""
_FARTHEST = 12
"""Bytes from a name to the value."""
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
_NO_ASCII = bytes([*_CONTROLS, *range(128, 256)])
_IN_LINES = bytes.maketrans(_NO_ASCII, b"\n" * len(_NO_ASCII))
_TYPES = re.compile(r"[^ -~][^ -~]{0,10}(?:[!-~][^ -~]{0,3})?")
"""What may be between a name and the length: types, lengths and numbers, at most one of which is a
printed character."""
_PRINTED = re.compile(r"[!-~]+")


class _Count(NamedTuple):
    """One way in which the byte in front of a string says how long that is."""

    title: str
    length: Callable[[int], int]
    behind: str = ""
    """What follows the byte."""
    ends: str = ""
    """What is behind the string."""


_COUNTS = (
    _Count("BSON", lambda byte: byte - 1, "\0\0\0", "\0"),
    _Count("pickle, in four bytes", lambda byte: byte, "\0\0\0"),
    _Count("MessagePack, property lists, Java, protocol buffers, pickle", lambda byte: byte),
    _Count("Avro", lambda byte: byte // 2 if byte % 2 == 0 else 0),
    _Count("MessagePack, in the type", lambda byte: byte - 0xA0 if 0xA0 <= byte < 0xC0 else 0),
    _Count("property lists, in the type", lambda byte: byte - 0x50 if 0x50 <= byte < 0x5F else 0),
)
"""By their specifications: https://bsonspec.org/spec.html, the MessagePack specification ("str
format family"), the JVM specification (4.4.7), Avro 1.11 ("Strings"), pickletools."""


def in_lines(text: str, is_character_a_byte: bool) -> str:
    """The text with an end of a line in place of each character that no text holds.

    Where a character is a byte, those beyond ASCII are parts of numbers more often than of text.
    """
    if is_character_a_byte:
        return text.encode("latin-1", "replace").translate(_IN_LINES).decode("latin-1")
    return text.translate(dict.fromkeys(_CONTROLS, "\n"))


def counted_values(text: str, named: Named) -> Iterator[Value]:
    """The string behind a name in serialized data, without the length in front of it."""
    for at in range(named.end, min(len(text), named.end + _FARTHEST)):
        if at > named.end and not _TYPES.fullmatch(text, named.end, at):
            continue
        for count in _COUNTS:
            length = count.length(ord(text[at]))
            start = at + 1 + len(count.behind)
            value = _PRINTED.match(text, start, start + max(0, length))
            if (
                length >= SHORTEST
                and value is not None
                and len(value[0]) == length
                and looks_random(value[0])
                and text.startswith(count.behind, at + 1)
                and text.startswith(count.ends, value.end())
            ):
                yield Value(value[0], value.start(), quoted=True)
                return
