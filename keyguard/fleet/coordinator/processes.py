"""The interface between the coordinator and whoever reads networks: processes, or a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from keyguard.parallel.standing import Answer, Task


class Processes(Protocol):
    """Takes tasks, and gives results later."""

    @property
    def free(self) -> int:
        """How many tasks could begin at once."""

    def begin(self, task: Task) -> None:
        """Has a task done."""

    @property
    def pipes(self) -> Sequence[Any]:
        """What ``multiprocessing.connection.wait`` can wait for."""

    def answers(self, ready: Sequence[Any]) -> Iterator[Answer]:
        """The results that came by the pipes that are ready."""

    def end(self) -> None:
        """Ends all tasks."""
