"""A made-up fleet: repositories of all sizes, some of them forks of one another. POSIX only."""

from __future__ import annotations

import math
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from _repositories import EPOCH, IDENTITY, Recipe, make

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.samples import production_key

NETWORKS = 10
FORKS = 20
"""Of each network, and the repository that they are forks of."""
KEY_IN = 8
"""One repository of so many has a key."""


def fleet(folder: Path, count: int) -> list[Path]:
    """The paths of so many bare repositories, in a random order that is always the same.

    A fifth of a thousand are forks of ten others. Sizes are log-normal: half of the repositories
    have fewer than 60 commits and 30 files, one in a hundred has twenty times as many.
    """
    folder.mkdir(parents=True, exist_ok=True)
    share = count / 1000
    networks, forks = max(1, round(NETWORKS * min(1, share * 3))), FORKS
    if networks * (forks + 1) > count // 4:
        forks = max(1, count // 4 // networks - 1)
    paths = []
    for number in range(count - networks * forks):
        paths.append(_alone(folder / f"project-{number}.git", number))
        if number < networks:
            paths += _forks(paths[-1], folder, forks)
    random.Random(count).shuffle(paths)
    return paths


def add_commit(repository: Path, number: int) -> None:
    """One more commit, of one file."""
    content = f"changed = {number}\n".encode()
    _import(repository, _commit(f"later_{number}.py", content, number, "main"))


def _alone(path: Path, number: int) -> Path:
    source = random.Random(f"fleet {number}")
    commits, files = _size(source, 60, 3_000), _size(source, 30, 2_000)
    recipe = Recipe(files, commits, changed=min(3, files), lines=80, seed=10_000 + number)
    is_new = not (path / "packed-refs").exists()
    make(path, recipe)
    if is_new and number % KEY_IN == 0:
        key = f'client = Gateway("{production_key(number)}")\n'.encode()
        _import(path, _commit("gateway.py", key, commits, "main"))
    return path


def _forks(upstream: Path, folder: Path, count: int) -> Iterator[Path]:
    for number in range(count):
        fork = folder / f"owner-{number}" / upstream.name
        if not fork.exists():
            fork.parent.mkdir(exist_ok=True)
            shutil.copytree(upstream, fork, copy_function=_linked)
            for commit in range(number % 4):
                content = f"fork = {number}, {commit}\n".encode()
                _import(fork, _commit("fork.py", content, 10_000 + commit, "main"))
        yield fork


def _linked(source: str, target: str) -> None:
    """Objects are shared by hard links, as ``git clone`` does; git writes none of them anew."""
    if "/objects/" in source:
        Path(target).hardlink_to(source)
    else:
        shutil.copy2(source, target)


def _size(source: random.Random, median: float, most: int) -> int:
    """One of a log-normal distribution."""
    return min(most, max(1, round(source.lognormvariate(math.log(median), 1.3))))


def _import(repository: Path, stream: bytes) -> None:
    subprocess.run(
        ["git", "fast-import", "--quiet", "--force"], cwd=repository, input=stream, check=True
    )


def _commit(name: str, content: bytes, hours: int, branch: str) -> bytes:
    """A stream for git-fast-import(1) that changes a file on a branch."""
    when = b"%d +0000" % (EPOCH + 10**8 + hours * 3_600)
    return (
        b"commit refs/heads/%s\ncommitter %s %s\ndata 6\nchange\nfrom refs/heads/%s^0\n"
        b"M 100644 inline %s\ndata %d\n%s\n"
        % (branch.encode(), IDENTITY, when, branch.encode(), name.encode(), len(content), content)
    )
