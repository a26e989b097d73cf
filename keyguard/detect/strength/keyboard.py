"""Finds the keyboard walks that zxcvbn finds, in a fraction of the time, by pairs of keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from operator import add
from typing import Any

from zxcvbn.matching import GRAPHS, SHIFTED_RX
from zxcvbn.scoring import spatial_guesses

from keyguard.model.record import NamedTuple

SHORTEST = 3
"""Keys of the shortest walk."""
_SHORTEST_WALK = bytes([True] * (SHORTEST - 1))
"""Its steps, as whether they are any."""
_TYPED_WITH_SHIFT = ("qwerty", "dvorak")
"""The keyboards whose first key counts as shifted."""


class _Step(NamedTuple):
    """From one key to one beside it."""

    direction: int
    shifted: bool


def walks(text: str) -> Iterator[tuple[int, int, float]]:
    """Where walks over neighbouring keys begin and end, and the guesses that each takes."""
    pairs = [*map(add, text, text[1:])]
    for keyboard, steps in _keyboards().items():
        if _SHORTEST_WALK not in bytes(map(steps.__contains__, pairs)):
            continue
        start = 0
        taken: list[_Step] = []
        for at, pair in enumerate([*pairs, ""]):
            if pair in steps:
                taken.append(steps[pair])
                continue
            if len(taken) >= SHORTEST - 1:
                yield start, at + 1, _guesses_of(keyboard, text[start], taken)
            start, taken = at + 1, []


def _guesses_of(keyboard: str, first: str, taken: list[_Step]) -> float:
    directions = [step.direction for step in taken]
    turns = 1 + sum(map(int.__ne__, directions, directions[1:]))
    shifted = sum(step.shifted for step in taken)
    if keyboard in _TYPED_WITH_SHIFT and SHIFTED_RX.search(first):
        shifted += 1
    return _guesses(keyboard, len(taken) + 1, turns, shifted)


@lru_cache(maxsize=1024)
def _guesses(keyboard: str, length: int, turns: int, shifted: int) -> float:
    walk: Any = {"graph": keyboard, "token": " " * length, "turns": turns, "shifted_count": shifted}
    return float(spatial_guesses(walk))


@cache
def _keyboards() -> Mapping[str, Mapping[str, _Step]]:
    """By the name of a keyboard, what two keys beside each other are."""
    return {name: _steps(graph) for name, graph in GRAPHS.items()}


def _steps(graph: Mapping[str, list[str | None]]) -> dict[str, _Step]:
    steps: dict[str, _Step] = {}
    for key, others in graph.items():
        for direction, other in enumerate(others):
            for place, character in enumerate(other or ""):
                steps.setdefault(key + character, _Step(direction, place == 1))
    return steps
