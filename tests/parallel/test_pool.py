"""Work spread over processes: in order, whatever the order in which it is done, and to an end."""

from __future__ import annotations

import errno
import os
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

import pytest

from keyguard.errors import KeyguardError
from keyguard.parallel.background_call import BackgroundCall
from keyguard.parallel.pool import ordered_map
from keyguard.parallel.process import Stop
from keyguard.parallel.workers import Job, Tasks, Workers
from tests.processes import wait_for


def slow_if_even(shared: int, task: int) -> int:
    time.sleep(0 if task % 2 else 0.02)
    return shared + task


def refused(shared: int, task: int) -> int:
    if task == 3:
        raise KeyguardError("this is the third.")
    return task


def process(shared: int, task: int) -> int:
    time.sleep(0.05)
    return os.getpid()


def half_a_result(shared: int, task: int) -> int:
    """Dies while it sends what it found."""

    def send_half(self: Connection, data: Any, *more: int) -> None:
        os.write(self.fileno(), (1000).to_bytes(4, "big") + b"half of it")
        os.kill(os.getpid(), signal.SIGKILL)

    Connection.send_bytes = send_half  # type: ignore[method-assign]
    return task


def test_results_are_in_the_order_of_the_tasks() -> None:
    costs = [1, 1, 9, 1, 1, 1, 9, 1]
    for jobs, helping in ((1, False), (2, False), (5, False), (2, True), (5, True)):
        results = ordered_map(slow_if_even, 10, range(8), jobs, costs, helping=helping)
        assert list(results) == list(range(10, 18))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes are forked here")
@pytest.mark.parametrize("allowed", [0, 1])
def test_fewer_processes_than_are_asked_for_do_it_all(
    allowed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container that bounds them."""
    started, fork = iter(range(allowed)), os.fork

    def bounded() -> int:
        if next(started, None) is None:
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
        return fork()

    monkeypatch.setattr(os, "fork", bounded)
    assert list(ordered_map(slow_if_even, 10, range(8), 3)) == list(range(10, 18))


def test_no_thread_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", none)
    assert list(ordered_map(slow_if_even, 10, range(8), 2)) == list(range(10, 18))
    assert BackgroundCall(lambda: 5).result() == 5


@pytest.mark.parametrize("helping", [False, True])
def test_an_error_comes_where_its_result_would(helping: bool) -> None:
    results = ordered_map(refused, 0, range(6), 2, helping=helping)
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(KeyguardError, match="this is the third"):
        next(results)


def test_who_asks_twice_for_the_end_does_not_wait_for_it() -> None:
    stop = Stop()
    stop(signal.SIGINT, None)
    with pytest.raises(KeyboardInterrupt):
        stop(signal.SIGINT, None)


def test_half_a_result_is_an_error_and_no_hang() -> None:
    with pytest.raises(KeyguardError, match="killed"):
        list(ordered_map(half_a_result, 0, range(6), 2))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes are forked here")
@pytest.mark.parametrize("helping", [False, True])
def test_nobody_waits_for_who_was_killed_while_it_took_a_task(
    helping: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, take = os.getpid(), Tasks.next

    def take_and_die(self: Tasks, all_live: Callable[[], bool]) -> int | None:
        if os.getpid() != ours:
            self._position.get_lock().acquire()
            os.kill(os.getpid(), signal.SIGKILL)
        wait_for(lambda: not all_live())
        return take(self, all_live)

    monkeypatch.setattr(Tasks, "next", take_and_die)
    with pytest.raises(KeyguardError, match="killed"):
        list(ordered_map(slow_if_even, 0, range(6), 2, helping=helping))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes are forked here")
def test_nor_does_it_wait_for_the_one_that_started_it() -> None:
    reader, writer = os.pipe()
    started = os.fork()
    if not started:
        workers = Workers(Job(slow_if_even, 0, range(1_000), range(1_000)), 1)
        workers._tasks._position.get_lock().acquire()
        os.kill(os.getpid(), signal.SIGKILL)
    os.close(writer)
    os.waitpid(started, 0)
    assert os.read(reader, 1) == b""  # nobody is left that has the other end


def test_a_large_result_arrives() -> None:
    sizes = [1 << 20, 1 << 22, 10, 1 << 23]
    assert list(map(len, ordered_map(of_size, 0, sizes, 2))) == sizes


def of_size(shared: int, task: int) -> bytes:
    return bytes(task)


@pytest.mark.parametrize("taken", [1, 6])
def test_no_process_is_left(taken: int) -> None:
    results = ordered_map(process, 0, range(6), 2)
    ids = {next(results) for _ in range(taken)}
    results.close()  # type: ignore[attr-defined]
    for id_ in ids:
        with pytest.raises(ProcessLookupError):
            os.kill(id_, 0)


def test_signals_are_handled_as_before() -> None:
    before = signal.getsignal(signal.SIGTERM)
    list(ordered_map(process, 0, range(4), 2))
    assert signal.getsignal(signal.SIGTERM) == before
