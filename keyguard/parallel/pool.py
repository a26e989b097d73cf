"""Work spread over processes, with its results in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from keyguard.parallel.collection import no_collection

Shared = TypeVar("Shared")
Task = TypeVar("Task")
Outcome = TypeVar("Outcome")

HEAVY = 1.5
"""How many times the average cost a task must have to be begun before the others."""


def ordered_map(
    function: Callable[[Shared, Task], Outcome],
    shared: Shared,
    tasks: Sequence[Task],
    jobs: int,
    costs: Sequence[float] = (),
    meanwhile: Callable[[], None] = lambda: None,
    *,
    helping: bool = False,
) -> Iterator[Outcome]:
    """``function(shared, task)`` for each task, in the order of the tasks.

    ``shared`` is inherited by forked processes, and pickled where there is no fork; what
    ``function`` returns is always pickled. While other processes are busy this one calls
    ``meanwhile``. If it is ``helping``, it is one of the ``jobs`` itself whenever it has nothing to
    pass on, or if the system allows no other process. Raises ``KeyguardError`` if a process is
    killed.
    """
    if jobs == 1 or len(tasks) < 2:
        for task in tasks:
            with no_collection():
                outcome = function(shared, task)
            yield outcome
        return
    from keyguard.parallel.workers import Job, Workers

    workers = Workers(
        Job(function, shared, tasks, _by_urgency(costs, tasks)), min(jobs, len(tasks)) - helping
    )
    try:
        meanwhile()
        yield from workers.results(helping)
    finally:
        workers.end()


def _by_urgency(costs: Sequence[float], tasks: Sequence[object]) -> list[int]:
    """The heavy tasks, then the rest as they come: nearly all results can be passed on at once."""
    limit = HEAVY * sum(costs) / max(1, len(costs))
    heavy = {index for index, cost in enumerate(costs) if cost > limit}
    return sorted(range(len(tasks)), key=lambda index: index not in heavy)
