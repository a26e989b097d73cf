"""Results on their way into the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from keyguard.errors import KeyguardError
from keyguard.fleet.records import FoundIn, Record, RepositoryState, Unread, from_lines
from keyguard.fleet.store.database import Store
from keyguard.model.record import NamedTuple
from keyguard.pipeline.stamp import Stamp


class Taken(NamedTuple):
    """What a result says of its repositories."""

    states: tuple[RepositoryState, ...]
    findings: Counter[str]
    """How many that count were found in each, by its name."""
    unread: Counter[str]
    """How many places could not be read in each."""


class OtherStampError(KeyguardError):
    """A result is of another version, or of other rules or settings."""


def take(store: Store, run: int, stamp: Stamp, names: Mapping[str, str], file: Path) -> Taken:
    """Puts a result into the database in one transaction, then removes its file. ``names`` are by
    the ids of repositories: one that is not in its network is told by its id.

    Raises ``KeyguardError`` if it is none, or under another stamp; the database is as before then,
    and the file is removed.
    """
    states: list[RepositoryState] = []
    findings: Counter[str] = Counter()
    unread: Counter[str] = Counter()

    def passing(records: Iterable[Record]) -> Iterator[Record]:
        for number, record in enumerate(records):
            if number == 0 and record != stamp:
                raise OtherStampError("it was read by another keyguard, or by other settings")
            if isinstance(record, RepositoryState):
                record = record._replace(source=names.get(record.source, record.source))
                states.append(record)
            elif isinstance(record, FoundIn) and record.finding["suppressed"] is None:
                findings[record.source] += 1
            elif isinstance(record, Unread):
                unread[record.source] += 1
            yield record

    try:
        with file.open(encoding="ascii") as lines:
            store.ingest(run, passing(from_lines(lines)))
    except (OSError, ValueError, LookupError, TypeError, OverflowError) as error:
        raise KeyguardError(f"its result could not be read back ({error})") from error
    finally:
        file.unlink(missing_ok=True)
    return Taken(tuple(states), findings, unread)
