"""``keyguard fleet report``: what is known of all repositories of a store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from keyguard.cli.options import Options
from keyguard.cli.run import presentation, report_stream
from keyguard.cli.shared_options import FilePath
from keyguard.errors import ExitCode
from keyguard.fleet.report.collect import collect
from keyguard.fleet.report.contents import FleetReport
from keyguard.fleet.report.formats import FORMATS, write
from keyguard.fleet.report.since import moment
from keyguard.fleet.report.verified import read_verified
from keyguard.fleet.report.words import verdict
from keyguard.fleet.store.connection import FOLDER
from keyguard.fleet.store.reading import Reader
from keyguard.model import Severity

DEFAULT_FAIL_ON = Severity.MEDIUM


@click.command("report", short_help="Report what a store holds.")
@click.argument("store", type=FilePath(), default=FOLDER, metavar="[STORE]")
@click.option(
    "-f", "--format", type=click.Choice(list(FORMATS)), help="The format of the report. [text]"
)
@click.option(
    "-o", "--output", type=FilePath(), help="Where to write the report; - is standard output. [-]"
)
@click.option(
    "--since",
    metavar="RUN",
    help="Compare with a run, given by number or date: what is new, gone, and still there.",
)
@click.option(
    "--verified",
    type=FilePath(),
    multiple=True,
    metavar="FILE",
    help="A report of `keyguard verify -f json`: which keys are alive (repeatable).",
)
@click.option(
    "--fail-on",
    type=click.Choice([severity.label for severity in Severity]),
    help="Exit with 1 for findings of this severity or higher. [medium]",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing if there is nothing to say.")
@click.option("-v", "--verbose", is_flag=True, help="List everything, not only the worst.")
@click.option("--no-color", is_flag=True, help="Use no colours, as with NO_COLOR set.")
def command(store: Path, since: str | None, verified: tuple[Path, ...], **typed: Any) -> ExitCode:
    """Report what the fleet's STORE holds: credentials, what breaks without them, repositories,
    and what could not be read.

    Exit code 1 means findings; with --since, new ones. Exit code 2 means that something in the
    last list failed, was skipped, or could not be read.
    """
    options = Options(**typed)
    known = read_verified(verified)
    with Reader(store) as reader:
        compared = moment(since, reader.runs()) if since is not None else None
        report = collect(reader, compared, known)
    with report_stream(options, verdict(report)) as stream:
        write(options.format or "text", report, stream, presentation(options, stream))
    return _exit_code(report, options)


def _exit_code(report: FleetReport, options: Options) -> ExitCode:
    """2 wins over 1; ``--exit-zero`` forgives findings, never what was not read."""
    if not report.complete:
        return ExitCode.INCOMPLETE
    least = Severity.from_label(options.fail_on) if options.fail_on else DEFAULT_FAIL_ON
    failing = any(place.severity >= least for place in report.counted)
    return ExitCode.FINDINGS if failing and not options.exit_zero else ExitCode.CLEAN
