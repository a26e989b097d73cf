"""``keyguard verify``: whether the keys that are found are still alive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Any

import click

from keyguard.cli.console import say
from keyguard.cli.liveness import Gateway, gateway_options, list_keys
from keyguard.cli.options import Options
from keyguard.cli.outcome import read_history, read_paths
from keyguard.cli.run import publish
from keyguard.cli.shared_options import shared_options
from keyguard.errors import ExitCode, KeyguardError
from keyguard.model.liveness import Liveness, LivenessCheck
from keyguard.report.summary import counted
from keyguard.verify.findings import gateway_keys, with_liveness

MOST = 50
"""Keys that are asked about unless ``--max`` says otherwise."""


@click.command("verify", short_help="Ask the Gateway whether keys are still alive.")
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@click.option("--history", is_flag=True, help="Read every object of the repository PATH.")
@click.option(
    "--max",
    "most",
    type=click.IntRange(min=0),
    default=MOST,
    metavar="N",
    show_default=True,
    help="Ask about at most N keys, one a second; the others are unknown.",
)
@click.option(
    "--dry-run", is_flag=True, help="List what would be sent, and where to; send nothing."
)
@click.option("--fresh", is_flag=True, help="Ask again, whatever was answered before.")
@gateway_options
@shared_options
def command(
    paths: tuple[str, ...],
    history: bool,
    most: int,
    dry_run: bool,
    fresh: bool,
    host: str,
    ca: Path | None,
    yes: bool,
    **typed: Any,
) -> ExitCode:
    """Read files and folders as `scan` does (or a history), and ask the Gateway about each key.

    Each key is sent once, only to the Gateway, encrypted, in a request that sends no message;
    redirects are not followed. A made-up key is sent first: unless the Gateway refuses it as it
    should, no answer is believed. The report begins with the keys that are alive. Exit code 2
    if any key remains unknown.
    """  # fmt: skip
    options = Options(**typed)
    gateway = Gateway.named(host, ca, yes)
    if history and len(paths) > 1:
        raise KeyguardError("--history reads one repository; name one path, or none.")
    if history:
        read = read_history("verify", Path(*paths), options)
    else:
        read = read_paths("verify", paths, options)
    keys = gateway_keys(read.report.findings)
    if dry_run:
        list_keys(keys, gateway, fresh=fresh, as_json=options.format == "json")
        return ExitCode.CLEAN if read.report.complete else ExitCode.INCOMPLETE
    checks = gateway.ask(keys, most=most, fresh=fresh)
    report = with_liveness(read.report, checks)
    publish(report, read.settings, options)
    if not options.quiet:
        say(_counts(checks.values()))
    return read.code if report.complete else ExitCode.INCOMPLETE


def _counts(checks: Collection[LivenessCheck]) -> str:
    """``2 keys: 1 alive, 0 dead, 1 unknown``, and what to do about the first."""
    counts = Counter(check.liveness for check in checks)
    listed = ", ".join(f"{counts[liveness]} {liveness.value}" for liveness in Liveness)
    advice = "; revoke what is alive first" if counts[Liveness.ALIVE] else ""
    return f"{counted(len(checks), 'key')}: {listed}{advice}."
