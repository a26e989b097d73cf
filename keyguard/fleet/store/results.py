"""Files of result lines, as workers leave them: which are complete, and of which run."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from pathlib import Path

from keyguard.fleet.records import Record, from_lines
from keyguard.fleet.store.ingest import MALFORMED
from keyguard.fleet.store.reading import Run
from keyguard.model.record import NamedTuple
from keyguard.pipeline.stamp import Stamp

SUFFIX = ".jsonl"


class Result(NamedTuple):
    """A complete file of result lines."""

    path: Path
    run: Run

    def records(self) -> Iterator[Record]:
        """What the file says, line by line."""
        with self.path.open(encoding="utf-8") as lines:
            yield from from_lines(lines)


class Results(NamedTuple):
    """The result files of a folder."""

    whole: tuple[Result, ...]
    """The complete files, the oldest first."""
    broken: tuple[Path, ...]
    """Files that break off, or contain something else."""


class _Seen(NamedTuple):
    path: Path
    stamp: Stamp
    digest: str
    time: float


def read_results(paths: Iterable[Path]) -> Results:
    """Reads the result files of one run.

    They don't say when the run was, so the time of the oldest file counts; and their content
    decides whether it is the same run as another. Raises ``OSError``.
    """
    by_stamp: dict[Stamp, list[_Seen]] = defaultdict(list)
    broken = []
    for path in sorted(paths):
        seen = _look_through(path)
        if seen is None:
            broken.append(path)
        else:
            by_stamp[seen.stamp].append(seen)
    whole = [result for stamp, files in by_stamp.items() for result in _of_run(stamp, files)]
    return Results(tuple(whole), tuple(broken))


def _of_run(stamp: Stamp, files: list[_Seen]) -> Iterator[Result]:
    files.sort(key=lambda seen: (seen.time, seen.path))
    token = hashlib.sha256("".join(sorted(seen.digest for seen in files)).encode()).hexdigest()[:32]
    began = datetime.fromtimestamp(files[0].time, timezone.utc).isoformat(timespec="microseconds")
    run = Run(0, token, token, began, began, "", stamp)
    yield from (Result(seen.path, run) for seen in files)


def _look_through(path: Path) -> _Seen | None:
    """What is to be known of a file before it is taken in; None if it is not whole."""
    digest = hashlib.sha256()
    stamp = Stamp("", "", "")

    def lines() -> Iterator[str]:
        with path.open("rb") as file:
            for line in file:
                digest.update(line)
                yield line.decode("utf-8")

    try:
        for record in from_lines(lines()):
            stamp = record if isinstance(record, Stamp) else stamp
            hash(stamp)
    except MALFORMED:
        return None
    return _Seen(path, stamp, digest.hexdigest(), path.stat().st_mtime)
