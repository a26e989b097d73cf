"""Whether a webhook secret can be guessed, and how to make one that cannot."""

from __future__ import annotations

import math
import re
import secrets
import string
from collections.abc import Iterable
from functools import cache

MINIMUM_LENGTH = 32
"""Characters. Source: the Authentication page of docs.gateway.connexease.com
(/essentials/authentication): "minimum 32 characters"."""

MINIMUM_BITS = 80.0
"""Random secrets of 32 characters score above 86: hexadecimal, base62 and base64url, 2,000 each."""

MADE_LENGTH = 48
FEWEST_DISTINCT = 8
PREDICTABLE_SHARE = 0.6
"""Of the letters and digits of a secret. Random ones hardly ever come near a half of it."""

SUSPICIOUS_SHARE = 0.3
"""From here on the slow estimate is asked as well."""

SHORTEST_WORD = 4
LONGEST_WORD = 16
JUDGED_LENGTH = 128
"""Characters that are looked at: a bound on the work, far beyond what anyone needs."""

ZXCVBN_LIMIT = 72
ALPHABET = string.ascii_letters + string.digits

TRADE_WORDS = (
    "connexease", "webhook", "webhooks", "whsec", "gateway", "secret", "token", "signing",
    "staging", "production", "development", "prod", "test", "local", "whatsapp", "auth", "bearer",
)  # fmt: skip
_ROWS = (
    string.ascii_lowercase, "12345678901234567890", "qwertyuiopasdfghjklzxcvbnm", "azertyuiop",
    "qwertzuiop", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
)  # fmt: skip
_LEET = str.maketrans("013457@$", "oieastas")
_SEPARATOR = re.compile(r"[^A-Za-z0-9]+")


def make_secret() -> str:
    """A random secret of 48 letters and digits, about 285 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(MADE_LENGTH))


def weaknesses(value: str, context_words: Iterable[str] = ()) -> tuple[str, ...]:
    """Why a webhook secret can be guessed, in plain words; empty if it is strong.

    ``context_words`` are what an attacker knows anyway, such as the name of the service. Each
    reason continues "This webhook secret ..." and never holds a part of the secret.
    """
    judged = value[:JUDGED_LENGTH]
    walked, worded = _shares(judged, frozenset(word.lower() for word in context_words))
    reasons = [
        reason
        for reason, applies in (
            (
                f"is {len(value)} characters long, under the documented minimum "
                f"of {MINIMUM_LENGTH}",
                len(value) < MINIMUM_LENGTH,
            ),
            ("repeats one short chunk", _is_periodic(judged)),
            (
                f"has only {len(set(judged))} different characters",
                len(judged) >= MINIMUM_LENGTH and len(set(judged)) < FEWEST_DISTINCT,
            ),
            ("is a sequence or a walk over the keyboard", walked >= PREDICTABLE_SHARE),
            (
                "is made of words that a dictionary holds",
                walked < PREDICTABLE_SHARE <= worded,
            ),
        )
        if applies
    ]
    if not reasons and (worded >= SUSPICIOUS_SHARE or _repeats_itself(judged)):
        bits = estimate(value)
        if bits < MINIMUM_BITS:
            reasons.append(f"takes only about 2^{bits:.0f} guesses to find")
    return tuple(reasons)


def estimate(value: str) -> float:
    """About how many bits of guessing work a secret is; 0 for an empty one.

    Separators are left out: they make joined words no harder to guess. The estimate is
    zxcvbn's (https://github.com/dwolfhub/zxcvbn-python), which counts what an attacker would try,
    and is meant to compare secrets, not to measure a generator.
    """
    from zxcvbn import zxcvbn  # late: its dictionaries take a tenth of a second

    squeezed = _SEPARATOR.sub("", value[:JUDGED_LENGTH]) or value[:JUDGED_LENGTH]
    pieces = (
        squeezed[start : start + ZXCVBN_LIMIT] for start in range(0, len(squeezed), ZXCVBN_LIMIT)
    )
    return sum(math.log2(float(zxcvbn(piece)["guesses"])) for piece in pieces)


def _shares(value: str, context_words: frozenset[str]) -> tuple[float, float]:
    """The shares of a secret that walks cover, and that walks and words together cover."""
    lowered = value.lower()
    total = sum(character.isalnum() for character in lowered) or 1
    letters = "".join(character for character in lowered if character.isalpha())
    digits = "".join(character for character in lowered if character.isdigit())
    plain = _SEPARATOR.sub("", lowered)
    apart = _covered(letters, _walks()) + _covered(digits, _walks())
    walked = max(apart, _covered(plain, _walks()))
    worded = _covered(letters, _words(), context_words) + _covered(digits, _walks())
    leet = _covered(plain.translate(_LEET), _words(), context_words, SHORTEST_WORD + 1)
    return walked / total, max(walked, worded, leet) / total


def _covered(
    text: str,
    known: frozenset[str],
    more: frozenset[str] = frozenset(),
    shortest: int = SHORTEST_WORD,
) -> int:
    """How many characters of ``text`` can be covered by known words that do not overlap."""
    best = [0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        best[end] = best[end - 1]
        for start in range(max(0, end - LONGEST_WORD), end - shortest + 1):
            covered = best[start] + end - start
            if covered > best[end] and (text[start:end] in known or text[start:end] in more):
                best[end] = covered
    return best[-1]


@cache
def _walks() -> frozenset[str]:
    """Every stretch of the alphabet, the digits and the keyboard, in both directions."""
    return frozenset(
        row[start : start + length]
        for forward in _ROWS
        for row in (forward, forward[::-1])
        for start in range(len(row))
        for length in range(SHORTEST_WORD, LONGEST_WORD + 1)
        if start + length <= len(row)
    )


@cache
def _words() -> frozenset[str]:
    """The words, names and common passwords that zxcvbn knows, those of the trade, and walks."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    listed = (word for words in FREQUENCY_LISTS.values() for word in words)
    words = frozenset(word for word in listed if len(word) >= SHORTEST_WORD)
    return words | _walks() | frozenset(TRADE_WORDS)


def _is_periodic(value: str) -> bool:
    """Whether a chunk is repeated to the end, at least twice."""
    return any(value[period:] == value[:-period] for period in range(1, len(value) // 2 + 1))


def _repeats_itself(value: str) -> bool:
    """Whether some four characters stand in more than one place, or few are used at all."""
    fours = [value[start : start + 4] for start in range(len(value) - 3)]
    return len(set(fours)) < len(fours) or len(set(value)) < FEWEST_DISTINCT + 3
