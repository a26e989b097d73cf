"""What is told while a fleet is scanned: on a terminal, in a log, and to nobody."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

from keyguard.cli.fleet_progress import described, summed_up
from keyguard.fleet.coordinator.board import Board, Change
from keyguard.fleet.records import RepositoryState
from tests.fleet.running import lines
from tests.samples import production_key
from tests.terminals import all_shown
from tests.tools import Repository


def change(name: str, state: str, findings: int | None = None, is_new: bool = True) -> Change:
    return Change(RepositoryState(name, "", state, "why."), findings, is_new=is_new)


def test_what_became_of_a_repository() -> None:
    assert described(change("a", "pending")) == "a: cloned"
    assert described(change("a", "scanned", 0)) == "a: scanned, nothing found"
    assert described(change("a", "scanned")) == "a: scanned before, nothing new"
    assert described(change("a", "scanned", 1)) == "a: scanned, 1 finding"
    assert described(change("a", "scanned", 2)) == "a: scanned, 2 findings"
    assert described(change("a", "failed")) == "a: failed: why."
    assert described(change("a", "skipped")) == "a: skipped: why."


def test_how_far_the_whole_is() -> None:
    board = Board(f"r{number}" for number in range(1_200))
    assert summed_up(board, 0.5) == "0 of 1,200 repositories · 0 findings"
    for number in range(600):
        board.change(change(f"r{number}", "scanned", is_new=False))
    assert summed_up(board, 60) == "600 of 1,200 repositories · 0 findings"
    for number in range(600, 700):
        board.change(change(f"r{number}", "cloning"))
        board.change(
            change(f"r{number}", "failed" if number % 50 else "scanned", 3 * (number == 600))
        )
    assert summed_up(board, 60) == (
        "700 of 1,200 repositories · 98 not read · 3 findings · 6,000 an hour, 5 min left"
    )


def test_a_terminal_shows_the_whole_and_what_is_worked_at(tmp_path: Path) -> None:
    for number in range(4):
        repository = Repository.create(tmp_path / "from" / f"project-{number}")
        repository.commit("begin", **{"a.py": f'key = "{production_key(number)}"\n'})
    names = [*sorted((tmp_path / "from").iterdir()), tmp_path / "missing"]
    shown = on_a_terminal(tmp_path, "fleet", "scan", str(lines(tmp_path, names)))
    assert "of 5 repositories" in shown
    assert re.search(r"(?:cloning|reading) \S+/project-\d \(\d+ s\)", shown), shown
    assert len(re.findall("missing: failed: it could not be fetched", shown)) == 1
    assert shown.rstrip().endswith(
        "4 of 5 repositories scanned, 1 failed; 4 findings of 4 credentials."
    )


def on_a_terminal(folder: Path, *arguments: str) -> str:
    """All that a command writes to a terminal of 200 columns."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "keyguard", *arguments],
        cwd=folder,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "200"},
    )
    os.close(theirs)
    written = all_shown(ours)
    process.wait()
    return written.decode()
