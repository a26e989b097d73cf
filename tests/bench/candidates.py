"""Shows what the cost of a file grows with: its size, whatever the shape of its many candidates.

    python tests/bench/candidates.py [--count 1000] [--patience 120] [SHAPE ...]

Each shape is scanned with once, twice and four times as many candidates. A row has the CPU seconds
of each, the last by the second (2.0 is linear, and starting up makes it less), and what a further
candidate and a further megabyte take.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from _measure import ENVIRONMENT, KEYGUARD
from _shapes import SHAPES, Shape

FACTORS = (1, 2, 4)


def main() -> None:
    """A row a shape."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help="of: " + ", ".join(SHAPES))
    parser.add_argument("--count", type=int, default=1_000, help="candidates at first [1000]")
    parser.add_argument("--patience", type=float, default=120, help="seconds a scan [120]")
    options = parser.parse_args()
    print("| shape | kB | CPU s, 1x | 2x | 4x | 4x / 2x | ms a candidate | s a MB |")
    print("|---|---|---|---|---|---|---|---|")
    for name in options.shapes or SHAPES:
        print(row(name, SHAPES[name], options.count, options.patience), flush=True)


def row(name: str, shape: Shape, count: int, patience: float) -> str:
    """What one shape takes."""
    texts = [shape.text(count * factor) for factor in FACTORS]
    taken: list[float] = []
    for text in texts:
        seconds = cpu_seconds(shape.file, text, patience)
        if seconds is None:
            return f"| {name} | {len(text) / 1e3:.0f} | more than {patience:.0f} s | | | | | |"
        taken.append(seconds)
    more, further = taken[2] - taken[0], len(texts[2]) - len(texts[0])
    figures = [
        f"{len(texts[0]) / 1e3:.0f}",
        *(f"{seconds:.2f}" for seconds in taken),
        f"{taken[2] / taken[1]:.1f}",
        f"{more / (3 * count) * 1e3:.2f}",
        f"{more / further * 1e6:.1f}",
    ]
    return f"| {name} | {' | '.join(figures)} |"


def cpu_seconds(name: str, text: str, patience: float) -> float | None:
    """What a scan of one file takes, user and system; None if it was stopped."""
    with TemporaryDirectory(prefix="keyguard-bench-") as folder:
        (Path(folder) / name).write_text(text)
        command = [*KEYGUARD, "scan", "--quiet", "--format", "json", "--jobs", "1", name]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        try:
            subprocess.run(
                command,
                cwd=folder,
                env=ENVIRONMENT,
                stdout=subprocess.DEVNULL,
                timeout=patience,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
