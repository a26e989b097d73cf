"""Where words are: searches for letters alone, many times faster than any other expression."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from struct import Struct


def positions(text: str, words: Iterable[str]) -> list[int]:
    """Every place where one of the words begins, in order."""
    words = tuple(words)
    ending = _same_ending(words)
    if ending is None:
        return sorted(position for word in words for position in occurrences(text, word))
    before = len(words[0]) - len(ending)
    return [found.start() - before for found in _ends_alike(words, ending).finditer(text)]


@lru_cache(maxsize=64)
def _same_ending(words: tuple[str, ...]) -> str | None:
    """The end of words that are equally long: all are looked for at once then. None if it could
    overlap with itself."""
    if len(words) < 2 or len(set(map(len, words))) > 1:
        return None
    endings = (words[0][start:] for start in range(len(words[0])))
    ending = next((each for each in endings if all(word.endswith(each) for word in words)), "")
    overlaps = any(ending.startswith(ending[start:]) for start in range(1, len(ending)))
    return ending if ending and not overlaps else None


@lru_cache(maxsize=64)
def _ends_alike(words: tuple[str, ...], ending: str) -> re.Pattern[str]:
    """The ending, behind which it is asked which of the words that is: an expression that begins
    with letters is looked for as fast as these alone."""
    return re.compile(f"{re.escape(ending)}(?<={'|'.join(map(re.escape, words))})")


@lru_cache(maxsize=2)
def lowered(text: str) -> str:
    """The text in lower case, each character at its position; kept while several ask for it."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    # A few letters, such as U+0130, have two in lower case.
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def occurrences(text: str, word: str) -> Iterator[int]:
    """Every place where a word begins, in order."""
    position = text.find(word)
    while position >= 0:
        yield position
        position = text.find(word, position + 1)


def any_of(words: Iterable[str]) -> str:
    """An expression for any of these words, none of which begins another.

    Common beginnings are in it once: all words are looked for together, many times faster than one
    after the other.
    """
    rests: dict[str, list[str]] = {}
    for word in sorted(words):
        rests.setdefault(word[:1], []).append(word[1:])
    branches = [re.escape(first) + any_of(filter(None, rest)) for first, rest in rests.items()]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})" if branches else ""


def chunks(text: str, size: int, step: int = 1) -> Iterator[str]:
    """The ``size`` characters that begin at each position, or at every ``step``-th.

    Meant to be compared with a set, which shows in a tenth of the time that a short text holds none
    of many words.
    """
    return map(text.__getitem__, _places(len(text), size, step))


@lru_cache(maxsize=1024)
def _places(length: int, size: int, step: int) -> tuple[slice, ...]:
    return tuple(slice(start, start + size) for start in range(0, length - size + 1, step))


def fours(text: str) -> tuple[int, ...]:
    """The four characters that begin at each position, each as a number, in no order.

    A set looks up numbers in a fifth of the time. All characters beyond ASCII are one.
    """
    data = text.encode("ascii", "replace")
    parts, numbers = _layout(len(data))
    return numbers.unpack(b"".join(map(data.__getitem__, parts)))


def holds_again(text: str, size: int) -> bool:
    """Whether some ``size`` characters are at more than one position, overlaps included.

    ASCII is compared as bytes, which are made in a fifth of the time.
    """
    if not text.isascii():
        parts: Sequence[str | bytes] = [*chunks(text, size)]
    else:
        data = text.encode("ascii")
        slices, all_of = _layout_of(len(data), size)
        parts = all_of.unpack(b"".join(map(data.__getitem__, slices)))
    return len(set(parts)) < len(parts)


def as_fours(words: Iterable[str]) -> tuple[int, ...]:
    """Words of four ASCII characters as numbers like those of ``fours``."""
    data = "".join(words).encode("ascii")
    return _numbers(len(data) // 4).unpack(data)


def from_four(number: int) -> str:
    """The four characters that a number of ``fours`` stands for."""
    return number.to_bytes(4, "little").decode("ascii")


@lru_cache(maxsize=1024)
def _layout(length: int) -> tuple[list[slice], Struct]:
    """Parts of a text that are numbers one behind the other, and how many these are together."""
    parts, count = _parts_of(length, 4)
    return parts, _numbers(count)


@lru_cache(maxsize=1024)
def _layout_of(length: int, size: int) -> tuple[list[slice], Struct]:
    """Likewise for bytes, so many at a time."""
    parts, count = _parts_of(length, size)
    return parts, Struct(f"{size}s" * count)


def _parts_of(length: int, size: int) -> tuple[list[slice], int]:
    counts = [(start, (length - start) // size) for start in range(min(size, length))]
    parts = [slice(start, start + size * count) for start, count in counts]
    return parts, sum(count for _, count in counts)


def _numbers(count: int) -> Struct:
    return Struct(f"<{count}I")


def only(kind: Callable[[str], bool], others: bytes, text: str) -> str:
    """The characters of one kind.

    Most secrets are ASCII: then the ``others`` are deleted, which takes a tenth of the time.
    """
    if text.isascii():
        return text.encode("ascii").translate(None, others).decode("ascii")
    return "".join(filter(kind, text))


def others_than(kind: Callable[[str], bool]) -> bytes:
    """The ASCII characters that are not of a kind."""
    return bytes(code for code in range(128) if not kind(chr(code)))


def has_between(places: Sequence[int], start: int, end: int) -> bool:
    """Whether one of these positions, which are sorted, is in ``[start:end]``."""
    first = bisect_left(places, start)
    return first < len(places) and places[first] < end
