"""``keyguard fleet scan`` as a process of its own: read as it goes, killed, and looked after."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from keyguard.fleet.store.reading import Reader
from tests.processes import PATIENCE
from tests.samples import production_key
from tests.tools import Repository


class Kept(NamedTuple):
    """What a store says of a repository."""

    state: str
    findings: frozenset[tuple[str, str, str]]
    """Rule, path and fingerprint of each."""


LINE_BY_LINE = """
import os, sys
from keyguard.cli import fleet_progress, main
gate, say = int(sys.argv.pop(1)), fleet_progress.say

def said_with_leave(sentence):
    say(sentence)
    os.read(gate, 1)

fleet_progress.say = said_with_leave
main()
"""
"""Says a line, and goes on once there is something to read, or nobody can write it any more."""


class Run:
    """A run that goes on, in step with who reads what it says: it is a line ahead at most."""

    def __init__(self, folder: Path, *arguments: str | Path) -> None:
        gate, self._leave = os.pipe()
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-c", LINE_BY_LINE, str(gate)),
                *("fleet", "scan", *map(str, arguments)),
            ],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            pass_fds=(gate,),
        )
        os.close(gate)
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
            os.write(self._leave, b".")

    def signal(self, number: int) -> None:
        """Sends a signal to the coordinator alone."""
        self._process.send_signal(number)

    def end(self) -> tuple[int, str]:
        """Waits for the end: the exit code, and what was said in all."""
        os.close(self._leave)
        _, rest = self._process.communicate(timeout=PATIENCE)
        return self._process.returncode, "".join([*self.said, rest])


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


def made(folder: Path, count: int) -> Path:
    """A list of repositories of some size, each with three keys."""
    chance = random.Random(20)
    for number in range(count):
        repository = Repository.create(folder / "from" / f"project-{number}")
        for commit in range(3):
            text = "\n".join(f"x_{chance.randrange(10**9)} = {n}" for n in range(6_000))
            repository.write("code.py", text)
            key = production_key(f"{number} {commit}")
            repository.commit(f"change {commit}", **{"app.py": f'key = "{key}"\n'})
    return lines(folder, sorted((folder / "from").iterdir()))
