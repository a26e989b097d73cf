"""What the reading of real repositories says, as records: each is read by ``keyguard history``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from keyguard.fleet.records import FoundIn, Record, RepositoryState, Unread, to_lines
from keyguard.pipeline.stamp import Stamp
from tests.tools import Repository, scan_json

STAMP = Stamp("1", "rules", "settings")
HERE = "https://git.example.org/"


def scanned(name: str, repository: Repository, network: str = "n1") -> Iterator[Record]:
    """The records of a repository that was read, alone in its network or not."""
    source = f"{HERE}{name}"
    head = repository.git("rev-parse", "HEAD")
    yield RepositoryState(source, network, "scanned", head=head, size=100)
    document = scan_json("history", "--no-config", ".", cwd=repository.path).json
    for finding in document["findings"]:
        yield FoundIn(source, finding)
    for problem in document["problems"]:
        yield Unread(source, **problem)


def whole(*records: Record) -> list[Record]:
    """Records as a result has them: below the stamp."""
    return [STAMP, *records]


def failed(name: str, reason: str = "the server does not answer") -> RepositoryState:
    return RepositoryState(f"{HERE}{name}", "", "failed", reason)


def write_result(folder: Path, name: str, *records: Record) -> Path:
    """A file of result lines, as a worker leaves it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.jsonl"
    file.write_text("".join(to_lines(whole(*records))), "ascii")
    return file
