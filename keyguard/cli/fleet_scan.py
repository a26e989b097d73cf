"""``keyguard fleet scan``: every repository of a list, each network of forks once."""

from __future__ import annotations

import math
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click

from keyguard.cli.console import say, tell
from keyguard.cli.fleet_list import read_list, shard
from keyguard.cli.fleet_progress import fleet_progress
from keyguard.cli.options import MOST_JOBS, Options, settings_for
from keyguard.cli.shared_options import FilePath
from keyguard.cli.sizes import size
from keyguard.errors import ExitCode, KeyguardError
from keyguard.fleet.coordinator.listing import Listed
from keyguard.fleet.coordinator.run import Order
from keyguard.fleet.coordinator.start import Hands, scan_fleet
from keyguard.fleet.network.source import Limits
from keyguard.fleet.records import FAILED, SCANNED, SKIPPED
from keyguard.fleet.store.connection import FOLDER
from keyguard.fleet.store.reading import Reader
from keyguard.model import Severity
from keyguard.model.record import NamedTuple
from keyguard.pipeline.stamp import stamp_of
from keyguard.report.summary import counted

CLONES = 4
TIMEOUT = 3600.0
"""Seconds."""
STOPPED = "stopped before the end; what was read is kept, and the same command goes on from there."


def _a_number(context: click.Context, param: click.Parameter, value: float) -> float:
    """The callback of an option that bounds something: NaN would bound nothing."""
    if math.isnan(value):
        raise click.BadParameter(f"{value} is not a number of seconds.")
    return value


@click.command("scan", short_help="Read every repository of a list.")
@click.argument("list_", metavar="LIST")
@click.option(
    "--store",
    type=FilePath(),
    default=FOLDER,
    metavar="FOLDER",
    help=f"Where clones and results are kept. [{FOLDER}]",
)
@click.option(
    "--base-url",
    default="",
    metavar="URL",
    help="What to put in front of owner/name, such as https://github.com.",
)
@click.option(
    "--max-size",
    callback=size,
    metavar="SIZE",
    help="Skip repositories larger than this, such as 2G. [no limit]",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=1),
    callback=_a_number,
    default=TIMEOUT,
    metavar="SECONDS",
    help="Give up a clone, or the reading of a network, if it takes longer. [3600]",
)
@click.option(
    "--disk-budget",
    callback=size,
    metavar="SIZE",
    help="Beyond this, remove clones once read, the least recently used first. [no limit]",
)
@click.option(
    "--clones",
    type=click.IntRange(1, 64),
    default=CLONES,
    metavar="N",
    help=f"How many repositories to clone at a time. [{CLONES}]",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes read. [one for each CPU, at most 8]",
)
@click.option(
    "--shard",
    callback=shard,
    metavar="I/N",
    help="Only part I of N of the list; forks, recognised by their names, stay together.",
)
@click.option(
    "--dask",
    default="",
    metavar="ADDRESS",
    help="Read on the Dask cluster whose scheduler has this address (extra `dask`).",
)
@click.option("-c", "--config", type=FilePath(), help="The configuration for all repositories.")
@click.option(
    "--fail-on",
    type=click.Choice([severity.label for severity in Severity]),
    help="Exit with 1 for findings of this severity or higher. [medium]",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option("-q", "--quiet", is_flag=True, help="Print only problems.")
def command(list_: str, **typed: Any) -> ExitCode:
    """Clone or fetch every repository of LIST, and read what was not read before.

    LIST is a file, - for standard input, or a folder that holds repositories, such as mirrors. A
    line is a URL, a path, or owner/name with --base-url; # begins a comment.

    Repositories that share a first commit are kept and read as one. A repository's own
    configuration does not count. To continue a run that was interrupted, run the same command
    again. `keyguard fleet report` shows what was found.

    A repository that can't be cloned or read is reported, and makes exit code 2 in the end.
    """
    given = _Typed(**typed)
    listed = read_list(list_, given.base_url)
    for each in listed.left_out:
        say(each.sentence)
    if given.shard:
        listed = listed.shard(*given.shard)
    options = Options(
        config=given.config,
        no_config=given.config is None,
        fail_on=given.fail_on,
        quiet=given.quiet,
    )
    settings = settings_for(options, os.getcwd())._replace(jobs=1)
    order = Order(
        listed.sources,
        settings,
        stamp_of(settings),
        Limits(given.max_size or 0, given.timeout),
        given.disk_budget,
        "/".join(map(str, given.shard or ())),
        listed.left_out,
    )
    jobs = given.jobs or min(os.cpu_count() or 1, MOST_JOBS)
    hands = Hands(given.clones, jobs, given.dask)
    try:
        with fleet_progress(sys.stderr, given.quiet) as watcher:
            scan_fleet(given.store, order, hands, watcher)
    except KeyboardInterrupt as error:
        raise KeyguardError(STOPPED) from error
    return _verdict(given, listed, settings.fail_on)


class _Typed(NamedTuple):
    """The options as they were typed."""

    store: Path
    base_url: str
    max_size: int | None
    timeout: float
    disk_budget: int | None
    clones: int
    jobs: int | None
    shard: tuple[int, int] | None
    dask: str
    config: Path | None
    fail_on: str | None
    exit_zero: bool
    quiet: bool


def _verdict(given: _Typed, listed: Listed, fail_on: Severity) -> ExitCode:
    """Says what came of it, and what that is as an exit code. Only what this list names counts."""
    named = {source.name for source in listed.sources}
    with Reader(given.store) as reader:
        states = Counter(each.state for each in reader.repositories() if each.source in named)
        gaps = sum(each.source in named for each in reader.problems())
        found = [
            each
            for each in reader.held()
            if each.source in named and not each.gone and each.suppressed_by is None
        ]
    if not given.quiet:
        tell(_summary(states, len(found), len({each.digest for each in found}), gaps))
    unread = states.total() - states[SCANNED]
    if unread or gaps or listed.left_out:
        return ExitCode.INCOMPLETE
    failing = any(each.severity >= fail_on for each in found)
    return ExitCode.FINDINGS if failing and not given.exit_zero else ExitCode.CLEAN


def _summary(states: Counter[str], found: int, credentials: int, gaps: int) -> str:
    parts = [f"{states[SCANNED]:,} of {states.total():,} repositories scanned"]
    parts += [f"{states[name]:,} {name}" for name in (FAILED, SKIPPED) if states[name]]
    if gaps:
        parts.append(f"{counted(gaps, 'place')} in them not read")
    what = f"{found:,} finding{'s' * (found != 1)} of {credentials:,} credentials"
    return f"{', '.join(parts)}; {what if found else 'nothing found'}."
