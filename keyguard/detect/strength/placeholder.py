"""Whether a value is an example rather than a credential.

The thresholds were chosen so that random keys survive: of a million random 32-character bodies of
each alphabet about 0.006 % of hexadecimal, 0.02 % of base62 ones are lost.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

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


def is_placeholder_body(body: str) -> bool:
    """Whether the part of a key behind its prefix was typed by a person, not drawn at random."""
    lowered = body.lower()
    return (
        len(set(lowered)) < min(MIN_DISTINCT, len(lowered))
        or any(word in lowered for word in WORDS)
        or _longest_run(lowered) >= MIN_RUN
        or _has_period(lowered)
        or any(_longest_step(part, base) >= MIN_SEQUENCE for part, base in _parts(lowered))
        or reads_like_language(body)
    )


def _longest_run(text: str) -> int:
    """The longest stretch that repeats, rises or falls by one: ``aaaa``, ``abcd``, ``4321``."""
    return max(_stretch(text, step, base=0) for step in (0, 1, -1))


def _longest_step(text: str, base: int) -> int:
    return max(_stretch(text, step, base) for step in (1, -1))


def _stretch(text: str, step: int, base: int) -> int:
    """The length of the longest stretch of neighbours ``step`` apart, modulo ``base`` if any."""
    best = length = 1
    for left, right in pairwise(text):
        distance = ord(right) - ord(left) - step
        same = distance % base == 0 if base else distance == 0
        length = length + 1 if same else 1
        best = max(best, length)
    return best


def _has_period(text: str) -> bool:
    """Whether a chunk of up to 16 characters is repeated to the end."""
    return any(
        text[period:] == text[:-period] for period in range(1, min(MAX_PERIOD, len(text) // 2) + 1)
    )


def _parts(text: str) -> Iterator[tuple[str, int]]:
    """The letters alone and the digits alone: ``a1b2c3`` is a sequence of each."""
    yield "".join(character for character in text if character.isalpha()), 0
    yield "".join(_DIGIT_RUNS.findall(text)), 10
