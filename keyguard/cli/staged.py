"""``keyguard staged``: the index."""

from __future__ import annotations

from typing import Any

import click

from keyguard.cli.options import Options
from keyguard.cli.shared_options import range_options, shared_options
from keyguard.cli.staged_paths import read_staged
from keyguard.errors import ExitCode


@click.command("staged", short_help="Read what is staged for the next commit.")
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@range_options
@shared_options
def command(paths: tuple[str, ...], **options: Any) -> ExitCode:
    """Read what is staged for the next commit, from any sub-folder.

    Findings that HEAD has at the same path are suppressed. With PATHS, read the staged
    content of these files whether it changed or not, and their content in the work tree if that
    differs.
    """
    return read_staged(paths, Options(**options))
