"""Processes that were started, looked for in proc(5)."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

PATIENCE = 300
"""Seconds after which a test gives up."""


def wait_for(condition: Callable[[], bool]) -> None:
    """Waits until something is so. Fails if it does not come about."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def below(process: int) -> list[int]:
    """All processes that a process has started, and those that these have."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        fields = _fields(entry)
        if fields:
            children.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    found, pending = [], [process]
    while pending:
        here = children.get(pending.pop(), [])
        found += here
        pending += here
    return found


def frozen(process: int) -> list[int]:
    """Stops a process and all below it, none of which sees the end of another: those below."""
    os.kill(process, signal.SIGSTOP)
    stopped: list[int] = []
    while new := [child for child in below(process) if child not in stopped]:
        for child in new:
            with suppress(ProcessLookupError):  # ended by itself
                os.kill(child, signal.SIGSTOP)
        stopped += new
    return stopped


def assert_gone(processes: Sequence[int]) -> None:
    """Fails if one of some processes goes on."""
    wait_for(lambda: not any(map(is_there, processes)))


def is_there(process: int) -> bool:
    """Whether a process runs. One that ended may wait for somebody to ask how."""
    fields = _fields(Path(f"/proc/{process}/stat"))
    return bool(fields) and fields[0] != "Z"


def is_stopped(process: int) -> bool:
    """Whether a process waits to be continued."""
    return _fields(Path(f"/proc/{process}/stat"))[:1] == ["T"]


def is_idle(process: int) -> bool:
    """Whether a process waits for something, or has ended."""
    return _fields(Path(f"/proc/{process}/stat"))[:1] in ([], ["S"], ["Z"])


def _fields(file: Path) -> list[str]:
    """The fields of proc(5) behind the name: the state, the parent."""
    try:
        return file.read_text().rpartition(")")[2].split()
    except OSError:
        return []


def kill(process: int) -> None:
    """As the kernel does when memory is short."""
    os.kill(process, signal.SIGKILL)
