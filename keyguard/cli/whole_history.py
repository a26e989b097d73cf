"""Reads every object of a repository."""

from __future__ import annotations

from collections.abc import Sequence

from keyguard.cli.history_source import history_of
from keyguard.cli.install import tell_of_fast
from keyguard.cli.options import Options, settings_for
from keyguard.cli.run import exit_code, publish, read_repository
from keyguard.errors import ExitCode
from keyguard.gitrepo.repository import Repository
from keyguard.model.source import Source
from keyguard.settings import Settings

HERE = "."


def read_history(
    repositories: Sequence[str], options: Options, *, cached: bool = False
) -> ExitCode:
    """Reads the repository at, or around, the one path that is given, else around this folder.

    Raises ``KeyguardError`` if there is no repository.
    """
    (start,) = repositories or (HERE,)
    repository = Repository.named(start or HERE)
    if not options.quiet:
        tell_of_fast()

    def open_sources(settings: Settings) -> list[Source]:
        return [history_of(repository, settings, cached=cached)]

    settings = settings_for(options, repository.layout.top)
    report = read_repository("history", settings, repository, open_sources)
    publish(report._replace(head=repository.head() or ""), settings, options)
    return exit_code(report, settings, options)
