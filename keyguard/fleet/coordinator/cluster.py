"""Reads networks on a Dask cluster: https://distributed.dask.org.

Its workers see the store under the same path, and run the same function as a process on this
machine.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from importlib import import_module
from multiprocessing import Pipe
from typing import Any

from keyguard.errors import KeyguardError, install_command
from keyguard.parallel.standing import Answer, KilledError, Task

RETRIES = 3
"""How often a task that ends with an error is repeated.

Tasks of a worker that died are repeated anyway.
"""
AHEAD = 2
"""Tasks that are handed out for each thread of the cluster, so that no thread has to wait for its
next."""
PATIENCE = "20s"
"""How long to wait for a scheduler to answer, as Dask writes it."""

NO_DASK = f"Dask is not installed here; get it with {install_command('dask')}."


class Cluster:
    """The workers of a running cluster. They may come and go."""

    def __init__(self, address: str) -> None:
        """Raises ``KeyguardError`` if Dask is not installed, or the cluster does not answer."""
        try:
            self._dask = import_module("distributed")
        except ImportError as error:
            raise KeyguardError(NO_DASK) from error
        try:
            self._client = self._dask.Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:  # TimeoutError is an OSError
            raise KeyguardError(
                f"no Dask scheduler answers at {address}; start one (dask scheduler), and name "
                "the address that it prints."
            ) from error
        self._futures: dict[str, Any] = {}
        self._reader, self._writer = Pipe(duplex=False)
        self._writing = threading.Lock()

    @property
    def dashboard(self) -> str:
        """The address of the page on which the cluster shows what it does."""
        return str(self._client.dashboard_link)

    @property
    def free(self) -> int:
        """How many tasks the cluster takes now.

        A cluster without a worker takes one, to begin with once there is one.
        """
        threads: int = sum(self._client.nthreads().values())
        return max(1, AHEAD * threads) - len(self._futures)

    def begin(self, task: Task) -> None:
        """Hands a task to the cluster, which sets it no time limit."""
        future = self._client.submit(task.function, *task.arguments, pure=False, retries=RETRIES)
        self._futures[task.key] = future
        future.add_done_callback(lambda _: self._tell(task.key))

    @property
    def pipes(self) -> Sequence[Any]:
        """What ``multiprocessing.connection.wait`` can wait for."""
        return [self._reader]

    def answers(self, ready: Sequence[Any]) -> Iterator[Answer]:
        """The results of the tasks that are done."""
        while self._reader in ready and self._reader.poll():
            key = self._reader.recv()
            yield self._answer(key, self._futures.pop(key))

    def end(self) -> None:
        """Gives up the tasks that are not done, and disconnects."""
        self._client.cancel(list(self._futures.values()), force=True)
        self._client.close()

    def _tell(self, key: str) -> None:
        with self._writing:
            self._writer.send(key)

    def _answer(self, key: str, future: Any) -> Answer:
        error = future.exception()
        if error is None:
            return Answer(key, future.result())
        if isinstance(error, self._dask.KilledWorker):
            return Answer(key, error=KilledError("the workers that had it died, one after another"))
        if isinstance(error, KeyguardError):
            return Answer(key, error=error)
        return Answer(key, error=KeyguardError(f"the cluster gave it up ({type(error).__name__})"))
