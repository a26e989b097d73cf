"""Strings of serialized data, each behind the number of its bytes.

The number shows where the value of a name begins and ends, and where the string around a value
ends.
"""

from __future__ import annotations

import re

from keyguard.detect.strength.language import reads_like_language
from keyguard.detect.webhook.naming.names import Named
from keyguard.detect.webhook.non_values.value_kinds import looks_random
from keyguard.detect.webhook.values.assigned import Value
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

SHORTEST = 8
"""Characters from which a string is taken for a value because of its length alone."""
_LONGEST_STRING = 4_000
"""Characters of a string in which a name and its value are."""
_LONGEST_TYPE = 8
_PRINTED = lazy_pattern(r"[!#-&(-~]+")
"""Without quotes: text that has them is read as text."""
_TEXT_FOLLOWS = lazy_pattern(r"[\"'`\]]{0,2}\s{0,4}(?::|=|,\s{0,4}[\"'`])")
_BARE_VALUE = lazy_pattern(rf"[:=] ?(?=[^\s\"'`])[!-~]{{{SHORTEST},}}")
_OF_TEXT = lazy_pattern(r"[\t\n\r -~]+")


class _Count(NamedTuple):
    """One way in which what is in front of a string says how long that is."""

    title: str
    pattern: re.Pattern[str]
    """A type, and the number ``n``."""
    more: int = 0
    """How much larger the number is."""
    times: int = 1
    """How many of it are a character."""
    is_big_endian: bool = False
    ends: str = ""
    """What is behind the string."""

    def length(self, match: re.Match[str]) -> int:
        """The characters of the string."""
        digits = match["n"].encode("latin-1", "replace")
        number = int.from_bytes(digits, "big" if self.is_big_endian else "little")
        return (number - self.more) // self.times if number % self.times == 0 else 0


def _count(title: str, pattern: str, *, more: int = 0, big: bool = False, ends: str = "") -> _Count:
    return _Count(title, lazy_pattern(pattern, re.DOTALL), more, 1, big, ends)


_OF_FIELD = r"(?:\x01\0\x12Ljava/lang/String;)?(?:\x01\0\rConstantValue)?(?:\x08..)?"
"""The type of a field, the name of its attribute if it is the first one, and a reference."""
_TAG = r"[\x0a\x12\x1a\x22\x2a\x32\x3a]"
"""Fields 1 to 7, the type of which is a string or a message."""
_TYPED = (
    _count("BSON", r"\0(?P<n>.{2}\0\0)", more=1, ends="\0"),
    _count("pickle", r"(?:q.|r.{4}|\x94)?[XTB](?P<n>.{2}\0\0)"),
    _count("pickle, short", r"(?:q.|r.{4}|\x94)?(?:\x8c|[UC])(?P<n>.)"),
    _count("marshal", r"[stuaA\xf3\xf4\xf5\xe1\xc1](?P<n>.{2}\0\0)"),
    _count("marshal, short", r"[zZ\xfa\xda](?P<n>.)"),
    _count("CBOR", r"x(?P<n>.)"),
    _count("CBOR, long", r"y(?P<n>..)", big=True),
    _count("MessagePack", r"\xd9(?P<n>.)"),
    _count("MessagePack, long", r"\xda(?P<n>..)", big=True),
    _count("MessagePack, in the type", r"(?P<n>[\xa8-\xbf])", more=0xA0),
    _count("constants of Java", rf"{_OF_FIELD}\x01(?P<n>..)", big=True),
    _count("Java", r"[\x01t](?P<n>..)", big=True),
    _count("V8", r'"(?P<n>.)'),
    _count("Ruby", r"\x06(?:[;:].E?)[TF]I\"(?P<n>.)", more=5),
    _count("Erlang", r"[km](?P<n>\0\0?\0?.)", big=True),
    _count("Lua 5.3", r"[\x04\x14](?P<n>[\x09-\x7f])", more=1),
    _count("Lua 5.4", r"[\x04\x14](?P<n>[\x80-\xff])", more=0x81),
    _count("property lists", r"_\x10(?P<n>.)"),
    _count("protocol buffers", rf"(?:{_TAG}[^\0])?{_TAG}(?P<n>.)"),
    _count("four bytes", r"\0{0,4}(?P<n>.{2}\0\0)"),
    _count("four bytes, in the other order", r"\0\0(?P<n>..)", big=True),
)
"""By their specifications: https://bsonspec.org/spec.html, pickletools and marshal.c of Python,
RFC 8949, the MessagePack specification ("str format family"), the JVM specification (4.4.7) and the
Java Object Serialization Specification (6.4.2), v8/src/objects/value-serializer.cc, Ruby's Marshal
("Strings"), Erlang's External Term Format, Lua's lundump.c."""
_UNTYPED = (
    _Count("Avro", lazy_pattern(r"(?P<n>.)", re.DOTALL), times=2),
    _count("Thrift", r"(?P<n>.)"),
)
"""Numbers without a type (Avro 1.11, "Strings"; Thrift's compact protocol): any letter could be
one, so the name has to be behind such a number as well."""
_LINE_OF_PICKLE = lazy_pattern(r"\n(?:p[0-9]{1,4}\n)?[SV]'?(?P<value>[!-&(-~]{8,512})'?\n")
"""Protocol 0 of pickle has a value a line."""


def counted_value(text: str, named: Named) -> Value | None:
    """The string behind a name in serialized data, without the length in front of it."""
    if line := _LINE_OF_PICKLE.match(text, named.end):
        return Value(line["value"], line.start("value"), quoted=True)
    if _TEXT_FOLLOWS.match(text, named.end):
        return None
    before = text[named.start - 1 : named.start]
    untyped = (each for each in _UNTYPED if before == chr(len(named.name) * each.times))
    for count in (*_TYPED, *untyped):
        found = count.pattern.match(text, named.end)
        if found and (value := _string_of(text, found.end(), count.length(found), count.ends)):
            return value
    return None


def _string_of(text: str, start: int, length: int, ends: str) -> Value | None:
    """A string of this length, if it may be a secret."""
    value = _PRINTED.match(text, start, start + max(0, length))
    if (
        value is None
        or len(value[0]) != max(length, SHORTEST)
        or not text.startswith(ends, value.end())
        or not looks_random(value[0])
        or reads_like_language(value[0])
    ):
        return None
    return Value(value[0], start, quoted=True)


def string_end(text: str, named: Named) -> int | None:
    """Where the string ends that has a name and its value in it.

    None if that is not known or quotes say it.
    """
    value = _BARE_VALUE.match(text, named.end)
    if value is None:
        return None
    before = text[max(0, named.start - _LONGEST_STRING) : named.start]
    begin = named.start - _characters_of_text(before[::-1])
    longest = value.end() + _characters_of_text(text[value.end() : value.end() + _LONGEST_STRING])
    for count in _TYPED:
        for found in count.pattern.finditer(text, max(0, begin - _LONGEST_TYPE), begin + len("x#")):
            end = found.end() + count.length(found)
            if begin <= found.end() and value.start() + SHORTEST <= end <= longest:
                return end
    return None


def _characters_of_text(text: str) -> int:
    """How many characters of text there are before anything else."""
    match = _OF_TEXT.match(text)
    return match.end() if match else 0
