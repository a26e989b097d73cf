"""Of many secrets guesses are counted as zxcvbn counts them, in fewer steps."""

from __future__ import annotations

import cProfile
import math
import random
import string
from collections.abc import Callable

import pytest
from zxcvbn.matching import omnimatch
from zxcvbn.scoring import most_guessable_match_sequence

from keyguard.detect.strength import guesswork
from keyguard.detect.strength.guesswork import guesses
from keyguard.detect.strength.word_lists import ranks
from tests.samples import body

EACH = 40
FEWER = 2
"""Steps that zxcvbn takes for each of ours, at least."""
WORDS = sorted(ranks(), key=lambda word: (ranks()[word], word))[:20_000]
KEYBOARD = "qwertyuiop1234567890asdfghjkl"
MADE: dict[str, Callable[[random.Random], str]] = {
    "characters": lambda chance: body(chance.random(), chance.randrange(1, 60)),
    "digits": lambda chance: body(chance.random(), chance.randrange(1, 50), string.digits),
    "words": lambda chance: "".join(chance.choices(WORDS, k=chance.randrange(1, 7)))[:60],
    "words with digits": lambda chance: "-".join(chance.choices(WORDS, k=3)).translate(
        str.maketrans("aeo", "430")
    ),
    "repeated": lambda chance: (
        body(chance.random(), chance.randrange(1, 9)) * chance.randrange(2, 5)
    ),
    "walks": lambda chance: "".join(chance.choices(KEYBOARD, k=chance.randrange(1, 40))),
    "runs": lambda chance: body(chance.random(), 9) + "a" * 9 + body(chance.random(), 9),
    "backwards": lambda chance: chance.choice(WORDS).title() + "!" + chance.choice(WORDS)[::-1],
    "dates": lambda chance: (
        f"{chance.randrange(32)}/{chance.randrange(13)}/19{chance.randrange(99)}x"
    ),
    "days": lambda chance: chance.choice(("", "-", "/")).join(
        str(chance.choice((chance.randrange(40), chance.randrange(1900, 2060)))) for _ in range(4)
    ),
    "other scripts": lambda chance: "".join(chance.choices("aİıéß漢0A", k=chance.randrange(1, 30))),
}


def theirs(text: str) -> float:
    matches = omnimatch(text, {"words": ranks()})
    return float(most_guessable_match_sequence(text, matches)["guesses"])


@pytest.mark.parametrize("few", [-1, math.inf], ids=["of many", "of few"])
@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
def test_it_counts_what_zxcvbn_counts(
    make: Callable[[random.Random], str], few: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guesswork, "FEW", few)
    guesses.cache_clear()
    chance = random.Random(7)
    for text in (make(chance) for _ in range(EACH)):
        assert math.isclose(guesses(text), theirs(text), rel_tol=1e-9), text


def test_a_line_feed_is_no_part_of_a_date() -> None:
    """zxcvbn takes it for one, and cannot read it as a number."""
    assert guesses("x-12345\n") > guesses("x-12345")


def steps(count: Callable[[str], float], texts: list[str]) -> int:
    profile = cProfile.Profile()
    profile.enable()
    for text in texts:
        count(text)
    profile.disable()
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("name", ["digits", "days", "words", "repeated", "runs"])
def test_it_takes_fewer_steps(name: str) -> None:
    chance = random.Random(8)
    texts = [MADE[name](chance) for _ in range(EACH)]
    guesses("made ready")
    assert steps(guesses, texts) * FEWER < steps(theirs, texts)
