"""``keyguard history``: every object of a repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from keyguard.cli.history_source import history_of
from keyguard.cli.install import tell_of_fast
from keyguard.cli.options import Options, settings_for
from keyguard.cli.run import exit_code, publish, read
from keyguard.cli.shared_options import cache_option, shared_options
from keyguard.errors import ExitCode
from keyguard.gitrepo.repository import Repository
from keyguard.model.source import Source
from keyguard.settings import Settings


@click.command("history", short_help="Every object of a repository.")
@click.argument("repo", default=".", type=click.Path(path_type=Path))
@cache_option
@shared_options
def command(repo: Path, cache: bool, **typed: Any) -> ExitCode:
    """Read every object of REPO (default: the repository around this folder).

    All branches and tags, stashes, notes, what only the reflog or nothing reaches any more, commit
    and tag messages, and file names. Submodules are other repositories: they are named, and read
    when REPO is the path of one.
    """
    options = Options(**typed)
    repository = Repository.find(repo)
    if not options.quiet:
        tell_of_fast()

    def open_sources(settings: Settings) -> list[Source]:
        return [history_of(repository, settings, cached=cache)]

    settings = settings_for(options, repository.folder)
    report = read("history", settings, repository.folder, open_sources)
    publish(report._replace(head=repository.head() or ""), settings, options)
    return exit_code(report, settings, options)
