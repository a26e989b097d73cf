"""Timing of whole processes, in turn, and the table that comes of it. Nothing timed is judged."""

from __future__ import annotations

import os
import platform
import shlex
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


def environment_of(checkout: Path) -> dict[str, str]:
    """In which ``python -m keyguard`` is that of a checkout."""
    paths = filter(None, [str(checkout), os.environ.get("PYTHONPATH")])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


ENVIRONMENT = environment_of(ROOT)
"""The keyguard that is measured is that of this checkout."""
KEYGUARD = [sys.executable, "-m", "keyguard"]
PERIOD = 0.005
"""Seconds between two looks at the memory in use, at the least."""
RESTRAINT = 5
"""A look holds up the process; so many times as long as the last one took, there is none."""
MIB = 1 << 20


@dataclass(frozen=True)
class Contestant:
    """A command, and the exit codes of a run that went well."""

    name: str
    command: Sequence[str | Path]
    folder: Path | None = None
    """Where it is run."""
    fine: frozenset[int] = frozenset({0})
    checkout: Path = ROOT
    """Whose keyguard it is."""


class Run(NamedTuple):
    """What one run took, in seconds; CPU time is that of all its processes."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Outcome:
    """The medians of one contestant's runs, and its peak memory in MiB, if that can be known."""

    wall: float
    cpu: float
    memory: float | None
    finished: bool = True
    """Otherwise it was stopped, and ``wall`` is when."""


@dataclass(frozen=True)
class Subject:
    """A row of the table: what is read, and who reads it. The first contestant is keyguard."""

    name: str
    facts: Mapping[str, str]
    contestants: Sequence[Contestant] = field(repr=False)


def measure(contestants: Sequence[Contestant], runs: int, patience: float) -> dict[str, Outcome]:
    """Runs each in turn, so that a machine that drifts is as unfair to each.

    A first run fills the caches and is watched for memory, which would disturb the others. Who
    needs more than ``patience`` seconds for it is stopped, and not run again.
    """
    outcomes: dict[str, Outcome] = {}
    peaks: dict[str, float | None] = {}
    taken: dict[str, list[Run]] = {}
    for each in contestants:
        try:
            peaks[each.name] = _peak(each, patience)
            taken[each.name] = []
        except TimeoutError:
            outcomes[each.name] = Outcome(patience, 0, None, finished=False)
    for _ in range(runs):
        for each in contestants:
            if each.name in taken:
                taken[each.name].append(_time(each))
    for name, timed in taken.items():
        wall, cpu = (statistics.median(part) for part in zip(*timed, strict=True))
        outcomes[name] = Outcome(wall, cpu, peaks[name])
    return {each.name: outcomes[each.name] for each in contestants}


def report(subjects: Sequence[Subject], runs: int, patience: float, about: str) -> None:
    """Measures, and prints a Markdown table below what there is to say ``about`` it."""
    table: list[tuple[Subject, dict[str, Outcome]]] = []
    for subject in subjects:
        print(f"measuring {subject.name} ...", file=sys.stderr)
        table.append((subject, measure(subject.contestants, runs, patience)))
    print(f"{date.today().isoformat()}, {machine()}. {about}")
    print(f"Medians of {runs} runs of whole processes, the factor to keyguard's, CPU time, and")
    print("the memory that is private to all processes together.\n")
    _print_table(table)


def machine() -> str:
    """Processor, number of cores, memory, system."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    system = f"{platform.system()} {platform.release()}"
    return f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {system}"


def _print_table(table: Sequence[tuple[Subject, Mapping[str, Outcome]]]) -> None:
    facts = list(table[0][0].facts)
    names = list(dict.fromkeys(name for _, outcomes in table for name in outcomes))
    rows = [["", *facts, *names]]
    for subject, outcomes in table:
        ours = outcomes["keyguard"]
        cells = [_cell(outcomes.get(name), ours) for name in names]
        rows.append([subject.name, *(subject.facts[fact] for fact in facts), *cells])
    if len(table) > 1:
        means = [_mean([outcomes for _, outcomes in table], name) for name in names]
        rows.append(["geometric mean", *("" for _ in facts), *means])
    rows.insert(1, ["---"] * (1 + len(facts)) + ["---:"] * len(names))
    for row in rows:
        print("|", " | ".join(row), "|")


def _cell(outcome: Outcome | None, ours: Outcome) -> str:
    if outcome is None:
        return "-"
    if not outcome.finished:
        return f"over {outcome.wall:.0f} s, **over {outcome.wall / ours.wall:.0f}x**"
    parts = [f"{outcome.wall:.3f} s" if outcome.wall < 1 else f"{outcome.wall:.2f} s"]
    if outcome is not ours:
        parts.append(f"**{outcome.wall / ours.wall:.1f}x**")
    parts.append(f"CPU {outcome.cpu:.2f} s")
    if outcome.memory is not None:
        parts.append(f"{outcome.memory:.0f} MiB")
    return ", ".join(parts)


def _mean(rows: Sequence[Mapping[str, Outcome]], name: str) -> str:
    pairs = [(row[name], row["keyguard"]) for row in rows if name in row]
    mean = statistics.geometric_mean([theirs.wall / ours.wall for theirs, ours in pairs])
    return f"**{'' if all(theirs.finished for theirs, _ in pairs) else 'over '}{mean:.1f}x**"


def _time(contestant: Contestant) -> Run:
    before = time.perf_counter()
    with _started(contestant) as process:
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - before
        process.returncode = os.waitstatus_to_exitcode(status)
    _check(contestant, process.returncode)
    return Run(wall, usage.ru_utime + usage.ru_stime)


def _peak(contestant: Contestant, patience: float) -> float | None:
    """The most memory, in MiB, that was in use at any look. Raises ``TimeoutError``."""
    peak = 0
    end = time.monotonic() + patience
    with _started(contestant) as process:
        while process.poll() is None:
            begun = time.monotonic()
            peak = max(peak, sum(map(private, family(process.pid))))
            if begun > end:
                os.killpg(process.pid, signal.SIGKILL)
                raise TimeoutError
            time.sleep(max(PERIOD, RESTRAINT * (time.monotonic() - begun)))
    _check(contestant, process.returncode)
    return peak / MIB if peak else None


def _started(contestant: Contestant) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        contestant.command,
        cwd=contestant.folder,
        env=environment_of(contestant.checkout),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _check(contestant: Contestant, code: int) -> None:
    """A run that failed early would look fast."""
    if code not in contestant.fine:
        command = shlex.join(map(str, contestant.command))
        sys.exit(f"{contestant.name} ended with {code}; run it yourself: {command}")


def family(process: int) -> Iterator[int]:
    """A process and its descendants."""
    yield process
    below = []
    with suppress(OSError):  # it ended meanwhile
        for thread in os.listdir(f"/proc/{process}/task"):
            below += Path(f"/proc/{process}/task/{thread}/children").read_text("ascii").split()
    for child in below:
        yield from family(int(child))


def private(process: int) -> int:
    """Bytes of anonymous memory, what forks still share counted once, and of files mapped alone."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:  # it ended meanwhile, or this is not Linux
        return 0
    sizes = {name: value for name, _, value in (line.partition(":") for line in lines)}
    wanted = [sizes[name] for name in ("Pss_Anon", "Private_Clean") if name in sizes]
    return sum(int(value.split()[0]) * 1024 for value in wanted)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.machine())
