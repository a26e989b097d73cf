"""A run whose helping processes wait at their work: what a test does to them, it does in time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from tests.processes import is_stopped, wait_for
from tests.tools import with_modules

HELD = """
import os, signal
from keyguard.parallel import workers
started_by, outcome = os.getpid(), workers._outcome

def held(job, number):
    if os.getpid() != started_by and job.function.__name__ == "{function}":
        with open("{file}", "a") as file:
            file.write(str(os.getpid()) + "\\n")
        workers._outcome = outcome
        os.kill(os.getpid(), signal.SIGSTOP)
    return outcome(job, number)

workers._outcome = held
"""


class HeldRun(NamedTuple):
    """A run that goes on, and what it has started to help."""

    process: subprocess.Popen[str]
    workers: list[int]

    def go_on(self) -> None:
        """Has the helping processes do their work."""
        for worker in self.workers:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGCONT)


@contextmanager
def held_run(
    folder: Path, function: str, arguments: tuple[str, ...], cwd: Path, count: int = 1
) -> Iterator[HeldRun]:
    """A run of keyguard, leader of a group, once so many processes are stopped at their first
    ``function``. They go on at the end of the block, unless they were told to before."""
    file = folder / "stopped"
    modules = {"sitecustomize.py": HELD.format(function=function, file=file)}
    with subprocess.Popen(
        [sys.executable, "-m", "keyguard", *arguments],
        cwd=cwd,
        env=os.environ | with_modules(folder / "modules", modules),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        wait_for(lambda: process.poll() is not None or len(_stopped(file)) == count)
        run = HeldRun(process, _stopped(file))
        assert len(run.workers) == count
        try:
            yield run
        finally:
            run.go_on()


def _stopped(file: Path) -> list[int]:
    """Those of the processes named in a file that have come to a stop by now."""
    named = file.read_text().split() if file.exists() else []
    return [process for process in map(int, named) if is_stopped(process)]
