"""Where long pieces of known secrets stand in a text, as they are or encoded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from keyguard.model.patterns import lazy_pattern
from keyguard.report.literals import Span
from keyguard.report.readings import Reading, readings

LONG = 8
"""Characters of a piece that counts: a fifth of a strong secret, and more than its mask shows."""
SHORT = 5
"""Fewer never count. Of a secret that is short itself, half of it does."""
LONG_WORDS = 16
"""Characters of a piece that counts though it is made of words: fewer are in every name."""
REACH = 2 * LONG_WORDS
"""Characters beyond a cut that decide whether a piece goes through it: an encoding takes two for
one at most."""
_STRANGE = 4
"""Characters beside words that make a piece more than words."""
_LONGEST = 1024
"""Longer strings are content that holds a secret, and a piece of that may be anything."""
_TOKEN = lazy_pattern(r"[^\W_]+")
_WORD = lazy_pattern(r"(?:[A-Z]?[a-z]{2,15}|[A-Z]{2,15})*[0-9]{0,4}")
_NAME = lazy_pattern(r"""[\w.-]{0,64}["'\]]{0,2}[ \t]{0,4}[:=]""")
"""How a name goes on, in front of its value, that has the words of a piece."""


class Pieces:
    """Pieces of secrets, which are looked for together."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = [each for each in secrets if SHORT <= len(each) <= _LONGEST]

    def spans(self, text: str, words: bool = False) -> Iterator[Span]:
        """Where pieces stand, and if that is asked those that are ``words`` alone."""
        if not self._secrets:
            return
        for reading in readings(text):
            for size, pieces in self._strange.items():
                yield from _stretches(reading, size, pieces)
        if words and self._wordy:
            for span in _stretches(Reading(text), LONG_WORDS, self._wordy):
                if not _NAME.match(text, span[1]):
                    yield span

    @cached_property
    def _strange(self) -> dict[int, set[str]]:
        """Pieces that are more than words, by their length."""
        found: dict[int, set[str]] = {}
        for secret in self._secrets:
            size = min(LONG, max(SHORT, -(-len(secret) // 2)))
            places: Sequence[int] = range(len(secret) - size + 1)
            strange = _strangeness(secret)
            if not all(strange):
                so_far = [0, *accumulate(strange)]
                places = [at for at in places if so_far[at + size] - so_far[at] >= _STRANGE]
            found.setdefault(size, set()).update([secret[at : at + size] for at in places])
        return found

    @cached_property
    def _wordy(self) -> set[str]:
        """Pieces of those secrets that have words in them."""
        return {
            secret[at : at + LONG_WORDS]
            for secret in self._secrets
            if not all(_strangeness(secret))
            for at in range(len(secret) - LONG_WORDS + 1)
        }


def _strangeness(secret: str) -> list[bool]:
    """Of each character, whether it is in a run of letters and digits that is no word."""
    strange = [False] * len(secret)
    for token in _TOKEN.finditer(secret):
        if not _WORD.fullmatch(token[0]):
            strange[token.start() : token.end()] = [True] * len(token[0])
    return strange


def _stretches(reading: Reading, size: int, pieces: set[str]) -> Iterator[Span]:
    """Where a text is made of pieces, each as long as it can be."""
    text = reading.text
    hits = [at for at in range(len(text) - size + 1) if text[at : at + size] in pieces]
    begun = 0
    for index, at in enumerate(hits, 1):
        if index == len(hits) or hits[index] > at + size:
            yield reading.outwards(hits[begun], at + size)
            begun = index
