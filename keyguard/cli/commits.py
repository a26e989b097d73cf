"""``keyguard commits``: what a range of commits brings in."""

from __future__ import annotations

from typing import Any

import click

from keyguard.cli.options import Options, shared_options
from keyguard.cli.run import run
from keyguard.errors import ExitCode
from keyguard.gitrepo.repository import Repository
from keyguard.model.source import Source
from keyguard.settings import Settings
from keyguard.sources.commits import commits_source


@click.command("commits", short_help="What a range of commits brings in.")
@click.argument("revisions", metavar="RANGE", nargs=-1, required=True)
@shared_options
def command(revisions: tuple[str, ...], **options: Any) -> ExitCode:
    """Read every blob, file name, commit and tag message that RANGE introduces, merges included.

    RANGE is what git rev-list takes: main..feature, HEAD~3.., or several revisions such as
    feature ^main. A single revision means all of its history.
    """
    repository = Repository.find(".")

    def open_sources(settings: Settings) -> list[Source]:
        return [commits_source(repository, revisions, settings.max_file_size)]

    return run("commits", Options(**options), repository.layout.top, open_sources)
