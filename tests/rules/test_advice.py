"""Words that several rules share."""

import pytest

from keyguard.rules._advice import guesses


@pytest.mark.parametrize(
    ("bits", "words"),
    [
        (0, "one guess"),
        (1, "2 guesses"),
        (13, "8,000 guesses"),
        (19.5, "700,000 guesses"),
        (20, "2^20 guesses"),
        (127.6, "2^128 guesses"),
    ],
)
def test_guesses_for_people(bits: float, words: str) -> None:
    assert guesses(bits) == words
