"""Whether a webhook secret can be guessed, and how to make one that can't be."""

from __future__ import annotations

import math
import string
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain, islice

from keyguard.detect.strength.coverage import (
    SHORTEST_WORD,
    Index,
    Vocabulary,
    covered,
    stretches,
)
from keyguard.detect.strength.known_values import (
    decoded_text,
    digest_of_word,
    is_from_the_clock,
    is_known_example,
    is_uuid,
)
from keyguard.detect.strength.language import reads_like_language
from keyguard.detect.strength.passphrase import passphrase_bits
from keyguard.detect.strength.word_lists import word_lists
from keyguard.detect.text.search import holds_again, occurrences, only, others_than
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

MINIMUM_LENGTH = 32
"""Characters. Source: the Authentication page of docs.gateway.connexease.com
(/essentials/authentication): "minimum 32 characters"."""

MINIMUM_BITS = 80.0
"""Random secrets of 32 characters score above 86: hexadecimal, base62 and base64url, 2,000 each."""

MADE_LENGTH = 48
FEWEST_DISTINCT = 8
PREDICTABLE_SHARE = 0.6
"""The share of predictable letters and digits from which a secret is weak.

Random secrets hardly ever come near a half.
"""

SUSPICIOUS_SHARE = 0.3
"""The share of predictable characters from which the slow estimate is asked as well."""

JUDGED_LENGTH = 128
"""Characters that are looked at: a bound on the work, far beyond what anyone needs."""

MOST_SEPARATORS = 3
ZXCVBN_LIMIT = 72
BITS_OF_A_LIST = 13.0
"""Bits of a choice from ten thousand words, or from fewer examples."""
BITS_OF_A_CLOCK = 47.0
"""Bits of a time within a year, in ten-millionths of a second; node and sequence repeat earlier
ones."""
BITS_OF_A_UUID = 122.0
"""Random bits of a UUID of version 4: https://www.rfc-editor.org/rfc/rfc9562#section-5.4."""
BITS_OF_A_LETTER = 2.0
"""Bits of a letter in a language.

Shannon, "Prediction and Entropy of Printed English" (1951), found 1 to 2.
"""
ALPHABET = string.ascii_letters + string.digits

TRADE_WORDS = (
    "connexease", "webhook", "webhooks", "whsec", "gateway", "secret", "token", "signing",
    "staging", "production", "development", "prod", "test", "local", "whatsapp", "auth", "bearer",
)  # fmt: skip
_ROWS = (
    string.ascii_lowercase, "12345678901234567890", "qwertyuiopasdfghjklzxcvbnm", "azertyuiop",
    "qwertzuiop", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik", string.ascii_lowercase[::2],
    string.ascii_lowercase[1::2], "0246802468", "1357913579",
)  # fmt: skip
_ALPHABETS = tuple(
    (frozenset(characters), len(characters))
    for characters in (
        string.digits,
        "0123456789abcdef",
        "0123456789ABCDEF",
        string.ascii_lowercase,
        string.ascii_lowercase + string.digits,
        string.ascii_letters + string.digits,
        string.ascii_letters + string.digits + "-_",
    )
)
_LEET = bytes.maketrans(b"013457", b"oieast")
_SEPARATOR = lazy_pattern(r"[^A-Za-z0-9]+")
_SIGNS = others_than(str.isalnum)
_NO_LETTERS = others_than(str.isalpha)
_NO_DIGITS = others_than(str.isdigit)


def make_secret() -> str:
    """A random secret of 48 letters and digits, about 285 bits."""
    import secrets  # seldom asked

    return "".join(secrets.choice(ALPHABET) for _ in range(MADE_LENGTH))


class Strength(NamedTuple):
    """How hard a secret is to guess, and why if it is not hard enough.

    ``bits`` is the base-2 logarithm of the guesses. Each reason continues "This webhook secret
    ..." and never holds a part of the secret.
    """

    bits: float
    reasons: tuple[str, ...] = ()


def judge(value: str, context_words: Iterable[str] = ()) -> Strength:
    """The strength of a webhook secret.

    ``context_words`` are words that an attacker knows anyway, such as the name of the service.
    """
    return _judge(value, frozenset(map(str.lower, context_words)))


@lru_cache(maxsize=1024)  # a secret is in many versions of its file
def _judge(value: str, known: frozenset[str]) -> Strength:
    predictable = _predictable(value) or _decodable(value, known)
    reasons = _measured(value, known, predictable=bool(predictable))
    if not predictable and len(value) >= MINIMUM_LENGTH:
        drawn = passphrase_bits(value, (*known, *TRADE_WORDS))
        if drawn >= MINIMUM_BITS:
            return Strength(drawn)
    if predictable is not None:
        return Strength(predictable.bits, (*reasons, *predictable.reasons))
    return Strength(estimate(value) if reasons else _drawn(value), reasons)


def _predictable(value: str) -> Strength | None:
    """What is no more random than the list that it comes from, however it looks."""
    if is_known_example(value):
        return Strength(BITS_OF_A_LIST, ("is the example of a documentation",))
    if algorithm := digest_of_word(value):
        return Strength(BITS_OF_A_LIST, (f"is the {algorithm} digest of a common word",))
    if is_from_the_clock(value):
        return Strength(BITS_OF_A_CLOCK, ("is a UUID that was made from the time of day",))
    return None


