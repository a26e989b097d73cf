"""``keyguard fleet scan`` as a process of its own: read as it goes, killed, and looked after."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from keyguard.fleet.store.reading import Reader

PATIENCE = 60
"""Seconds after which a test gives up."""


class Kept(NamedTuple):
    """What a store says of a repository."""

    state: str
    findings: frozenset[tuple[str, str, str]]
    """Rule, path and fingerprint of each."""


class Run:
    """A run that goes on."""

    def __init__(self, folder: Path, *arguments: str | Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "keyguard", "fleet", "scan", *map(str, arguments)],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said: list[str] = []

    @property
    def id(self) -> int:
        """The number of the coordinator's process."""
        return self._process.pid

    def until(self, word: str, times: int = 1) -> None:
        """Waits for so many lines that hold a word."""
        while sum(word in line for line in self.said) < times:
            line = self._process.stderr.readline() if self._process.stderr else ""
            assert line, self.said
            self.said.append(line)

    def signal(self, number: int) -> None:
        """Sends a signal to the coordinator alone."""
        self._process.send_signal(number)

    def end(self) -> tuple[int, str]:
        """Waits for the end: the exit code, and what was said in all."""
        _, rest = self._process.communicate(timeout=PATIENCE)
        return self._process.returncode, "".join([*self.said, rest])


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


def assert_gone(processes: Sequence[int]) -> None:
    """Fails if one of some processes goes on."""
    end = time.monotonic() + PATIENCE
    while left := [each for each in processes if is_there(each)]:
        assert time.monotonic() < end, left
        time.sleep(0.01)


def is_there(process: int) -> bool:
    """Whether a process runs. One that ended may wait for somebody to ask how."""
    fields = _fields(Path(f"/proc/{process}/stat"))
    return bool(fields) and fields[0] != "Z"


def _fields(file: Path) -> list[str]:
    """The fields of proc(5) behind the name: the state, the parent."""
    try:
        return file.read_text().rpartition(")")[2].split()
    except OSError:
        return []


def kill(process: int) -> None:
    """As the kernel does when memory is short."""
    os.kill(process, signal.SIGKILL)


def kept(store: Path) -> dict[str, Kept]:
    """What a store says, by the last part of a repository's path."""
    with Reader(store) as reader:
        found: dict[str, set[tuple[str, str, str]]] = {}
        for held in reader.held():
            if not held.gone:
                found.setdefault(held.source, set()).add((held.rule, held.path, held.fingerprint))
        return {
            each.source.rpartition("/")[2]: Kept(each.state, frozenset(found.get(each.source, ())))
            for each in reader.repositories()
        }


def lines(folder: Path, repositories: Sequence[Path]) -> Path:
    """A list of repositories, in a file."""
    file = folder / "list.txt"
    file.write_text("".join(f"{path}\n" for path in repositories))
    return file


def clones(store: Path) -> Iterator[Path]:
    """The networks that a store holds."""
    return (store / "networks").glob("*.git")
