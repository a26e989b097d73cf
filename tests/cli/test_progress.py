"""The line that tells how far a reading is: on a terminal, and nowhere else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from keyguard.cli.progress import PATIENCE, describe
from keyguard.model import Scanned
from tests.samples import production_key
from tests.terminals import all_shown
from tests.tools import Repository


def test_tells_what_is_done_of_all_the_rate_the_time_left_and_what_was_found() -> None:
    scanned = Scanned(blobs=900, bytes=25_000_000, objects=3_000)
    assert describe(scanned, 12_000, 2, 2.0) == (
        "3,000 of 12,000 objects · 1,500/s, 25 MB · 0:06 left · 2 with a credential"
    )
    assert describe(scanned, 93_000, 0, 1.0) == (
        "3,000 of 93,000 objects · 3,000/s, 25 MB · 0:30 left · nothing found so far"
    )


def test_promises_no_end_that_it_does_not_know() -> None:
    assert "left" not in describe(Scanned(objects=10), 0, 0, 1.0)


def test_tells_at_the_end_what_is_still_done() -> None:
    read = Scanned(objects=1_200)
    assert describe(read, 1_200, 3, 1.0) == (
        "1,200 objects read · 3 with a credential · finding out where they stand"
    )
    assert describe(read, 1_200, 0, 1.0).endswith("nothing found so far")


def run(folder: Path, stderr: int) -> None:
    """A history that is read so slowly that there is something to tell."""
    slow = f"""
import time, keyguard.gitrepo.history.reader as reading
reader = reading.ObjectReader
outcomes = reader.outcomes
def slowly(self):
    for outcome in outcomes(self):
        time.sleep({PATIENCE} / 2)
        yield outcome
reader.outcomes = slowly
import sys
from keyguard.cli import main
sys.argv = ["keyguard", "history"]
main()
"""
    command = [sys.executable, "-c", slow]
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=stderr, check=False)


@pytest.fixture
def history(repository: Repository) -> Path:
    for number in range(5):
        repository.commit_file(f"{number}.py", f"KEY = '{production_key(number)}'\n")
    repository.git("gc", "--quiet")
    return repository.path


def test_is_shown_on_a_terminal(history: Path) -> None:
    ours, theirs = pty.openpty()
    run(history, theirs)
    os.close(theirs)
    shown = all_shown(ours).decode()
    assert "of 15 objects" in shown
    assert "with a credential" in shown
    assert "pk_" not in shown


def test_is_not_shown_when_piped(history: Path, tmp_path: Path) -> None:
    with (tmp_path / "stderr").open("wb") as stderr:
        run(history, stderr.fileno())
    assert (tmp_path / "stderr").read_bytes() == b""
