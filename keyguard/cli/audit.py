"""``keyguard audit``: one repository, all of it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from keyguard.audit.hygiene import checks
from keyguard.cli.baseline_scan import stale
from keyguard.cli.console import say
from keyguard.cli.history_source import history_of
from keyguard.cli.install import tell_of_fast
from keyguard.cli.options import Options, settings_for
from keyguard.cli.replacements import write_replacements
from keyguard.cli.rotation_file import open_rotations, tell_of_rotations
from keyguard.cli.run import exit_code, publish, read_repository
from keyguard.cli.scan_paths import open_tree, scan_paths
from keyguard.cli.shared_options import FilePath, cache_option, shared_options
from keyguard.cli.whose_settings import say_whose_settings
from keyguard.errors import ExitCode, KeyguardError
from keyguard.gitrepo.command.clone import cloned, is_url
from keyguard.gitrepo.repository import NoRepositoryError, Repository
from keyguard.model.report import Report
from keyguard.model.source import Source
from keyguard.settings import Settings
from keyguard.sources.tree import Tree
from keyguard.suppress.baseline import KnownFinding


@click.command("audit", short_help="Read a whole repository; list what to replace first.")
@click.argument("repo", default=".", metavar="[REPO or URL]")
@click.option(
    "--replacements",
    type=FilePath(),
    metavar="FILE",
    help="Write the raw values to FILE, as git filter-repo --replace-text takes them.",
)
@cache_option
@shared_options
def command(repo: str, replacements: Path | None, cache: bool, **options: Any) -> ExitCode:
    """Read the work tree and the whole history of REPO, and check its habits.

    The report begins with what to replace: each credential once, the most urgent first, with its
    files, branches and commits. A URL is cloned first, and the clone is removed afterwards.
    """
    if not is_url(repo):
        return _audit(Path(repo), replacements, Options(**options), cache)
    if cache:
        raise KeyguardError(
            "--cache is for a repository that stays, and a clone of a URL is removed again: clone "
            "it yourself, and name the clone."
        )
    with cloned(repo) as folder:
        return _audit(folder, replacements, Options(**options))


def _say_what_is_stale(report: Report, settings: Settings) -> None:
    """What is known and was not found, where all was read and shown."""
    known = [
        KnownFinding(path, rule, fingerprint)
        for fingerprint, (rule, path) in settings.baseline_places.items()
    ]
    gone = stale(report.findings, known) if report.complete and not report.hidden else []
    if gone:
        say(
            f"{len(gone):,} of {settings.baseline_file} no longer found, the first in "
            f"{gone[0].path}; `keyguard baseline prune` removes what is gone."
        )


def _audit(
    path: Path, replacements: Path | None, options: Options, cache: bool = False
) -> ExitCode:
    try:
        repository = Repository.named(path)
    except NoRepositoryError:
        raise
    except KeyguardError:  # it can't be opened, which is told with what its files hold
        return scan_paths([str(path)], options, "audit")
    settings = settings_for(options, repository.folder)
    if not options.quiet:
        say_whose_settings(repository, options, is_ours=path == Path())
        tell_of_fast()

    def open_sources(settings: Settings) -> list[Source]:
        history = history_of(repository, settings, cached=cache)
        if repository.work_tree is None:
            return [history]
        root = repository.work_tree
        return [*open_tree(Tree.around(root), [root], settings), history]

    report = read_repository("audit", settings, repository, open_sources)
    report = report._replace(
        head=repository.head() or "", rotations=() if options.quiet else open_rotations(repository)
    )
    if repository.work_tree is not None:
        with suppress(KeyguardError):  # the report says already that the index can't be read
            report = report._replace(checks=checks(repository))
    publish(report, settings, options)
    if settings.baseline and not options.quiet:
        _say_what_is_stale(report, settings)
    if replacements is not None:
        write_replacements(replacements, report, options.quiet)
    tell_of_rotations(report, options.format or "text")
    return exit_code(report, settings, options)
