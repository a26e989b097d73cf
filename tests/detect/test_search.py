"""Searches that take short cuts find what the plain ones find."""

from __future__ import annotations

import random

import pytest

from keyguard.detect.strength.written import _STEPS, _counts_up
from keyguard.detect.text.search import holds_again


@pytest.mark.parametrize("characters", ["ab", "abcdefgh", "aé漢", "0123456789abcdef"])
@pytest.mark.parametrize("size", [2, 3, 4])
def test_whether_characters_come_again(characters: str, size: int) -> None:
    chance = random.Random(size)
    for _ in range(200):
        text = "".join(chance.choices(characters, k=chance.randrange(12)))
        parts = [text[start : start + size] for start in range(len(text) - size + 1)]
        assert holds_again(text, size) == (len(set(parts)) < len(parts)), text


@pytest.mark.parametrize("characters", ["abc", "0189", "ab01", "ajsz09"])
def test_whether_two_counts_take_turns(characters: str) -> None:
    chance = random.Random(characters)
    seen = set()
    for _ in range(2_000):
        text = "".join(chance.choices(characters, k=chance.randrange(12)))
        steps = [first + second in _STEPS for first, second in zip(text, text[2:], strict=False)]
        is_one = any(all(steps[at : at + 4]) for at in range(len(steps) - 3))
        assert _counts_up(text) is is_one, text
        seen.add(is_one)
    assert seen == {True, False}
