"""Times the reading of every object of a repository against git itself and other scanners.

    python tests/bench/history_read.py REPOSITORY [--jobs 2] [--runs 5] [--against kingfisher ...]

The programs run in turn, so that a machine that drifts is as unfair to each. Printed are medians of
whole processes: wall time, user and system time, the largest peak of one process, and the ratio.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

PATTERNS = (
    (rb"[ps]k_[A-Za-z0-9]{20}", False),
    (rb"webhook[_-]?secret", True),
    (rb"connexease", True),
    (rb"cnx_", True),
)
"""Expression and whether case is ignored: about what the default rules ask for."""
LONGEST_MATCH = 23


class HyperscanPrefilter:
    """All patterns in one pass."""

    span = LONGEST_MATCH

    def __init__(self) -> None:
        import hyperscan

        flags = [
            hyperscan.HS_FLAG_SINGLEMATCH | (hyperscan.HS_FLAG_CASELESS if caseless else 0)
            for _, caseless in PATTERNS
        ]
        self._database = hyperscan.Database()
        self._database.compile(expressions=[pattern for pattern, _ in PATTERNS], flags=flags)
        self._hits: list[int] = []

    def __reduce__(self) -> tuple[type[HyperscanPrefilter], tuple[()]]:
        return HyperscanPrefilter, ()

    def matches(self, data: bytes) -> bool:
        self._database.scan(data, match_event_handler=self._hit)
        found = bool(self._hits)
        self._hits.clear()
        return found

    def _hit(self, id_: int, *_: Any) -> None:
        self._hits.append(id_)


class RePrefilter:
    """The same with the standard library: a fixed part of each pattern first, at find's speed."""

    span = LONGEST_MATCH
    _patterns = (
        (b"k_", re.compile(PATTERNS[0][0])),
        (b"webhook", re.compile(PATTERNS[1][0])),
        (b"connexease", re.compile(PATTERNS[2][0])),
        (b"cnx_", re.compile(PATTERNS[3][0])),
    )

    def matches(self, data: bytes) -> bool:
        lowered = data.lower()
        return any(
            part in lowered and pattern.search(data if part == b"k_" else lowered)
            for part, pattern in self._patterns
        )


PREFILTERS: dict[str, type[HyperscanPrefilter] | type[RePrefilter]] = {
    "hyperscan": HyperscanPrefilter,
    "re": RePrefilter,
}
COMPETITORS = {
    "git cat-file": "git --git-dir {git} cat-file --batch-all-objects --unordered --buffer --batch",
    "kingfisher": "kingfisher scan {git} --turbo --no-validate --no-update-check --quiet "
    "--load-builtins=false --rules-path {rules}/rule.yml",
    "betterleaks": "betterleaks git {git} --no-banner --exit-code 0 --config {rules}/rule.toml",
    "gitleaks": "gitleaks git {git} --no-banner --exit-code 0 --config {rules}/rule.toml",
}
"""The others are given one rule: that for keys."""
RULES = {
    "rule.yml": r"""
rules:
  - name: key
    id: custom.key.1
    pattern: '\b([ps]k_[A-Za-z0-9]{32})\b'
    confidence: medium
    min_entropy: 0
    examples: []
""",
    "rule.toml": r"""
[[rules]]
id = "key"
description = "key"
regex = '''\b[ps]k_[A-Za-z0-9]{32}\b'''
keywords = ["pk_", "sk_"]
""",
}
FINE = {0, 200, 205}
"""Exit codes of a run that went well, with findings or without."""


@dataclass(frozen=True)
class Run:
    """What one whole process took. Times are in seconds, memory is in MiB."""

    wall: float
    cpu: float
    peak: float


def read(objects: Path, prefilter: str, jobs: int) -> None:
    """Reads once in this process, and prints what was read."""
    from keyguard.gitrepo.objects import Unreadable
    from keyguard.gitrepo.reading import read_objects

    reader = read_objects([objects], PREFILTERS[prefilter](), jobs=jobs)
    found = list(reader)
    damaged = sum(isinstance(item, Unreadable) for item in found)
    print(
        f"{reader.tally.objects:,} objects, {reader.tally.bytes / 1e6:,.0f} MB, "
        f"{len(found) - damaged:,} accepted, {damaged:,} damaged"
    )


def run(command: Sequence[str]) -> Run:
    """One run, its output written to nothing."""
    begun = time.perf_counter()
    process = os.posix_spawnp(
        command[0],
        list(command),
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)],
    )
    _, status, usage = os.wait4(process, 0)
    if os.waitstatus_to_exitcode(status) not in FINE:
        sys.exit(f"{' '.join(command)} failed.")
    return Run(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main() -> None:
    """Compares, or with --read just reads."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("repository", type=Path)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--prefilter", choices=PREFILTERS, default="hyperscan")
    parser.add_argument("--against", nargs="*", choices=COMPETITORS, default=["git cat-file"])
    parser.add_argument("--read", action="store_true", help="read once, without comparing")
    options = parser.parse_args()
    folder = options.repository / ".git"
    git = folder if folder.is_dir() else options.repository
    if options.read:
        read(git / "objects", options.prefilter, options.jobs[0])
        return

    ours = [sys.executable, __file__, str(options.repository), "--prefilter", options.prefilter]
    commands = {
        f"keyguard, {jobs} jobs": [*ours, "--read", "--jobs", str(jobs)] for jobs in options.jobs
    }
    with tempfile.TemporaryDirectory() as rules:
        for name, content in RULES.items():
            Path(rules, name).write_text(content, "utf-8")
        for name in options.against:
            command = COMPETITORS[name].format(git=git, rules=rules).split()
            if shutil.which(command[0]):
                commands[name] = command
        compare(commands, options.runs)


def compare(commands: Mapping[str, Sequence[str]], count: int) -> None:
    """Runs the commands in turn, after one run each that doesn't count, and prints the table."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for command in commands.values():
        run(command)
    for _ in range(count):
        for name, command in commands.items():
            runs[name].append(run(command))
    fastest = min(statistics.median(run.wall for run in timed) for timed in runs.values())
    print(f"{'':20}{'wall s':>10}{'cpu s':>10}{'peak MiB':>10}{'ratio':>10}")
    for name, timed in runs.items():
        wall = statistics.median(run.wall for run in timed)
        cpu = statistics.median(run.cpu for run in timed)
        peak = statistics.median(run.peak for run in timed)
        print(f"{name:20}{wall:10.2f}{cpu:10.2f}{peak:10.0f}{wall / fastest:10.2f}")


if __name__ == "__main__":
    main()
