"""Whether a value is an example rather than a credential.

The thresholds were chosen so that random keys survive: of a million random 32-character bodies of
each alphabet about 0.006 % of hexadecimal, 0.02 % of base62 ones are lost.
"""

import re
from functools import lru_cache
from itertools import repeat
from operator import sub

from keyguard.detect.strength.language import reads_like_language

MAX_PERIOD = 16
MIN_DISTINCT = 9
MIN_RUN = 6
MIN_SEQUENCE = 7

WORDS = (
    "abcdef123456", "changeme", "connexease", "demo", "example", "fake", "foobar", "here",
    "insert", "mock", "placeholder", "publishable", "redacted", "replace", "sample", "secret",
    "staging", "test", "todo", "token", "your",
)  # fmt: skip
"""Words that a random body of 32 characters hardly ever holds."""

_REMEMBERED = 4_096
"""Bodies whose judgement is kept: the same one is in several windows of a text, and in versions."""
_SAME, _UP, _DOWN, _OTHER = "=+-."
_STEPS = {0: _SAME, 1: _UP, -1: _DOWN}
_STEPS_OF_DIGITS = {1: _UP, -9: _UP, -1: _DOWN, 9: _DOWN}
"""How a character follows the one before it, by the difference of their numbers."""

SHORTEST_REPEATED = 16
_FILLERS = "xX0"
_MARKS = re.compile(
    r"[x*•.…#?-]{4,}"
    r"|\.\.\.|…"
    r"|[<>{}$%]"
    r"|^\[[A-Za-z ]{1,40}\]$"
    r"|^(?:your|insert|replace|change|add|put|enter|generate|todo|tbd|fixme|dummy|example|sample)"
    r"(?![a-z0-9])"
    r"|(?:^|[^a-z])(?:change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|with)|placeholder"
    r"|example|redacted|goes[-_ ]here|your[-_ ])",
    re.IGNORECASE,
)
_DIGIT_RUNS = re.compile(r"[0-9]+")


def is_placeholder(value: str) -> bool:
    """Whether a free-form secret is an example: ``your_secret_here``, ``<secret>``, ``xxxx``."""
    stripped = value.strip()
    return not stripped or bool(_MARKS.search(stripped)) or _is_filler(stripped)


def _is_filler(value: str) -> bool:
    """One character over and over: at a secret's length ``aaaa...`` may well be in use."""
    usual = value[0] in _FILLERS or not value[0].isalnum() or len(value) < SHORTEST_REPEATED
    return usual and len(set(value)) == 1


@lru_cache(maxsize=_REMEMBERED)
def is_placeholder_body(body: str) -> bool:
    """Whether the part of a key behind its prefix was typed by a person, not drawn at random."""
    lowered = body.lower()
    return (
        len(set(lowered)) < min(MIN_DISTINCT, len(lowered))
        or any(word in lowered for word in WORDS)
        or _holds_run(_steps(lowered, _STEPS), (_SAME, _UP, _DOWN), MIN_RUN)
        or _has_period(lowered)
        or _holds_sequence(lowered)
        or reads_like_language(body)
    )


def _steps(text: str, signs: dict[int, str]) -> str:
    """A sign for each character but the first: how it follows the one before it."""
    numbers = [ord(character) for character in text]
    return "".join(map(signs.get, map(sub, numbers[1:], numbers), repeat(_OTHER)))


def _holds_run(steps: str, signs: tuple[str, ...], length: int) -> bool:
    """Whether so many characters follow each other alike: ``aaaa``, ``abcd``, ``4321``."""
    return any(sign * (length - 1) in steps for sign in signs)


def _holds_sequence(text: str) -> bool:
    """Whether the letters alone or the digits alone rise or fall by one: ``a1b2c3`` does both.

    Behind 9 comes 0.
    """
    letters = "".join(filter(str.isalpha, text))
    digits = "".join(_DIGIT_RUNS.findall(text))
    return any(
        _holds_run(steps, (_UP, _DOWN), MIN_SEQUENCE)
        for steps in (_steps(letters, _STEPS), _steps(digits, _STEPS_OF_DIGITS))
    )


def _has_period(text: str) -> bool:
    """Whether a chunk of up to 16 characters is repeated to the end."""
    return any(
        text[period:] == text[:-period] for period in range(1, min(MAX_PERIOD, len(text) // 2) + 1)
    )
