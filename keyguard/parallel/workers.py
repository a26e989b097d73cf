"""Processes that work through a list of tasks, and end when they should.

Each has a pipe of its own for its results. So the end of one, be it in the middle of a result, is
an end of file; ``concurrent.futures`` has one pipe for all, and waits for the other half for ever.
If this process ends, so do they: nobody reads their next result.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess, parent_process
from multiprocessing.reduction import ForkingPickler
from queue import SimpleQueue
from typing import Any

from keyguard.errors import KeyguardError
from keyguard.model.record import NamedTuple
from keyguard.parallel.collection import no_collection
from keyguard.parallel.process import (
    HEEDED_AFTER,
    Stop,
    context,
    end_in_order,
    handle_as_before,
    heed_signals,
    no_interruption,
)

DONE = None
"""What a process sends when no task is left."""


class Job(NamedTuple):
    """What every process must know. Forked ones inherit it; elsewhere it is pickled."""

    function: Callable[[Any, Any], Any]
    shared: Any
    tasks: Sequence[Any]
    order: Sequence[int]
    """Numbers of the tasks, the most urgent first."""


class Tasks:
    """Hands out the numbers of tasks, each once, to whichever process asks.

    A process that is killed at the wrong moment keeps the lock for ever, so a process that waits
    for it checks whether waiting still has a purpose.
    """

    def __init__(self, methods: Any, order: Sequence[int]) -> None:
        self._position = methods.Value("q", 0)
        self._order = order

    def next(self, all_live: Callable[[], bool]) -> int | None:
        """The most urgent task that nobody has.

        None if there is none left, or if a process that is needed is dead.
        """
        lock = self._position.get_lock()
        while not lock.acquire(timeout=HEEDED_AFTER):
            if not all_live():
                return None
        try:
            position = self._position.value
            self._position.value += 1
        finally:
            lock.release()
        return self._order[position] if position < len(self._order) else None


class Workers:
    """Started processes, each of which takes its next task by itself."""

    def __init__(self, job: Job, size: int) -> None:
        methods = context()
        self._job = job
        self._tasks = Tasks(methods, job.order)
        self._readers: list[Connection] = []
        self._processes: list[BaseProcess] = []
        inherits = methods.get_start_method() == "fork"
        self._stop = Stop()
        self._handlers = end_in_order(self._stop)
        with no_interruption(), suppress(OSError):  # the system may allow fewer, or none
            for _ in range(size):
                self._start(methods, inherits)

    def _start(self, methods: Any, inherits: bool) -> None:
        reader, writer = methods.Pipe(duplex=False)
        inherited = (*self._readers, reader) if inherits else ()
        process = methods.Process(
            target=_work, args=(self._job, self._tasks, writer, inherited), daemon=True
        )
        try:
            process.start()
        except OSError:
            reader.close()
            raise
        finally:
            writer.close()
        self._readers.append(reader)
        self._processes.append(process)

    def results(self, helping: bool = False) -> Iterator[Any]:
        """The result of each task, in order.

        If this process is ``helping``, it works through tasks as well, while it has nothing to pass
        on; and through all of them, if no process could be started. Raises what the function
        raised, ``KeyguardError`` if a process is killed, and ``KeyboardInterrupt`` if this process
        is asked to end.
        """
        helping = helping or not self._processes
        early: dict[int, tuple[Any, Exception | None]] = {}
        working: list[Any] = list(self._readers)
        for number in range(len(self._job.tasks)):
            while number not in early:
                self._stop.heed()
                ready = wait(working, 0 if helping else HEEDED_AFTER)
                if helping and not ready:
                    task = self._tasks.next(self._all_live)
                    helping = task is not None
                    if task is not None:
                        with no_collection():
                            early[task] = _outcome(self._job, task)
                for reader in ready:
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

    def _all_live(self) -> bool:
        return all(process.is_alive() for process in self._processes)

    def end(self) -> None:
        """Ends the processes, whatever they are doing."""
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.join()
        for reader in self._readers:
            reader.close()
        self._processes.clear()  # what they leave behind is cleared away while nothing interrupts
        handle_as_before(self._handlers)


def _received(reader: Any) -> Any:
    try:
        return reader.recv()
    except (EOFError, OSError) as error:
        raise KeyguardError(
            "a worker process was killed, perhaps for lack of memory, so not everything was read; "
            "try again with --jobs 1."
        ) from error


def _work(job: Job, tasks: Tasks, writer: Connection, inherited: Sequence[Connection]) -> None:
    heed_signals()
    for reader in inherited:  # only the process that reads may hold the other end
        reader.close()
    gc.disable()
    outbox: SimpleQueue[memoryview | None] = SimpleQueue()
    sending = threading.Thread(target=_send, args=(writer, outbox), daemon=True)
    with suppress(RuntimeError):  # the system allows no thread: then all is sent at the end
        sending.start()
    parent = parent_process()
    assert parent is not None
    while (number := tasks.next(parent.is_alive)) is not None:
        outbox.put(_message(job, number))
    outbox.put(None)
    if sending.ident is None:
        _send(writer, outbox)
    else:
        sending.join()


def _send(writer: Connection, outbox: SimpleQueue[memoryview | None]) -> None:
    """Sends what comes of tasks while the next ones are done: who is to receive it may be helping,
    and a pipe has little room. Ends this process once nobody does."""
    try:
        while (message := outbox.get()) is not None:
            writer.send_bytes(message)
        writer.send(DONE)
    except (BrokenPipeError, ConnectionResetError):
        os._exit(1)


def _message(job: Job, number: int) -> memoryview:
    """What came of a task, to be sent."""
    try:
        return ForkingPickler.dumps((number, *_outcome(job, number)))
    except Exception as error:
        return ForkingPickler.dumps((number, None, error))


def _outcome(job: Job, number: int) -> tuple[Any, Exception | None]:
    """The result of a task, or the exception that it ended with."""
    try:
        return job.function(job.shared, job.tasks[number]), None
    except Exception as error:
        return None, error
