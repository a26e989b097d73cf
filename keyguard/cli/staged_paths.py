"""Reads what the index holds for the next commit, or of some files."""

from __future__ import annotations

import os
from collections.abc import Sequence

from keyguard.cli.options import Options, settings_for
from keyguard.cli.run import exit_code, publish, read
from keyguard.errors import ExitCode, KeyguardError
from keyguard.gitrepo.repository import NoRepositoryError, Repository
from keyguard.model.source import Source
from keyguard.settings import Settings
from keyguard.sources.staged import NamedSource, StagedSource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.config.document import ReadFile
    from keyguard.suppress.baseline import Baseline


def read_staged(paths: Sequence[str], options: Options) -> ExitCode:
    """Reads what is staged; if there are ``paths``, what the index holds of these.

    Raises ``KeyguardError`` if there is no repository.
    """
    if "" in paths:
        raise KeyguardError("an empty path names no file; leave it out, or name the folder (.).")
    try:
        repository = Repository.find(".")
    except NoRepositoryError:
        raise
    except KeyguardError:  # it can't be opened, which is told with what the work tree holds
        from keyguard.cli.scan_paths import scan_paths

        return scan_paths(paths, options, "staged")

    def open_sources(settings: Settings) -> list[Source]:
        if paths:
            from pathlib import Path  # most hooks name no files

            return [NamedSource(repository, list(map(Path, paths)), settings.max_file_size)]
        return [StagedSource(repository, settings.max_file_size)]

    def known_findings(file: str | os.PathLike[str], read: ReadFile) -> Baseline:
        from keyguard.cli.staged_baseline import read_staged_baseline

        return read_staged_baseline(repository, os.fspath(file), read, options.quiet)

    top = repository.layout.top
    settings = settings_for(options, top, known_findings)
    report = read("staged", settings, top, open_sources)
    publish(report, settings, options)
    return exit_code(report, settings, options)
