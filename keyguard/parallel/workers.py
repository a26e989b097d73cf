"""Processes that work through a list of tasks, and end when they should.

Each has a pipe of its own for its results. So the end of one, be it in the middle of a result, is
an end of file; ``concurrent.futures`` has one pipe for all, and waits for the other half for ever.
If this process ends, so do they: nobody reads their next result.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from typing import Any, NamedTuple

from keyguard.errors import KeyguardError
from keyguard.parallel.signals import ENDING

DONE = None
"""What a process sends when no task is left."""
HEEDED_AFTER = 0.1
"""Seconds until a request to end is noticed at the latest, while results are waited for."""


class Job(NamedTuple):
    """What every process must know. Forked ones inherit it; elsewhere it is pickled."""

    function: Callable[[Any, Any], Any]
    shared: Any
    tasks: Sequence[Any]
    order: Sequence[int]
    """Numbers of the tasks, the most urgent first."""


class Workers:
    """Started processes; each takes the next task by itself."""

    def __init__(self, job: Job, size: int) -> None:
        context = _context()
        next_task = context.Value("q", 0)
        self._count = len(job.tasks)
        self._readers: list[Connection] = []
        self._processes: list[BaseProcess] = []
        inherits = context.get_start_method() == "fork"
        self._stop = _Stop()
        self._handlers = _end_in_order(self._stop)
        with _no_interruption():
            for _ in range(size):
                reader, writer = context.Pipe(duplex=False)
                self._readers.append(reader)
                inherited = tuple(self._readers) if inherits else ()
                process = context.Process(
                    target=_work, args=(job, next_task, writer, inherited), daemon=True
                )
                process.start()
                self._processes.append(process)
                writer.close()

    def results(self) -> Iterator[Any]:
        """The result of each task, in their order.

        Raises what the function raised, ``KeyguardError`` if a process is killed, and
        ``KeyboardInterrupt`` if this process is asked to end.
        """
        early: dict[int, tuple[Any, Exception | None]] = {}
        working: list[Any] = list(self._readers)
        for number in range(self._count):
            while number not in early:
                self._stop.heed()
                for reader in wait(working, HEEDED_AFTER):
                    message = _received(reader)
                    if message is DONE:
                        working.remove(reader)
                    else:
                        early[message[0]] = message[1:]
            result, error = early.pop(number)
            if error is not None:
                raise error
            yield result
        self._stop.heed()

    def end(self) -> None:
        """Ends the processes, whatever they are doing."""
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.join()
        for reader in self._readers:
            reader.close()
        self._processes.clear()  # what they leave behind is cleared away while nothing interrupts
        for number, handler in self._handlers.items():
            signal.signal(number, handler)


def _received(reader: Any) -> Any:
    try:
        return reader.recv()
    except (EOFError, OSError) as error:
        raise KeyguardError(
            "a worker process was killed, perhaps for lack of memory, so not everything was read; "
            "try again with --jobs 1."
        ) from error


def _context() -> Any:
    """Forked processes begin at once and share what was read; not every platform has them."""
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("fork" if "fork" in methods else "spawn")


class _Stop:
    """Takes note of a request to end, for where it can be followed in good order: what is raised
    in the midst of anything may hit a callback, where Python drops it with a traceback."""

    is_wanted = False

    def __call__(self, number: int, frame: object) -> None:
        self.is_wanted = True

    def heed(self) -> None:
        """Raises ``KeyboardInterrupt`` if that was asked for."""
        if self.is_wanted:
            raise KeyboardInterrupt


def _end_in_order(stop: _Stop) -> dict[int, Any]:
    """Makes a request to end what Ctrl-C is, so that the processes are ended too.

    The handlers that were there before; none are changed where only the main thread may do so.
    """
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, *ENDING):
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                before[number] = signal.signal(number, stop)
    return before


@contextmanager
def _no_interruption() -> Iterator[None]:
    """Keeps signals waiting, in the processes started meanwhile too: until they can handle them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, *ENDING))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _heed_signals() -> None:
    """An interruption from the keyboard is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in ENDING:
        signal.signal(number, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, *ENDING))


def _work(job: Job, next_task: Any, writer: Connection, inherited: Sequence[Connection]) -> None:
    _heed_signals()
    for reader in inherited:  # only the process that reads may hold the other end
        reader.close()
    gc.disable()
    with suppress(BrokenPipeError, ConnectionResetError):
        while True:
            with next_task.get_lock():
                position = next_task.value
                next_task.value += 1
            if position >= len(job.order):
                break
            writer.send_bytes(_outcome(job, job.order[position]))
        writer.send(DONE)


def _outcome(job: Job, number: int) -> memoryview:
    """The result of a task, or the exception that it ended with, to be sent."""
    try:
        return ForkingPickler.dumps((number, job.function(job.shared, job.tasks[number]), None))
    except Exception as error:
        return ForkingPickler.dumps((number, None, error))
