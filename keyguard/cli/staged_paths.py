"""``keyguard staged``: what the index holds for the next commit, or of some files."""

from __future__ import annotations

from collections.abc import Sequence

from keyguard.cli.options import Options
from keyguard.cli.run import run
from keyguard.errors import ExitCode
from keyguard.gitrepo.repository import Repository
from keyguard.model.source import Source
from keyguard.settings import Settings
from keyguard.sources.staged import NamedSource, StagedSource


def read_staged(paths: Sequence[str], options: Options) -> ExitCode:
    """Reads what is staged; of some files, if there are any, their content in the index.

    Raises ``KeyguardError`` if there is no repository.
    """
    repository = Repository.find(".")

    def open_sources(settings: Settings) -> list[Source]:
        if paths:
            from pathlib import Path  # most hooks name no files

            return [NamedSource(repository, list(map(Path, paths)), settings.max_file_size)]
        return [StagedSource(repository, settings.max_file_size)]

    return run("staged", options, repository.layout.top, open_sources)
