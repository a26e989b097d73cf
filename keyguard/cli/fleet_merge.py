"""``keyguard fleet merge``: what other machines found, put into one store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from keyguard.cli.console import say, tell
from keyguard.cli.shared_options import FilePath
from keyguard.errors import ExitCode, KeyguardError
from keyguard.fleet.report.words import repositories
from keyguard.fleet.store.connection import FILE_NAME, file_of
from keyguard.fleet.store.database import Store
from keyguard.fleet.store.ingest import MALFORMED
from keyguard.fleet.store.merge import end_merged, merge_result, merge_store
from keyguard.fleet.store.reading import Reader
from keyguard.fleet.store.results import SUFFIX, read_results

RESULTS = "results"
"""The folder of a store for results that are not in its database yet."""


@click.command("merge", short_help="Put what other machines found into one store.")
@click.argument("into", type=FilePath())
@click.argument("from_", metavar="FROM...", type=FilePath(), nargs=-1, required=True)
def command(into: Path, from_: tuple[Path, ...]) -> ExitCode:
    """Put each FROM into the store INTO, which is created if it does not exist.

    FROM is another store (its folder or its database), or a folder of result lines (*.jsonl). If
    several have the same repository, the later run counts. Merging again changes nothing.

    Exit code 2 if a file of result lines is truncated; all others are merged.
    """
    inputs = [_Input.named(path, into) for path in from_]
    broken: list[Path] = []
    with Store.open(into) as store:
        for each in inputs:
            broken += each.merge_into(store)
        known = sum(1 for _ in store.repositories())
    for path in broken:
        say(
            f"{path} is not a whole result, so nothing of it was taken; scan its repositories "
            "again."
        )
    tell(f"{file_of(into)}: {repositories(known)} after {len(inputs)} merged.")
    return ExitCode.INCOMPLETE if broken else ExitCode.CLEAN


class _Input:
    """Something to merge: a database, result lines, or both."""

    def __init__(self, database: Path | None, results: Sequence[Path]) -> None:
        self._database = database
        self._results = results

    @classmethod
    def named(cls, path: Path, into: Path) -> _Input:
        """What a name on the command line means. Raises ``KeyguardError`` if that is nothing."""
        database = None
        if path.is_dir():
            results = [*path.glob(f"*{SUFFIX}"), *(path / RESULTS).glob(f"*{SUFFIX}")]
            database = path / FILE_NAME if (path / FILE_NAME).exists() else None
        elif path.suffix == SUFFIX and path.exists():
            results = [path]
        else:
            results, database = [], path if path.exists() else None
        if not results and database is None:
            raise KeyguardError(
                f"{path} holds neither a fleet's store nor result lines (*{SUFFIX}); name a folder "
                "that does."
            )
        if database is not None and database.resolve() == file_of(into).resolve():
            raise KeyguardError(f"{path} is the store that is merged into; name others.")
        return cls(database, results)

    def merge_into(self, store: Store) -> list[Path]:
        """Merges it, and returns the files that are not whole."""
        if self._database is not None:
            with Reader(self._database) as reader:
                merge_store(store, reader)
        try:
            results = read_results(self._results)
        except OSError as error:
            raise KeyguardError(
                f"{error.filename} can't be read ({error.strerror}); check the permissions."
            ) from error
        broken = [*results.broken]
        for result in results.whole:
            try:
                merge_result(store, result.run, result.records())
            except MALFORMED:
                broken.append(result.path)
        if not broken:
            for run in {result.run for result in results.whole}:
                end_merged(store, run)
        return broken
