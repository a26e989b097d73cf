"""``keyguard fleet export``: a table of a store, for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from keyguard.cli.console import say
from keyguard.cli.output import is_standard_output, name_of, opened
from keyguard.cli.shared_options import FilePath
from keyguard.errors import ExitCode, KeyguardError
from keyguard.fleet.report.export import TABLES, write_lines, write_parquet
from keyguard.fleet.store.connection import FOLDER
from keyguard.fleet.store.reading import Reader


@click.command("export", short_help="Write a table of a store as JSON lines or Parquet.")
@click.argument("store", type=FilePath(), default=FOLDER, metavar="[STORE]")
@click.option(
    "-f", "--format", type=click.Choice(["jsonl", "parquet"]), default="jsonl", show_default=True,
    help="JSON lines, or Parquet (needs the extra `fleet`).",
)  # fmt: skip
@click.option(
    "-t", "--table", type=click.Choice(list(TABLES)), default="findings", show_default=True,
    help="The table to write.",
)  # fmt: skip
@click.option("-o", "--output", type=FilePath(), help="Where to write; - is standard output. [-]")
def command(store: Path, format: str, table: str, output: Path | None) -> ExitCode:
    """Write what the fleet's STORE holds now, for other programs: a table of findings,
    repositories, problems or runs.

    Exit code 2 only if the table could not be written: what a scan could not read is in the table
    of problems, and in the states of the repositories.
    """
    with Reader(store) as reader:
        try:
            with opened(output) as stream:
                if format == "jsonl":
                    write_lines(TABLES[table], reader, stream)
                elif stream.isatty():
                    raise KeyguardError("Parquet is not for terminals; name a file (--output).")
                else:
                    write_parquet(TABLES[table], reader, stream.buffer)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise KeyguardError(
                f"the table can't be written to {name_of(output)} ({error.strerror}); name another "
                "file (--output)."
            ) from error
    if not is_standard_output(output):
        say(f"the table is in {name_of(output)}.")
    return ExitCode.CLEAN
