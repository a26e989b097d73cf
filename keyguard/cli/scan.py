"""``keyguard scan``: files, folders, standard input."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from keyguard.cli.console import CLOSED
from keyguard.cli.options import Options
from keyguard.cli.run import run
from keyguard.cli.scan_paths import HERE, scan_paths
from keyguard.cli.shared_options import shared_options
from keyguard.errors import ExitCode, KeyguardError
from keyguard.model.source import Source
from keyguard.settings import Settings

STDIN = "-"
NO_NAME = "(stdin)"


@click.command("scan", short_help="Read files, folders or standard input.")
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@click.option(
    "--stdin-filename",
    default=NO_NAME,
    metavar="NAME",
    help="The file name under which to judge standard input.",
)
@click.option("--message", is_flag=True, help="PATH is a commit message that is being written.")
@shared_options
def command(paths: tuple[str, ...], stdin_filename: str, message: bool, **options: Any) -> ExitCode:
    """Read files and folders (default: this folder); - is standard input.

    In a git work tree a folder means the files that git tracks or does not ignore. A file that is
    named itself is always read.
    """
    wanted = paths or HERE
    if message:
        return _scan_message(wanted, Options(**options))
    if STDIN in wanted and len(wanted) > 1:
        raise KeyguardError("standard input (-) can't be combined with other paths.")
    if wanted == (STDIN,):
        return _scan_stdin(stdin_filename, Options(**options))
    return scan_paths(paths, Options(**options))


def _spelled(filename: str, root: str) -> str:
    """One spelling for each place: relative to the repository's root, or else as it was given."""
    full = os.path.abspath(filename)
    folder, name = os.path.split(full)
    full = os.path.join(os.path.realpath(folder), name)
    return os.path.relpath(full, root) if full.startswith(root + os.sep) else filename


def _scan_stdin(filename: str, options: Options) -> ExitCode:
    from keyguard.cli.options import root_here
    from keyguard.sources.stdin import StdinSource

    if sys.stdin is None:
        raise KeyguardError(CLOSED)
    root = os.path.realpath(root_here())
    name = os.fsencode(filename if filename == NO_NAME else _spelled(filename, root))

    def open_sources(settings: Settings) -> list[Source]:
        stream, size = sys.stdin.buffer, settings.max_file_size
        return [StdinSource(stream, name, size, os.fsencode(root))]

    return run("scan", options, os.getcwd(), open_sources)


def _scan_message(paths: tuple[str, ...], options: Options) -> ExitCode:
    from keyguard.sources.message import MessageSource

    def open_sources(settings: Settings) -> list[Source]:
        return [MessageSource(path) for path in paths]

    return run("scan", options, os.getcwd(), open_sources)
