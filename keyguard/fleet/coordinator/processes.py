"""What the coordinator asks of whoever reads networks, be it processes here or a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from keyguard.parallel.standing import Answer, Task


class Processes(Protocol):
    """Takes tasks, and has answers later."""

    @property
    def free(self) -> int:
        """How many tasks could be begun at once."""

    def begin(self, task: Task) -> None:
        """Sees to it that a task is done."""

    @property
    def pipes(self) -> Sequence[Any]:
        """What ``multiprocessing.connection.wait`` can wait for."""

    def answers(self, ready: Sequence[Any]) -> Iterator[Answer]:
        """What came by the pipes that are ready."""

    def end(self) -> None:
        """Ends what is being done."""
