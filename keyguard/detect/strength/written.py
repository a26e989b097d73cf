"""How much of a key's body a person wrote: words, rows of a keyboard, runs, repeated chunks.

Written text can be described in fewer bits than random text: "the word example, in capitals, at the
end" is shorter than seven characters of an alphabet of 62. Of random bodies at most one in 2^n can
be described in n bits fewer, whatever the alphabet (Kraft's inequality), so the bits that are saved
say how sure it is that nobody drew the body. A word whose case changes within it saves nothing, and
four letters alone save too little.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain, compress, pairwise
from operator import add, eq, not_
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits

from keyguard.detect.strength.example_words import ROWS, WORDS
from keyguard.detect.text.search import as_fours, chunks, fours, holds_again
from keyguard.model.patterns import lazy_pattern

MOST_DISTANT = 16
"""Characters from a chunk to its repetition at most."""
SHORTEST = 3
"""Characters of the shortest word or repetition that counts."""
SHORTEST_ROW = 4
FEWEST_STEPS = 6
"""Steps of a count that is worth describing: a shorter one saves less than 20 bits."""

_ALPHABETS = tuple(
    (frozenset(characters), size)
    for characters, size in (
        (digits, 10), (digits + "abcdef", 16), (digits + "ABCDEF", 16),
        (ascii_lowercase, 26), (ascii_uppercase, 26), (digits + "abcdefABCDEF", 22),
        (digits + ascii_lowercase, 36), (digits + ascii_uppercase, 36),
        (ascii_letters, 52), (digits + ascii_letters, 62),
    )
)  # fmt: skip
"""Characters that keys are drawn from, and how many, the fewest first."""
_SORTS = tuple(
    map(frozenset, (digits, "abcdef", "ABCDEF", ascii_lowercase[6:], ascii_uppercase[6:]))
)
"""Each alphabet has all characters of a sort, or none."""
_OTHER = lazy_pattern("[^0-9A-Za-z]+")
"""What stands between the parts of other vendors' keys."""
_CASES = math.log2(3)
"""Bits for the case of a word: small letters, capitals, or one capital at its beginning."""
_KIND = math.log2(5)
"""Bits for what a part is: a word, a row, a repetition, two counts; or that there is none left."""
_PLACED = math.log2(4)
"""Bits for a part that begins the body, ends it or follows another part; or for one that does not,
whose position takes more."""
_COUNTS = (ascii_lowercase, digits + "0")
_STEPS = {
    left + right: step
    for count in _COUNTS
    for step, row in ((1, count), (-1, count[::-1]))
    for left, right in pairwise(row)
}
"""Two characters that follow each other when one counts up or down: behind 9 comes 0."""
_TWO_STEPS = frozenset(
    first + second[1]
    for first, up in _STEPS.items()
    for second, further in _STEPS.items()
    if first[1] == second[0] and up == further
)
_ROW_OF_STEPS = bytes([True] * SHORTEST_ROW)
_BIAS = b"\x80"
_AS_STEPS = bytes(code - _BIAS[0] in (-9, -1, 1, 9) for code in range(256))
_PADDING = " "
_DIGITS, _LETTERS = digits.encode(), ascii_lowercase.encode()
_LETTERS_OF_HEX = 6

_Parts = dict[int, list[tuple[int, float]]]
"""By where it begins, where each part ends, and the bits that it takes."""


def bits_written(body: str, alphabet: str, least: float) -> float:
    """How many bits fewer describing ``body`` takes than drawing it; 0 for most bodies.

    It may be too few if it is below ``least``. The alphabet is the smallest usual one, or
    ``alphabet`` if that is smaller. Only ASCII letters and digits count.
    """
    if not (body.isalnum() and body.isascii()):
        body = _OTHER.sub("", body)
    if not body:
        return 0.0
    used = frozenset(body)
    size = min(_usual_size(used), _size_of(alphabet))
    if size < 2:
        return 0.0
    each, lower = math.log2(size), body.lower()
    most_doubled = (len(body) - len(used)) * each - len(body)
    return max(
        _saved_by_parts(body, lower, each),
        _saved_by_doubling(body, each) if most_doubled >= least else 0.0,
        _saved_by_distinct(len(used), len(body), size),
        _saved_by_counting(lower, size),
    )


