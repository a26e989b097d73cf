"""``keyguard history``: every object of a repository."""

from __future__ import annotations

from typing import Any

import click

from keyguard.cli.options import Options
from keyguard.cli.shared_options import cache_option, shared_options
from keyguard.cli.whole_history import read_history
from keyguard.errors import ExitCode


@click.command("history", short_help="Read every object of a repository.")
@click.argument("repo", default=".", type=click.Path())
@cache_option
@shared_options
def command(repo: str, cache: bool, **typed: Any) -> ExitCode:
    """Read every object of REPO (default: the repository that this folder is in).

    That is all branches and tags, stashes, notes, objects that only the reflog or nothing reaches
    any more, commit and tag messages, and file names. Submodules are other repositories: they are
    listed, and read only if REPO is the path of one.
    """
    return read_history([repo], Options(**typed), cached=cache)
