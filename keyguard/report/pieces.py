"""Finds long pieces of known secrets in a text, plain or encoded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from keyguard.model.patterns import lazy_pattern
from keyguard.model.spans import Span
from keyguard.report.readings import Reading, readings

LONG = 8
"""Characters of a masked piece: a fifth of a strong secret, and more than its mask shows."""
SHORT = 5
"""Characters below which a piece is never masked.

Half of a short secret is, and so are several pieces that are as long together as ``LONG``: a secret
that is written in groups of six.
"""
LONG_WORDS = 16
"""Characters of a piece that is masked although it consists of words: shorter ones are in every
name."""
REACH = 2 * LONG_WORDS
"""Characters beyond a cut that decide whether a piece crosses it: an encoding at most doubles the
length."""
_STRANGE = 4
"""Characters beside words that make a piece more than words."""
_LONGEST = 1024
"""Longer strings are content that holds a secret, and a piece of that may be anything."""
_BETWEEN = "\0"
"""What no piece has in it."""
_PART = lazy_pattern(r"[^\0]{5,}")
"""What is left of a line between the secrets that were taken out of it."""
_GROUP = r"(?<![A-Za-z0-9])(?=[A-Za-z]{0,6}[0-9])[A-Za-z0-9]{5,7}(?![A-Za-z0-9])"
_HAS_GROUPS = lazy_pattern(rf"{_GROUP}.*?{_GROUP}", re.DOTALL)
_TOKEN = lazy_pattern(r"[^\W_]+")
_WORD = lazy_pattern(r"(?:[a-z]{2,})?(?:[A-Z]+[a-z]{2,})*[A-Z]*[0-9]{0,4}")
_NAME = lazy_pattern(r"""[\w.-]{0,64}["'\]]{0,2}[ \t]{0,4}[:=]""")
"""How a name goes on, in front of its value, that has the words of a piece."""


class Pieces:
    """Pieces of secrets, which are looked for together."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = [each for each in secrets if SHORT <= len(each) <= _LONGEST]
        self._sizes = {_size(secret) for secret in self._secrets}
        self._strings = _BETWEEN.join(self._secrets)
        self._both_ways = self._strings + _BETWEEN + self._strings[::-1]

    def spans(self, text: str, words: bool = False) -> Iterator[Span]:
        """Where pieces are; if ``words``, also those that consist of words alone."""
        if not self._secrets:
            return
        for reading in readings(text):
            for size in self._sizes:
                counts = partial(self._is_strange, size)
                yield from _stretches(reading, size, self._both_ways, counts)
        yield from self._groups(text)
        if words:
            for span in _stretches(Reading(text), LONG_WORDS, self._strings, self._has_words):
                if not _NAME.match(text, span[1]):
                    yield span

    def _groups(self, text: str) -> list[Span]:
        """Where the pieces stand that count together."""
        if not _HAS_GROUPS.search(text):
            return []
        counts = partial(self._is_strange, LONG)
        spans = list(_stretches(Reading(text), SHORT, self._both_ways, counts))
        pieces = {text[start:end] for start, end in spans}
        return spans if len(pieces) > 1 and sum(map(len, pieces)) >= LONG else []

    def _is_strange(self, size: int, piece: str) -> bool:
        """Whether a piece is more than words in a secret of which so much counts."""
        for each in (piece, piece[::-1]):
            for secret in self._secrets:
                at = secret.find(each) if _size(secret) == size else -1
                strange = _strangeness(secret) if at >= 0 else []
                if at >= 0 and (all(strange) or sum(strange[at : at + len(piece)]) >= _STRANGE):
                    return True
        return False

    def _has_words(self, piece: str) -> bool:
        """Whether a secret with this piece has words in it."""
        return any(piece in secret and not all(_strangeness(secret)) for secret in self._secrets)


def _size(secret: str) -> int:
    """Characters of a secret that count."""
    return min(LONG, max(SHORT, -(-len(secret) // 2)))


def _strangeness(secret: str) -> list[bool]:
    """Of each character, whether it is in a run of letters and digits that is no word."""
    strange = [False] * len(secret)
    for token in _TOKEN.finditer(secret):
        if not _WORD.fullmatch(token[0]):
            strange[token.start() : token.end()] = [True] * len(token[0])
    return strange


def _stretches(
    reading: Reading, size: int, secrets: str, counts: Callable[[str], bool]
) -> Iterator[Span]:
    """Where a text is made of pieces of secrets that count, each as long as it can be."""
    text = reading.text
    hits = [
        at
        for part in _PART.finditer(text)
        for at in range(part.start(), part.end() - size + 1)
        if text[at : at + size] in secrets and counts(text[at : at + size])
    ]
    begun = 0
    for index, at in enumerate(hits, 1):
        if index == len(hits) or hits[index] > at + size:
            yield reading.outwards(hits[begun], at + size)
            begun = index