def _usual_size(used: frozenset[str]) -> int:
    return _usual_size_without(*map(used.isdisjoint, _SORTS))


@cache
def _usual_size_without(*unused: bool) -> int:
    """The smallest alphabet that has all sorts of characters but these."""
    used = set(chain.from_iterable(compress(_SORTS, map(not_, unused))))
    return next(size for known, size in _ALPHABETS if used <= known)


@lru_cache(maxsize=16)
def _size_of(alphabet: str) -> int:
    return len(_OTHER.sub("", alphabet))


def _saved_by_parts(body: str, lower: str, each: float) -> float:
    """The most that is saved by parts which don't overlap; a character takes ``each`` bits."""
    length = len(body)
    parts = _parts(body, lower, each)
    if not parts:
        return 0.0
    saved = [0.0] * (length + 1)
    """Up to each position."""
    touching = [0.0] + [-math.inf] * length
    """Up to each position where a part ends, or the body begins."""
    for start in range(length):
        for end, bits in parts.get(start, ()):
            place = _PLACED if end == length else _PLACED + math.log2(length)
            before = max(touching[start] - _PLACED, saved[start] - place)
            total = before + (end - start) * each - bits - _KIND
            touching[end] = max(touching[end], total)
            saved[end] = max(saved[end], total)
        saved[start + 1] = max(saved[start + 1], saved[start])
    return saved[length]


def _parts(body: str, lower: str, each: float) -> _Parts:
    """All parts of a body. Most have none, which the chunks of it tell of all kinds but rows."""
    worded = not _first_fours().isdisjoint(fours(lower + _PADDING))
    repeated = holds_again(body, SHORTEST)
    counted = _counts_up(lower)
    if not (worded or repeated or counted):
        return {}
    case = 0.0 if body in (lower, body.upper()) else _CASES
    position = math.log2(len(body))
    parts: _Parts = {}
    for start, end, bits in (
        *(_words(body, lower, math.log2(len(WORDS)) + case) if worded else ()),
        *(_rows(body, lower, math.log2(len(ROWS)) + position + case) if worded else ()),
        *(_repetitions(body, math.log2(MOST_DISTANT) + position) if repeated else ()),
        *(_pairs_of_counts(body, lower, 2 * each + position + case) if counted else ()),
    ):
        parts.setdefault(start, []).append((end, bits))
    return parts


def _words(body: str, lower: str, bits: float) -> Iterator[tuple[int, int, float]]:
    beginnings = _words_by_beginning()
    for start, beginning in enumerate(chunks(lower, SHORTEST)):
        for word in beginnings.get(beginning, ()):
            end = start + len(word)
            if lower.startswith(word, start) and _is_one_case(body[start:end]):
                yield start, end, bits


@cache
def _first_fours() -> frozenset[int]:
    """What words and rows begin with: four characters as one number. Behind a word of three there
    may be any, or the padding."""
    short = (word for word in WORDS if len(word) == SHORTEST)
    longer = (word[:SHORTEST_ROW] for word in WORDS if len(word) > SHORTEST)
    followers = ascii_lowercase + digits + _PADDING
    padded = (word + follower for word in short for follower in followers)
    return frozenset(as_fours((*padded, *longer, *_beginnings_of_rows())))


@cache
def _words_by_beginning() -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    for word in WORDS:
        words.setdefault(word[:SHORTEST], []).append(word)
    return words


def _is_one_case(text: str) -> bool:
    rest = text[1:]
    return rest == rest.lower() or text == text.upper()


def _rows(body: str, lower: str, bits: float) -> Iterator[tuple[int, int, float]]:
    for start, beginning in enumerate(chunks(lower, SHORTEST_ROW)):
        if beginning not in _beginnings_of_rows():
            continue
        end = start + SHORTEST_ROW
        while end < len(body) and lower[start : end + 1] in ROWS:
            end += 1
        if _is_one_case(body[start:end]):
            yield start, end, bits