def _decodable(value: str, known: frozenset[str]) -> Strength | None:
    """Text that is only written in another alphabet."""
    text = decoded_text(value)
    if not text:
        return None
    reasons = _measured(text.ljust(MINIMUM_LENGTH), known, predictable=False)
    return Strength(estimate(text), ("is encoded text that can be guessed",)) if reasons else None


def _measured(value: str, known: frozenset[str], *, predictable: bool) -> tuple[str, ...]:
    """The reasons that show in the characters themselves."""
    judged = value[:JUDGED_LENGTH]
    walked, worded = _shares(judged, known)
    short, distinct = len(value) < MINIMUM_LENGTH, len(set(judged))
    reasons = [
        reason
        for reason, applies in (
            (
                f"is {len(value)} characters long (the documented minimum is {MINIMUM_LENGTH})",
                short,
            ),
            ("repeats one short chunk", _is_periodic(judged)),
            (
                f"has only {distinct} different characters",
                not short and distinct < FEWEST_DISTINCT,
            ),
            ("is a sequence or a walk over the keyboard", walked >= PREDICTABLE_SHARE),
            (
                "is made of words that a dictionary holds",
                walked < PREDICTABLE_SHARE <= worded,
            ),
            ("is made of words", worded < PREDICTABLE_SHARE and reads_like_language(judged)),
        )
        if applies
    ]
    if reasons or predictable:
        return tuple(reasons)
    suspicious = (
        worded >= SUSPICIOUS_SHARE or distinct < FEWEST_DISTINCT + 3 or holds_again(judged, 4)
    )
    if suspicious and estimate(value) < MINIMUM_BITS:
        reasons.append("is a mixture of known words and repetitions")
    return tuple(reasons)


@lru_cache(maxsize=1024)
def estimate(value: str) -> float:
    """The bits of guessing work that a secret takes, roughly; 0 for an empty one.

    Separators are left out: they make joined words no harder to guess. The estimate is zxcvbn's
    (https://github.com/dwolfhub/zxcvbn-python), which counts what an attacker would try. It is
    meant to compare secrets, not to measure a generator. Words of languages that zxcvbn does not
    know count by the letter.
    """
    squeezed = _without_separators(value[:JUDGED_LENGTH])
    pieces = (
        squeezed[start : start + ZXCVBN_LIMIT] for start in range(0, len(squeezed), ZXCVBN_LIMIT)
    )
    guessed = sum(map(_guesswork, pieces))
    spoken = BITS_OF_A_LETTER * len(squeezed) if reads_like_language(value) else math.inf
    return min(guessed, spoken, _drawn(value))


def _guesswork(piece: str) -> float:
    """zxcvbn's estimate, in bits."""
    from keyguard.detect.strength.guesswork import guesses  # seldom asked: it loads dictionaries

    return math.log2(guesses(piece))


def _without_separators(value: str) -> str:
    """Letters and digits only, unless the other characters are too many kinds to be separators."""
    separators = {character for character in value if not character.isalnum()}
    return value if len(separators) > MOST_SEPARATORS else _SEPARATOR.sub("", value) or value


def _drawn(value: str) -> float:
    """The bits of a secret whose characters were each drawn from the smallest usual alphabet."""
    if not value:
        return 0.0
    if is_uuid(value):
        return BITS_OF_A_UUID
    for alphabet, size in _ALPHABETS:
        if alphabet.issuperset(value):
            return len(value) * math.log2(size)
    return len(value) * math.log2(len(string.printable))


def _shares(value: str, context_words: frozenset[str]) -> tuple[float, float]:
    """The shares of a secret that walks cover, and that walks and words together cover; 0 for
    what covers less than is suspicious."""
    lowered = value.lower()
    plain = _SEPARATOR.sub("", lowered)
    total = len(only(str.isalnum, _SIGNS, lowered)) or 1
    letters = only(str.isalpha, _NO_LETTERS, lowered)
    digits = only(str.isdigit, _NO_DIGITS, lowered)
    least = SUSPICIOUS_SHARE * total
    replaced = plain.encode("ascii").translate(_LEET).decode("ascii")
    walks, words = _walks(), _words().index_for(letters, replaced)
    counted = covered(digits, walks)
    worded = covered(letters, words, least - counted, context_words)
    # Walks are among the words.
    apart = counted + (covered(letters, walks, least - counted) if worded else 0)
    # What is letters alone, or digits alone, has been asked already.
    walked = apart if plain in (letters, digits) else max(apart, covered(plain, walks, least))
    leet = 0
    if replaced != letters:
        leet = covered(replaced, words, least, context_words, SHORTEST_WORD + 1)
    return walked / total, max(walked, worded + counted, leet) / total


@cache
def _walks() -> Index:
    """Every stretch of the alphabet, the digits and the keyboard, in both directions."""
    return Index.of(set(stretches(row for forward in _ROWS for row in (forward, forward[::-1]))))


@cache
def _words() -> Vocabulary:
    """The words, names and common passwords that zxcvbn knows, those of the trade, and walks."""
    return Vocabulary(chain(*word_lists().values(), _walks().words, TRADE_WORDS))


def _is_periodic(value: str) -> bool:
    """Whether a chunk is repeated to the end, at least twice."""
    again = islice(occurrences(value, value[:1]), 1, None) if value else ()
    return any(value.startswith(value[period:]) for period in again if period <= len(value) // 2)
