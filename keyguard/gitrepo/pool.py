"""Work spread over processes, with its results in order."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from keyguard.errors import KeyguardError

Shared = TypeVar("Shared")
Task = TypeVar("Task")
Outcome = TypeVar("Outcome")

HEAVY = 1.5
"""A task that costs so many times the average is begun before the others."""


def ordered_map(
    function: Callable[[Shared, Task], Outcome],
    shared: Shared,
    tasks: Sequence[Task],
    jobs: int,
    costs: Sequence[float] = (),
    meanwhile: Callable[[], None] = lambda: None,
) -> Iterator[Outcome]:
    """``function(shared, task)`` for each task, in the order of the tasks.

    ``shared`` is inherited by forked processes, and pickled where there is no fork; what
    ``function`` returns is always pickled. While other processes are busy this one does what is to
    be done ``meanwhile``. Raises ``KeyguardError`` if a process is killed.
    """
    if jobs == 1 or len(tasks) < 2:
        for task in tasks:
            with _no_collection():
                outcome = function(shared, task)
            yield outcome
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    executor = ProcessPoolExecutor(
        min(jobs, len(tasks)), _context(), initializer=_install, initargs=(function, shared)
    )
    try:
        pending = {
            index: executor.submit(_run, tasks[index]) for index in _by_urgency(costs, tasks)
        }
        meanwhile()
        for index in range(len(tasks)):
            yield pending.pop(index).result()
    except BrokenProcessPool as error:
        raise KeyguardError(
            "a worker process was killed, perhaps for lack of memory, so not everything was read; "
            "try again with --jobs 1."
        ) from error
    finally:
        executor.shutdown(cancel_futures=True)


def _by_urgency(costs: Sequence[float], tasks: Sequence[object]) -> list[int]:
    """The heavy tasks, then the rest as they come: nearly all results can be passed on at once."""
    limit = HEAVY * sum(costs) / max(1, len(costs))
    heavy = {index for index, cost in enumerate(costs) if cost > limit}
    return sorted(range(len(tasks)), key=lambda index: index not in heavy)


def _context() -> Any:
    """Forked processes begin at once and share what was read; not every platform has them."""
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("fork" if "fork" in methods else "spawn")


@contextmanager
def _no_collection() -> Iterator[None]:
    """Millions of tuples come and go in a task, none in a cycle; looking for one costs a fifth."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


_installed: tuple[Callable[[Any, Any], Any], Any] | None = None


def _install(function: Callable[[Any, Any], Any], shared: Any) -> None:
    global _installed
    _installed = function, shared
    gc.disable()


def _run(task: Any) -> Any:
    assert _installed is not None
    function, shared = _installed
    return function(shared, task)