@cache
def _beginnings_of_rows() -> frozenset[str]:
    return frozenset(ROWS[at : at + SHORTEST_ROW] for at in range(len(ROWS) - SHORTEST_ROW + 1))


def _repetitions(body: str, bits: float) -> Iterator[tuple[int, int, float]]:
    """What is the same as what is a little before it: runs, and chunks that come again."""
    seen: dict[str, int] = {}
    for start, chunk in enumerate(chunks(body, SHORTEST)):
        distance = start - seen.get(chunk, start)
        seen[chunk] = start
        if 0 < distance <= MOST_DISTANT:
            end = start + SHORTEST
            while end < len(body) and body[end] == body[end - distance]:
                end += 1
            yield start, end, bits


def _pairs_of_counts(body: str, lower: str, bits: float) -> Iterator[tuple[int, int, float]]:
    """Two counts that take turns, as in ``a1b2c3d4``: a bit for each step, up or down."""
    is_step = _is_step(lower)
    start = 0
    for at, goes_on in enumerate([*is_step, False]):
        if not goes_on:
            if at - start >= SHORTEST_ROW and _is_one_case(body[start : at + 2]):
                yield start, at + 2, bits + at - start
            start = at + 1


def _counts_up(lower: str) -> bool:
    """Whether so many characters in a row as count are a step from the one before the last."""
    return _ROW_OF_STEPS in _distances(lower) and _ROW_OF_STEPS in bytes(_is_step(lower))


def _distances(lower: str) -> bytes:
    """For each character and the next but one 1 if they are as far apart as those of a step, else
    0. All are taken from each other at once, as one number of which no byte borrows."""
    data = lower.encode("ascii")
    size = max(0, len(data) - 2)
    difference = int.from_bytes(data[2:], "big") - int.from_bytes(data[:size], "big")
    return (
        (difference + int.from_bytes(_BIAS * size, "big"))
        .to_bytes(size, "big")
        .translate(_AS_STEPS)
    )


def _is_step(lower: str) -> list[bool]:
    return [*map(_STEPS.__contains__, map(add, lower, lower[2:]))]


def _saved_by_doubling(body: str, each: float) -> float:
    """What is saved by a bit for each character that says whether it is the one before it again."""
    doubled: int = sum(map(eq, body, body[1:]))
    return doubled * each - len(body)


@lru_cache(maxsize=256)
def _saved_by_distinct(distinct: int, length: int, size: int) -> float:
    """What is saved where but a few characters of an alphabet are used at all."""
    which = math.log2(math.comb(size, distinct)) + math.log2(length)
    return max(0.0, length * math.log2(size / distinct) - which)


def _saved_by_counting(lower: str, size: int) -> float:
    """What is saved where the letters alone, or the digits alone, go up or down one by one."""
    characters = lower.encode()
    letters = characters.translate(None, _DIGITS).decode()
    numbers = characters.translate(None, _LETTERS).decode()
    return max(_saved_by_count(letters, size), _saved_by_count(numbers, size))


def _saved_by_count(text: str, most: int) -> float:
    """What is saved where characters of one kind, ``most`` at all, go up or down one by one; fewer
    steps than ``FEWEST_STEPS`` save nothing."""
    if len(text) <= FEWEST_STEPS or _TWO_STEPS.isdisjoint(chunks(text, 3, FEWEST_STEPS - 1)):
        return 0.0
    last = max(text)
    kind = len(digits) if last <= "9" else _LETTERS_OF_HEX if last <= "f" else len(ascii_lowercase)
    size = min(most, kind)
    longest = steps = direction = 0
    for earlier, later in pairwise(text):
        step = _STEPS.get(earlier + later, 0)
        steps = steps + 1 if step and step == direction else abs(step)
        direction = step
        longest = max(longest, steps)
    return max(0.0, longest * math.log2(size) - 2 - math.log2(len(text)))
