"""What is indexed once for a window agrees with a reading from each position."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from keyguard.context.environment.brackets import brackets_of
from keyguard.context.environment.yaml_rows import rows_of
from keyguard.model.positions import line_and_column

SEEDS = range(40)


def read_outwards(text: str, offset: int) -> Iterator[tuple[int, int]]:
    """The brackets around a position, by reading on from it in both directions."""
    closed, end = 0, offset
    for start in range(offset - 1, -1, -1):
        if text[start] in "}]":
            closed += 1
        elif text[start] in "{[" and closed:
            closed -= 1
        elif text[start] in "{[":
            end = closing_bracket(text, end)
            yield start, end


def closing_bracket(text: str, position: int) -> int:
    opened = 0
    for place in range(position, len(text)):
        if text[place] in "{[":
            opened += 1
        elif text[place] in "}]" and not opened:
            return place + 1
        elif text[place] in "}]":
            opened -= 1
    return len(text)


@pytest.mark.parametrize("seed", SEEDS)
def test_brackets_around_a_position(seed: int) -> None:
    """However they are mixed up, and where some have no partner."""
    chance = random.Random(seed)
    text = "".join(chance.choices("{}[]ab\n", k=120))
    for offset in range(len(text)):
        brackets = brackets_of(text)
        found = [brackets.span(number) for number in brackets.enclosing(offset)]
        assert found == list(read_outwards(text, offset))


@pytest.mark.parametrize("seed", SEEDS)
def test_keys_around_a_line_of_yaml(seed: int) -> None:
    """The nearest key above that is less indented, and so on; each block ends where a line behind
    it is indented as little."""
    chance = random.Random(seed)
    lines = [
        " " * chance.randrange(6) + chance.choice(("k: v", "k:", "- k: v", "- v", "text", "# k:"))
        for _ in range(40)
    ]
    text = "\n".join(lines)
    rows = rows_of(text, 0, len(text))
    for here, row in enumerate(rows.rows):
        expected, column = [], row.column
        for above in reversed(rows.rows[:here]):
            if above.key and above.column < column:
                column = above.column
                behind = (each.start for each in rows.rows[here + 1 :] if each.column <= column)
                expected.append((above, next(behind, len(text))))
        assert list(rows.enclosing(here)) == expected


@pytest.mark.parametrize("line", [0, 1, 60, 16_383, 16_384, 50_000])
def test_lines_and_columns(line: int) -> None:
    """Lines of every length, on both sides of where counting starts anew."""
    text = ("a" * line + "\n") * (100_000 // (line + 1)) + "end"
    for index in (*range(0, len(text), 997), 16_383, 16_384, 16_385, len(text)):
        before = text[:index]
        at = before.count("\n") + 1, index - before.rfind("\n")
        assert line_and_column(text, index) == at
