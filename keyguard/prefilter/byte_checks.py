"""Whether content may hold something encoded: tests of bytes, cheaper than any expression.

Most content fails them all, and then no expression for encodings is compiled, nor even loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from keyguard.encodings.certain_digits import BASE64, base64_behind
from keyguard.encodings.line_wrap import BETWEEN
from keyguard.encodings.table import DIGIT_ENCODINGS, ENCODINGS, Encoding
from keyguard.formats.table import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.settings import KeyFormat

LONGEST_RUN = 42
"""Letters and numbers in a row that are asked for before any pattern is tried. Base64 of a key of
35 characters holds 46 in every alignment; few lines of code have so many, and no SHA-1."""

_LETTERS_AND_NUMBERS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LINE_MARKS = bytes(
    ord("d") if byte in BASE64 else ord("n") if byte in b"\r\n\"'`\\" else 0 for byte in range(256)
)
MOST_DIGITS = 12
"""Digits that a prefix takes at most, or somewhat more."""
_END_OF_DIGITS = b"d" * 16 + b"n"
_DIGITS_OF_LINE = rb"[A-Za-z0-9+/_-]{16}"
MARKS = bytes(ord("d") if byte in _LETTERS_AND_NUMBERS else 0 for byte in range(256))
"""Turns each letter and number into a ``d``, and everything else into NUL."""


def run_length(key_format: KeyFormat) -> int:
    """The base64 digits that contain nothing but bits of the key, in the worst alignment.

    No digit of printable text is one of the last two of base64's alphabet, but for those of ``>``,
    ``?`` and ``~``, so letters and numbers will do.
    """
    shortest = key_format.length + min(len(prefix) for prefix, _ in key_format.prefixes)
    return min(LONGEST_RUN, (8 * shortest - 4) // 6)


def has_run(data: bytes, shortest: int) -> bool:
    """Whether so many letters and numbers are in a row."""
    return b"d" * shortest in data.translate(MARKS)


def short_lines(data: bytes) -> Iterator[tuple[int, int]]:
    """Where digits end that fill a line or a literal, and where they go on in the next."""
    marks = data.translate(_LINE_MARKS)
    end = marks.find(_END_OF_DIGITS)
    if end < 0:
        return
    between = re.compile(BETWEEN + b"(?=" + _DIGITS_OF_LINE + b")")
    while end >= 0:
        end += len(_END_OF_DIGITS) - 1
        if joint := between.match(data, end):
            yield joint.span()
        end = marks.find(_END_OF_DIGITS, end)


_CLUES = tuple(clue for each in FORMATS for clue in each.all_clues)
_WORDS = tuple({(b"\n" * clue.begins + clue.word): None for clue in _CLUES})
BEGINNINGS = tuple({clue.word for clue in _CLUES if clue.begins})
"""The beginnings of archives that nothing else shows."""
_PACKED, _PACKED_NOT_ASCII = (
    tuple(word for word in _WORDS if word.isascii() is plain) for plain in (True, False)
)
"""What is in every archive of a format, apart where no text in ASCII holds it."""
_BEGUN = tuple(
    base64_behind(clue.word, 0)
    for each in FORMATS
    if each.in_text
    for clue in each.all_clues
    if clue.begins
)
_ONCE = tuple(
    base64_behind(each.magic, 0)
    for each in FORMATS
    if each.in_text and not any(clue.begins for clue in each.all_clues)
)
BEFORE_DIGITS = rb"(?:\A|[^A-Za-z0-9+/_-])"
MANY_DIGITS = rb"[A-Za-z0-9+/_-]{32}"
MANY_HEX = rb"[0-9A-Fa-f]{32}"
"""What is around the first digits of an archive that are short: a key, and the least that is in
front of it and behind, are more digits even if they are packed."""


def _written_in_one_way(digits: bytes) -> tuple[int, bytes]:
    """The most digits in a row that base64url has too, and how many others are in front."""
    found = max(re.finditer(rb"[^+/]+", digits), key=lambda each: len(each[0]))
    return found.start(), found[0]


_TWICE = tuple(base64_behind(run, start) for start, run in map(_written_in_one_way, _ONCE))
_BEGIN_DIGITS = (*_BEGUN, *(base64_behind(digits, 0) for digits in _BEGUN))
_PACKED_IN_TEXT = tuple(_written_in_one_way(digits)[1] for digits in (*_ONCE, *_TWICE))
"""Digits of the magic numbers in base64, and in base64 of that; above those of short ones."""
_PACKED_IN_HEX = tuple(
    digits
    for each in FORMATS
    if each.in_text and not any(clue.begins for clue in each.all_clues)
    for digits in (each.magic.hex().encode(), each.magic.hex().upper().encode())
)
"""The same in hexadecimal of either case."""


def may_be_archive(data: bytes) -> bool:
    """Whether content may be an archive, or a document with packed text."""
    if data.startswith(BEGINNINGS) or any(word in data for word in _PACKED):
        return True
    return not data.isascii() and any(word in data for word in _PACKED_NOT_ASCII)


def may_hold_archive(data: bytes) -> bool:
    """Whether text may hold an archive in base64 or hexadecimal."""
    return any(digits in data for digits in (*_PACKED_IN_TEXT, *_PACKED_IN_HEX)) or any(
        _begins_digits(digits, data) for digits in _BEGIN_DIGITS
    )


def _begins_digits(first: bytes, data: bytes) -> bool:
    """Whether many digits begin with these: few words do, though they are in many."""
    position = data.find(first)
    while position >= 0:
        if not data[position - 1 : position].isalnum() and (
            re.compile(MANY_DIGITS).match(data, position)
        ):
            return True
        position = data.find(first, position + 1)
    return False


def _all_of(encoding: Encoding, tails: Sequence[bytes]) -> Iterator[list[bytes]]:
    """How an encoding that lists characters writes each of the ends of prefixes."""
    for tail in tails:
        for form in encoding.item_forms:
            yield [form.format(each, chr(each).lower()).encode() for each in tail]


class ByteChecks:
    """What content holds that may hold something encoded, for one key format."""

    def __init__(self, key_format: KeyFormat) -> None:
        prefixes = [prefix.encode() for prefix, _ in key_format.prefixes]
        tails = list(dict.fromkeys(prefix[-2:] for prefix in prefixes))
        self.run_length = run_length(key_format)
        digits = (
            certain
            for each in DIGIT_ENCODINGS
            for prefix in prefixes
            for certain in each.certain(prefix)
        )
        self._digits = list(dict.fromkeys(digits))
        self._reach = MOST_DIGITS + 2 * max(map(len, prefixes), default=0)
        self._rows = [
            (encoding, list(_all_of(encoding, tails))) for encoding in ENCODINGS if encoding.clues
        ]

    def hinted(self, lowered: bytes) -> Iterator[Encoding]:
        """The encodings of which lower-case content may have a clue."""
        for encoding, lists in self._rows:
            if (
                any(
                    rare in lowered and any(form in lowered for form in forms)
                    for rare, forms in encoding.hints
                )
                or any(all(item in lowered for item in items) for items in lists)
                or not (encoding.hints or lists)
            ):
                yield encoding

    def may_hold_digits(self, data: bytes) -> bool:
        """Whether content has the digits that are certain for a prefix, in any alignment."""
        return any(digits in data for digits in self._digits)

    def around_digits(self, data: bytes) -> Iterator[tuple[int, int]]:
        """The surroundings of each of these digits: all digits of the prefix, and more."""
        for digits in self._digits:
            start = data.find(digits)
            while start >= 0:
                end = start + len(digits)
                yield max(0, start - self._reach), end + self._reach
                start = data.find(digits, start + 1)

    def split_digits(self, data: bytes) -> Iterator[int]:
        """Where lines begin that go on with digits of a prefix, which the last one began."""
        joined = {
            start: data[max(0, end - MOST_DIGITS) : end] + data[start : start + MOST_DIGITS]
            for end, start in short_lines(data)
        }
        if self.may_hold_digits(b"\n".join(joined.values())):
            yield from (start for start, part in joined.items() if self.may_hold_digits(part))

    def may_hold_runs(self, data: bytes) -> bool:
        """Whether content may have runs of digits that stand for text or an archive."""
        return (
            has_run(data, self.run_length)
            or may_hold_archive(data)
            or (
                has_run(data, len(_END_OF_DIGITS) - 1)
                and (self.may_hold_digits(data) or any(True for _ in self.split_digits(data)))
            )
        )
