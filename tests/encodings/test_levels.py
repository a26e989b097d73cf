"""Escapes of escapes: the same verdict by whoever looks for them, and an end to the looking."""

from __future__ import annotations

import pytest

from tests.samples import production_key
from tests.tools import Repository, scan_json

KEY = production_key()
LEVELS = 5
"""That are undone unless more are asked for."""


def percent_encoded(text: str, levels: int) -> str:
    return "".join("%" + "25" * (levels - 1) + f"{ord(each):02x}" for each in text)


@pytest.mark.parametrize("levels", [1, 2, 4, LEVELS, LEVELS + 1, 11, 40])
@pytest.mark.parametrize("command", ["scan", "history"])
def test_each_level_is_undone_or_told(command: str, levels: int, repository: Repository) -> None:
    repository.commit_file("a.txt", f"x = {percent_encoded(KEY, levels)}\n")
    result = scan_json(command, cwd=repository.path)
    assert result.code == (1 if levels <= LEVELS else 2)
    problems = [each["message"] for each in result.json["problems"]]
    assert ["--max-decode-depth" in each for each in problems] == [True] * (levels > LEVELS)


NOTHING = {
    "an address that was redirected to": "/login?next=http%" + "25" * 30 + "3A%" + "25" * 30 + "2F",
    "escapes of no text": r"\177" * 40,
    "deletes in percent": "%7F" * 40,
    "a long row of escaped percent signs": "%" + "25" * 9_000 + "70k_",
    "a long row of backslashes, escaped": r"\x5c" * 9_000 + "x70k_",
    "the same in octal": r"\134" * 9_000 + "160k_",
    "the same in digits of four": r"\u005c" * 9_000 + "u0070k_",
    "a long row of ampersands": "&" + "amp;" * 9_000 + "#112;k_",
    "backslashes": "\\\\" * 20_000 + "u0070k_",
}


@pytest.mark.parametrize("content", NOTHING.values(), ids=NOTHING)
@pytest.mark.parametrize("command", ["scan", "history"])
def test_what_stands_for_nothing_is_clean(
    command: str, content: str, repository: Repository
) -> None:
    repository.commit_file("a.txt", f'x = "{content}"\n')
    result = scan_json(command, cwd=repository.path)
    assert (result.code, result.json["problems"]) == (0, [])
