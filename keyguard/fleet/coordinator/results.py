"""Takes results into the database."""

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
    """For each repository, by its name, the number of findings that count."""
    unread: Counter[str]
    """For each repository the number of places that could not be read."""


class OtherStampError(KeyguardError):
    """A result was made by another version, or under other rules or settings."""


def take(store: Store, run: int, stamp: Stamp, names: Mapping[str, str], file: Path) -> Taken:
    """Puts a result into the database in one transaction, then removes its file.

    ``names`` are by the ids of repositories: one that is not in its network is reported by its id.
    Raises ``KeyguardError`` if the file is no result, or has another stamp; the database is then
    unchanged, and the file is removed.
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
