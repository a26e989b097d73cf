"""The records of one network's reading, one JSON object a line.

Workers write them, only the coordinator puts them into the database, and shards are merged by them.
A result counts only once its last line, ``end``, is there. It has no credential's value.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from keyguard.model.record import NamedTuple
from keyguard.pipeline.stamp import Stamp

PENDING, CLONING, SCANNED, FAILED, SKIPPED = "pending", "cloning", "scanned", "failed", "skipped"
"""The states of a repository."""


class RepositoryState(NamedTuple):
    """A repository as it was last seen."""

    source: str
    """The URL or path that names it in the list, without a password."""
    network: str
    """The network of forks that it belongs to; empty if it could not be cloned."""
    state: str
    """``pending``, ``cloning``, ``scanned``, ``failed`` or ``skipped``."""
    reason: str = ""
    """Why it failed or was skipped, in a sentence; if scanned, why all of it was read again."""
    head: str = ""
    """The commit that its default branch leads to."""
    size: int = 0
    """Bytes of its network's packs."""
    refs: str = ""
    """A digest of everything that HEAD and all refs name, and once named.

    If it is what it was when the repository was read, there is nothing new.
    """


class FoundIn(NamedTuple):
    """A finding of one repository, as ``--format json`` has it (schema ``keyguard/1``)."""

    source: str
    finding: dict[str, Any]


class Unread(NamedTuple):
    """A part of a repository that could not be read."""

    source: str
    path: str
    message: str


Record = Stamp | RepositoryState | FoundIn | Unread
KINDS: dict[str, type[Record]] = {
    "stamp": Stamp,
    "repository": RepositoryState,
    "finding": FoundIn,
    "problem": Unread,
}
"""The record of each ``type`` of line. A ``scanned`` repository has exactly the findings that
follow."""
END = {"type": "end"}
FORMER = frozenset({"pack"})
"""Types of lines that earlier versions wrote, and that are ignored now."""


def to_lines(records: Iterable[Record]) -> Iterator[str]:
    """A line for each record, and the line that says that these were all."""
    names = {kind: name for name, kind in KINDS.items()}
    for record in records:
        yield json.dumps({"type": names[type(record)], **record._asdict()}) + "\n"
    yield json.dumps(END) + "\n"


def from_lines(lines: Iterable[str]) -> Iterator[Record]:
    """The records of a complete result. Raises ``ValueError`` if its end is missing."""
    for line in lines:
        fields = json.loads(line)
        if fields == END:
            return
        kind = fields.pop("type")
        if kind not in FORMER:
            yield KINDS[kind](**fields)
    raise ValueError("the result has no end")
