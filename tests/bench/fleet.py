"""Shows what a fleet costs: made-up repositories, ten to a thousand of them, a fifth of them forks.

    python tests/bench/fleet.py [--most 1000] [--keep FOLDER]

Repositories are cloned from this disk, so the network costs nothing. A row is a run with an empty
store; then come one process against two, and a second run, before and after ten commits. CPU time
is that of all processes, git's included; memory is what is private to all processes together, at
its peak.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from _fleet import add_commit, fleet
from _measure import ENVIRONMENT, KEYGUARD, MIB, family, machine, private

COUNTS = (10, 30, 100, 300, 1000)
PERIOD = 0.25
"""Seconds between two looks at the memory."""
CHANGED = 10


class Cost(NamedTuple):
    """Of one run: seconds, bytes."""

    wall: float
    cpu: float
    coordinator: int
    """Memory of the process that decides, at its peak."""
    memory: int
    """Memory of all, at its peak."""


def main() -> None:
    """Prints a Markdown table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--most", type=int, default=COUNTS[-1], help="repositories [1000]")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep what is made up, there")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="keyguard-bench-") as temporary:
        measure(options.most, options.keep or Path(temporary) / "made", Path(temporary))


def measure(most: int, made: Path, folder: Path) -> None:
    """Makes the repositories, and scans ever more of them."""
    repositories = fleet(made.resolve(), most)
    print(f"{date.today().isoformat()}, {machine()}. Repositories: {most}, ", end="")
    print(f"{size(made) / MIB:,.0f} MiB. `python tests/bench/fleet.py --most {most}`\n")
    print("| run | wall | CPU | repositories an hour | coordinator | all processes | store |")
    print("|---|---:|---:|---:|---:|---:|---:|", flush=True)
    counts = [count for count in COUNTS if count <= most]
    for count in counts:
        show(f"{count} repositories", count, folder / f"store-{count}", repositories[:count])
    some = repositories[: min(100, most)]
    for jobs in (1, 2):
        name = f"{len(some)} repositories, {jobs} at a time"
        show(name, len(some), folder / f"jobs-{jobs}", some, f"--jobs={jobs}", f"--clones={jobs}")
    last = counts[-1]
    store, again = folder / f"store-{last}", repositories[:last]
    show(f"{last} again, nothing new", last, store, again)
    for number, repository in enumerate(again[:: last // CHANGED][:CHANGED]):
        add_commit(repository, number)
    show(f"{last} again, {CHANGED} commits in {CHANGED} of them", last, store, again)


def show(name: str, count: int, store: Path, repositories: list[Path], *options: str) -> None:
    """Runs it once, and prints its row."""
    listing = store.with_suffix(".txt")
    listing.write_text("".join(f"{path}\n" for path in repositories))
    cost = run(["fleet", "scan", str(listing), "--store", str(store), "--quiet", *options])
    cells = [
        name,
        f"{cost.wall:,.1f} s",
        f"{cost.cpu:,.1f} s",
        f"{count / cost.wall * 3600:,.0f}",
        f"{cost.coordinator / MIB:,.0f} MiB",
        f"{cost.memory / MIB:,.0f} MiB",
        f"{size(store) / MIB:,.0f} MiB",
    ]
    print("|", " | ".join(cells), "|", flush=True)


def run(arguments: list[str]) -> Cost:
    """What one run takes. Raises ``SystemExit`` if it fails: then it would look cheap."""
    before = time.perf_counter()
    process = subprocess.Popen(
        [*KEYGUARD, *arguments], env=ENVIRONMENT, stdout=subprocess.DEVNULL, start_new_session=True
    )
    coordinator = memory = 0
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        sizes = [private(each) for each in family(process.pid)]
        coordinator, memory = max(coordinator, sizes[0]), max(memory, sum(sizes))
        time.sleep(PERIOD)
    wall = time.perf_counter() - before
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"it ended with {process.returncode}: {' '.join(arguments)}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, coordinator, memory)


def size(folder: Path) -> int:
    """Bytes of all files, those with several names once."""
    stats = {(s.st_dev, s.st_ino): s.st_size for s in (f.lstat() for f in folder.rglob("*"))}
    return sum(stats.values())


if __name__ == "__main__":
    main()
