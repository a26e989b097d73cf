"""Handlers as people write them, and exactly the rules that each breaks."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.tools import Repository, scan_json

FOLDER = Path(__file__).parent / "cases"
_HEAD = re.compile(r"^=== (\S+) \|(.*)\n", re.MULTILINE)


class Case(NamedTuple):
    """A file, and the rules that fire in it, without their common ``webhook-``."""

    path: str
    rules: frozenset[str]
    code: str


def cases_of(file: Path) -> list[Case]:
    parts = _HEAD.split(file.read_text("utf-8"))[1:]
    return [
        Case(path, frozenset(rules.split()), code)
        for path, rules, code in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]


FILES = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_exactly_these_rules(file: Path, repository: Repository) -> None:
    cases = cases_of(file)
    for number, case in enumerate(cases):
        repository.write(f"{number:03}/{case.path}", case.code)
    chosen = [part for rule in RULES for part in ("--select", rule)]
    result = scan_json("scan", *chosen, cwd=repository.path)
    assert result.json["problems"] == []
    found: dict[str, set[str]] = defaultdict(set)
    for rule, path in result.found:
        found[path].add(rule.removeprefix("webhook-"))
    wrong = {
        f"{number:03}/{case.path}": (sorted(found[path]), sorted(case.rules))
        for number, case in enumerate(cases)
        if found[path := f"{number:03}/{case.path}"] != case.rules
    }
    assert not wrong


RULES = (
    "webhook-handler-unverified",
    "webhook-check-optional",
    "webhook-secret-compare-unsafe",
    "webhook-check-after-payload",
    "webhook-slow-response",
    "webhook-missing-401",
    "webhook-compare-timing",
)


def test_each_rule_fires_in_some_and_is_silent_in_many() -> None:
    cases = [case for file in FILES for case in cases_of(file)]
    assert len(cases) >= 90
    for rule in RULES:
        fires = sum(rule.removeprefix("webhook-") in case.rules for case in cases)
        assert 5 <= fires <= len(cases) - 50, rule
