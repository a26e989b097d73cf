"""``keyguard scan``: files, folders, standard input."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import Any

import click

from keyguard.cli.console import CLOSED
from keyguard.cli.options import Options, shared_options
from keyguard.cli.run import run
from keyguard.errors import ExitCode, KeyguardError
from keyguard.model.source import Source
from keyguard.settings import Settings

STDIN = "-"


@click.command("scan", short_help="Files, folders, standard input.")
@click.argument("paths", nargs=-1, type=click.Path(allow_dash=True))
@click.option(
    "--stdin-filename",
    default="(stdin)",
    metavar="NAME",
    help="The name that standard input is judged under.",
)
@click.option("--message", is_flag=True, help="PATH is a commit message that is being written.")
@shared_options
def command(paths: tuple[str, ...], stdin_filename: str, message: bool, **options: Any) -> ExitCode:
    """Read files and folders (default: this folder); - is standard input.

    In a git work tree a folder means the files that git tracks or does not ignore. A file that is
    named is always read.
    """
    wanted = paths or (".",)
    if message:
        return _scan_message(wanted, Options(**options))
    if STDIN in wanted and len(wanted) > 1:
        raise KeyguardError("standard input (-) can't be combined with other paths.")
    if wanted == (STDIN,):
        return _scan_stdin(stdin_filename, Options(**options))
    return _scan_paths(wanted, Options(**options))


def _scan_paths(paths: tuple[str, ...], options: Options) -> ExitCode:
    from keyguard.detect.detector import tree_prefilter
    from keyguard.sources.tree import Tree, TreeSource

    tree = Tree.around(paths)

    def open_sources(settings: Settings) -> list[Source]:
        choice = partial(tree_prefilter, settings)
        return [TreeSource(tree, paths, choice, settings.max_file_size, settings.jobs)]

    return run("scan", options, os.fsdecode(tree.root), open_sources)


def _scan_stdin(filename: str, options: Options) -> ExitCode:
    from keyguard.sources.stdin import StdinSource

    if sys.stdin is None:
        raise KeyguardError(CLOSED)

    def open_sources(settings: Settings) -> list[Source]:
        return [StdinSource(sys.stdin.buffer, os.fsencode(filename), settings.max_file_size)]

    return run("scan", options, os.getcwd(), open_sources)


def _scan_message(paths: tuple[str, ...], options: Options) -> ExitCode:
    from keyguard.sources.stdin import MessageSource

    def open_sources(settings: Settings) -> list[Source]:
        return [MessageSource(path) for path in paths]

    return run("scan", options, os.getcwd(), open_sources)
