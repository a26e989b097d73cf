"""Whether a value is an example rather than a credential.

A person wrote an example; a credential was drawn at random. The bounds were chosen so that random
values survive: `tests/bench/accuracy.py losses` counts how many of a million do not.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from string import ascii_letters, ascii_lowercase, digits

from keyguard.detect.strength.example_words import ASKING, WORDS
from keyguard.detect.strength.language import reads_like_language
from keyguard.detect.strength.written import bits_written
from keyguard.model.patterns import lazy_pattern

ALPHANUMERIC = ascii_letters + digits
EXAMPLE_BITS = 20
"""Bits by which an example's body is shorter to describe than a random one.

Chance achieves that once in 2^20, about a million.
"""
CERTAIN_BITS = 30
"""Bits that chance never saves."""
SHORTEST_REPEATED = 16

_REMEMBERED = 4_096
"""Bodies whose judgement is kept: the same one is in several windows of a text, and in versions."""
_FILLERS = "xX0"
_MARKS = lazy_pattern(
    r"^(?i:x{4})|(?i:x{4})$|x{5}|X{5}"
    r"|([*•.…#?-])\1{3}"
    r"|^(?:[A-Za-z]{2,12}[-_]){0,3}(?:[*•.…#?-]{2,}|(?i:x{3,}))$|^whsec_$"
    r"|^\.{3}|\.{3}$|^[\w-]*\.{3}[\w-]*$|…"
    r"|^\[[A-Za-z ]{1,40}\]$|^\([A-Za-z ]{1,40}\)$|^«[^»]{1,60}»$"
    r"|^(?i:your|insert|replace|change|add|put|enter|generate|todo|tbd|fixme|dummy|example|sample|missing)"
    r"(?=[-_ ]|$)"
    r"|(?i:(?:^|[^a-z])(?:change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|with)|placeholder"
    r"|example|redacted|goes[-_ ]here|your[-_ ]))"
)


_HINTS = ("xxxx", "change", "replace", "placeholder", "example", "redacted")
"""Letters and digits alone, if they are longer than a word, have no mark without one of these."""
_LONGEST_WORD = 8

MOST_DIGITS = 2
"""Digits of a count, as in ``app-1``."""
_WORD = lazy_pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_NUMBER = lazy_pattern("[0-9]+")
_ALL_WORDS = frozenset({
    *WORDS,
    "a", "an", "and", "as", "at", "by", "in", "is", "it", "of", "on", "or", "to", "very", "long",
    "strong", "shared", "current", "previous", "old", "next", "hook",
    "endpoint", "signature", "signing", "sending", "receiving",
})  # fmt: skip
"""Words of examples, and what joins them."""
_FRAMED = lazy_pattern(
    r"(?P<mark>[*#=~.+!_-])(?P=mark)(?P<more>(?P=mark)?)(?P=mark)*\s?"
    r"(?P<words>[A-Za-z][A-Za-z _-]{1,40}?)\s?(?P=mark){2}(?P=mark)*"
)


def is_placeholder(value: str) -> bool:
    """Whether a free-form secret is an example: ``your_secret_here``, ``<secret>``, ``xxxx``."""
    stripped = value.strip()
    return (
        not stripped
        or _is_marked(stripped)
        or _is_filler(stripped)
        or _is_framed(stripped)
        or _asks(stripped)
    )


def _is_marked(value: str) -> bool:
    if len(value) > _LONGEST_WORD and value.isalnum():
        lower = value.lower()
        if not any(map(lower.__contains__, _HINTS)):
            return False
    return _MARKS.search(value) is not None


def _asks(value: str) -> bool:
    """Whether a text is words alone that ask for something else: ``sua-senha-aqui``."""
    if any(map(str.isdigit, value)):
        return False
    words = {word.lower() for word in _WORD.findall(value)}
    return len(words) > 1 and not words.isdisjoint(ASKING) and words <= _ALL_WORDS | ASKING


def _is_framed(value: str) -> bool:
    """Words between marks: ``*** REPLACE ***``, and ``***REMOVED***`` of git-filter-repo."""
    framed = _FRAMED.fullmatch(value)
    if framed is None:
        return False
    words = framed["words"]
    return bool(framed["more"]) or words.isupper() or " " in words


def is_made_of(value: str, known: Iterable[str]) -> bool:
    """Whether a value consists of example words, ``known`` words and counts:
    ``secret-for-the-app-1``."""
    if any(len(number) > MOST_DIGITS for number in _NUMBER.findall(value)):
        return False
    words = {*map(str.lower, _WORD.findall(value))}
    others = words - _ALL_WORDS
    return bool(words) and (not others or others.issubset(map(str.lower, known)))


def _is_filler(value: str) -> bool:
    """One character over and over: at a secret's length ``aaaa...`` may well be in use."""
    usual = value[0] in _FILLERS or not value[0].isalnum() or len(value) < SHORTEST_REPEATED
    return usual and len(set(value)) == 1


@lru_cache(maxsize=_REMEMBERED)
def is_placeholder_body(body: str, alphabet: str = ALPHANUMERIC) -> bool:
    """Whether a person typed the part of a key behind its prefix.

    ``alphabet`` is all that keys are drawn from: from few letters, words come about by chance.
    """
    return bits_written(body, alphabet, EXAMPLE_BITS) >= EXAMPLE_BITS or (
        _holds_all_letters(alphabet) and reads_like_language(body, surely=True)
    )


def is_certain_placeholder_body(body: str, alphabet: str) -> bool:
    """Whether chance can't have drawn the body, however many keys there are."""
    return bits_written(body, alphabet, CERTAIN_BITS) >= CERTAIN_BITS


@cache
def _holds_all_letters(alphabet: str) -> bool:
    return set(alphabet.lower()).issuperset(ascii_lowercase)
