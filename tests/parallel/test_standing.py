"""Processes that stay: they are used again, and nothing of them is left, whoever is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import wait
from pathlib import Path
from types import SimpleNamespace

import pytest

from keyguard.errors import KeyguardError
from keyguard.parallel import standing
from keyguard.parallel.standing import (
    Answer,
    KilledError,
    OverdueError,
    StandingProcesses,
    Task,
)
from tests.processes import PATIENCE, assert_gone, is_there, wait_for


@pytest.fixture
def two() -> Iterator[StandingProcesses]:
    processes = StandingProcesses(2)
    yield processes
    processes.end()


def number(given: int) -> tuple[int, int]:
    return given, os.getpid()


def refused() -> None:
    raise KeyguardError("the first.", "the second.")


def broken() -> None:
    raise ZeroDivisionError("a value that nobody may see")


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def with_a_child(file: Path, lasts: bool = True) -> None:
    """Starts a program, as a clone does, and names both processes."""
    child = subprocess.Popen(["sleep", "1000"])
    part = file.with_suffix(".part")
    part.write_text(f"{os.getpid()} {child.pid}")
    part.replace(file)
    if lasts:
        child.wait()


def answers(processes: StandingProcesses, count: int) -> list[Answer]:
    found: list[Answer] = []
    end = time.monotonic() + PATIENCE
    while len(found) < count:
        assert time.monotonic() < end
        found += processes.answers(wait(processes.pipes, 0.05))
    return found


def named_in(file: Path) -> list[int]:
    wait_for(file.exists)
    return [int(each) for each in file.read_text().split()]


def test_a_process_has_one_task_after_another(two: StandingProcesses) -> None:
    ids = set()
    for given in range(3):
        assert two.free == 2
        two.begin(Task("a", number, (given,)))
        assert two.free == 1
        (answer,) = answers(two, 1)
        assert (answer.key, answer.value[0], answer.error) == ("a", given, None)
        ids.add(answer.value[1])
    assert len(ids) == 1
    assert os.getpid() not in ids


def test_errors_are_answers(two: StandingProcesses) -> None:
    two.begin(Task("refused", refused, ()))
    two.begin(Task("broken", broken, ()))
    errors = {answer.key: answer.error for answer in answers(two, 2)}
    assert errors["refused"] is not None
    assert errors["refused"].sentences == ("the first.", "the second.")
    assert str(errors["broken"]).startswith("a bug in keyguard (ZeroDivisionError at test_standing")
    assert "value" not in str(errors["broken"])


def test_who_is_killed_is_replaced(two: StandingProcesses) -> None:
    two.begin(Task("killed", killed, ()))
    (answer,) = answers(two, 1)
    assert isinstance(answer.error, KilledError)
    two.begin(Task("next", number, (5,)))
    (answer,) = answers(two, 1)
    assert answer.value[0] == 5


def test_who_is_killed_with_nothing_to_do_is_replaced(two: StandingProcesses) -> None:
    two.begin(Task("first", number, (1,)))
    process = answers(two, 1)[0].value[1]
    os.kill(process, signal.SIGKILL)
    assert_gone([process])
    two.begin(Task("next", number, (2,)))
    answer = answers(two, 1)[0]
    if isinstance(answer.error, KilledError):  # the pipe was not known to be broken yet
        two.begin(Task("next", number, (2,)))
        answer = answers(two, 1)[0]
    assert answer.value[0] == 2


def test_a_process_beside_threads_is_not_forked(two: StandingProcesses) -> None:
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        two.begin(Task("a", number, (3,)))
        assert answers(two, 1)[0].value[0] == 3
    finally:
        over.set()
        thread.join()


def test_an_overdue_task_is_ended_with_what_it_started(
    two: StandingProcesses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = time.monotonic()
    clock = SimpleNamespace(monotonic=lambda: began)
    monkeypatch.setattr(standing, "time", clock)
    two.begin(Task("slow", with_a_child, (tmp_path / "ids",), seconds=3))
    ids = named_in(tmp_path / "ids")
    clock.monotonic = lambda: began + 2.9
    assert not list(two.answers([]))
    assert all(map(is_there, ids))
    clock.monotonic = lambda: began + 3.1
    (answer,) = two.answers([])
    assert isinstance(answer.error, OverdueError)
    assert str(answer.error) == "it took longer than 3 seconds"
    assert_gone(ids)


def test_the_end_takes_all_along(two: StandingProcesses, tmp_path: Path) -> None:
    two.begin(Task("slow", with_a_child, (tmp_path / "busy",)))
    two.begin(Task("left", with_a_child, (tmp_path / "idle", False)))
    answers(two, 1)
    ids = [*named_in(tmp_path / "busy"), *named_in(tmp_path / "idle")]
    two.end()
    assert_gone(ids)


def test_what_a_killed_process_started_ends(two: StandingProcesses, tmp_path: Path) -> None:
    two.begin(Task("slow", with_a_child, (tmp_path / "ids",)))
    leader, child = named_in(tmp_path / "ids")
    os.kill(leader, signal.SIGKILL)
    (answer,) = answers(two, 1)
    assert isinstance(answer.error, KilledError)
    assert_gone([child])


STARTS_TWO = """
import sys
from multiprocessing.connection import wait
from pathlib import Path
from keyguard.parallel.standing import StandingProcesses, Task
from tests.parallel.test_standing import with_a_child
processes = StandingProcesses(2)
for name in sys.argv[1:]:
    processes.begin(Task(name, with_a_child, (Path(name),)))
wait(processes.pipes)
"""


def test_nothing_is_left_if_the_one_that_started_them_is_killed(tmp_path: Path) -> None:
    files = [tmp_path / "a", tmp_path / "b"]
    starter = subprocess.Popen([sys.executable, "-c", STARTS_TWO, *map(str, files)])
    ids = [each for file in files for each in named_in(file)]
    assert all(map(is_there, ids))
    starter.kill()
    starter.wait()
    assert_gone(ids)
