"""``keyguard staged``: the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from keyguard.cli.options import FilePath, Options, range_options, shared_options
from keyguard.cli.run import run
from keyguard.errors import ExitCode
from keyguard.gitrepo.repository import Repository
from keyguard.model.source import Source
from keyguard.settings import Settings
from keyguard.sources.staged import NamedSource, StagedSource

if TYPE_CHECKING:
    from pathlib import Path


@click.command("staged", short_help="What is staged for the next commit.")
@click.argument("paths", nargs=-1, type=FilePath())
@range_options
@shared_options
def command(paths: tuple[Path, ...], **options: Any) -> ExitCode:
    """Read what is staged for the next commit, from any sub-folder.

    What HEAD has at the same path is suppressed. With PATHS, read the staged content of these
    files whether it changed or not, and their content in the work tree where that differs.
    """
    repository = Repository.find(".")

    def open_sources(settings: Settings) -> list[Source]:
        if paths:
            return [NamedSource(repository, paths, settings.max_file_size)]
        return [StagedSource(repository, settings.max_file_size)]

    return run("staged", Options(**options), repository.layout.top, open_sources)
