"""A repository that can't be opened is told, and costs no finding in what lies beside it."""

from __future__ import annotations

import pytest

from tests.sources.false_clean.dangers import (
    AUDIT,
    COMMITS,
    FILE,
    HISTORY,
    SCAN,
    STAGED,
    Command,
    Danger,
    emptied,
    git_replaced,
    removed,
    written,
)
from tests.tools import Repository, scan_json

UNOPENED = {
    "configuration": written("config", b"\0\1[[[\n=\n"),
    "HEAD": emptied("HEAD"),
    "objects": removed("objects"),
    "gitfile": git_replaced("x"),
}


@pytest.mark.parametrize("command", [HISTORY, COMMITS])
@pytest.mark.parametrize("danger", UNOPENED.values(), ids=UNOPENED)
def test_what_can_not_be_opened_is_told(
    repository: Repository, danger: Danger, command: Command
) -> None:
    danger(repository)
    result = scan_json(*command, cwd=repository.path)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("command", [SCAN, FILE, STAGED, ("staged", "kept.py"), AUDIT])
@pytest.mark.parametrize("danger", UNOPENED.values(), ids=UNOPENED)
def test_what_can_not_be_opened_costs_no_finding(
    repository: Repository, danger: Danger, command: Command
) -> None:
    danger(repository)
    result = scan_json(*command, cwd=repository.path)
    assert (result.code, result.json["command"]) == (2, command[0])
    assert "kept.py" in {path for _, path in result.found}
