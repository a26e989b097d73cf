"""Processes that stay, and are handed one task after another.

A process costs a third of a second until it has loaded what it needs; these load it once. Each is
the leader of a group of processes, with whatever it starts (git, ssh). The group ends as a whole:
when this process ends it, when its leader is killed, and, since the leader reads the pipe that its
tasks come by to its end, when this process is killed. So nothing is left behind.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from typing import Any

from keyguard.errors import KeyguardError, bug_at
from keyguard.model.record import NamedTuple
from keyguard.parallel.process import (
    context_beside_threads,
    heed_signals,
    lead_a_session,
    no_interruption,
)


class KilledError(KeyguardError):
    """The process that had a task is gone."""


class OverdueError(KeyguardError):
    """A task took longer than it may, and was ended."""


class Task(NamedTuple):
    """``function(*arguments)``, all of which can be pickled."""

    key: str
    """The key that its answer has."""
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    seconds: float | None = None
    """Seconds that it may take; None for any number."""


class Answer(NamedTuple):
    """The result of a task: a value, or why there is none."""

    key: str
    value: Any = None
    error: KeyguardError | None = None


class _Process(NamedTuple):
    process: BaseProcess
    pipe: Connection


class StandingProcesses:
    """Up to ``size`` processes, started when first needed, and again if one is killed."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._idle: list[_Process] = []
        self._busy: dict[Connection, tuple[_Process, Task, float]] = {}

    @property
    def free(self) -> int:
        """How many tasks could begin at once."""
        return self._size - len(self._busy)

    def start(self) -> None:
        """Starts all processes now."""
        while len(self._idle) < self.free:
            self._idle.append(self._started())

    def begin(self, task: Task) -> None:
        """Hands a task to a process that has nothing to do."""
        while True:
            process = self._idle.pop() if self._idle else self._started()
            try:
                process.pipe.send((task.function, task.arguments))
            except OSError:  # it was killed while it had nothing to do
                _end(process)
                continue
            break
        end = time.monotonic() + task.seconds if task.seconds is not None else float("inf")
        self._busy[process.pipe] = process, task, end

    @property
    def pipes(self) -> Sequence[Connection]:
        """What ``multiprocessing.connection.wait`` can wait for."""
        return list(self._busy)

    def answers(self, ready: Sequence[Any]) -> Iterator[Answer]:
        """The answers from the pipes that are ready, and an error for each task that is overdue."""
        for pipe, (process, task, end) in list(self._busy.items()):
            if pipe in ready:
                yield self._received(process, task)
            elif time.monotonic() > end:
                del self._busy[pipe]
                _end(process)
                yield Answer(
                    task.key, error=OverdueError(f"it took longer than {task.seconds:g} seconds")
                )

    def end(self) -> None:
        """Ends all processes and what they started, whatever they are doing."""
        for process in [*self._idle, *(busy[0] for busy in self._busy.values())]:
            _end(process)
        self._idle.clear()
        self._busy.clear()

    def _received(self, process: _Process, task: Task) -> Answer:
        del self._busy[process.pipe]
        try:
            value, error = process.pipe.recv()
        except (EOFError, OSError):
            _end(process)
            return Answer(
                task.key,
                error=KilledError("its process was killed, perhaps for lack of memory"),
            )
        self._idle.append(process)
        return Answer(task.key, value, error)

    def _started(self) -> _Process:
        methods = context_beside_threads()
        with no_interruption():
            ours, theirs = methods.Pipe()
            is_forked = methods.get_start_method() == "fork"
            others = [ours, *_open_pipes] if is_forked else []
            process = methods.Process(target=_serve, args=(theirs, others))
            process.start()
            _open_pipes.append(ours)
            theirs.close()
        return _Process(process, ours)


_open_pipes: list[Connection] = []
"""This side of all pipes; a forked process inherits them, and is not to keep them open."""


def _end(process: _Process) -> None:
    """Ends a process with all that it started, be it dead itself or not."""
    _kill_group(process.process.pid)
    process.process.kill()
    process.process.join()
    process.process.close()
    _open_pipes.remove(process.pipe)
    process.pipe.close()


def _kill_group(leader: int | None) -> None:
    """The number of a group is nobody else's while its leader was not waited for."""
    if hasattr(os, "killpg") and leader is not None:
        with suppress(OSError):
            os.killpg(leader, signal.SIGKILL)


def _serve(pipe: Connection, others: Sequence[Connection]) -> None:
    lead_a_session()
    heed_signals()
    for other in others:
        other.close()
    tasks: SimpleQueue[tuple[Callable[..., Any], tuple[Any, ...]]] = SimpleQueue()
    threading.Thread(target=_take_tasks, args=(pipe, tasks), daemon=True).start()
    gc.freeze()
    gc.disable()
    while True:
        function, arguments = tasks.get()
        outcome = _outcome(function, arguments)
        with suppress(OSError):  # nobody reads it: the thread ends this process
            pipe.send(outcome)
        gc.collect()


def _take_tasks(pipe: Connection, tasks: SimpleQueue[Any]) -> None:
    """Ends this process and all that it started once the other end of the pipe is closed."""
    try:
        while True:
            tasks.put(pipe.recv())
    except (EOFError, OSError):
        _kill_group(os.getpid())
        os._exit(1)


def _outcome(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any, Any]:
    try:
        return function(*arguments), None
    except KeyguardError as error:
        return None, KeyguardError(*error.sentences)
    except Exception as error:
        return None, KeyguardError(bug_at(error))
