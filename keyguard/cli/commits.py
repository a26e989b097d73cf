"""``keyguard commits``: what a range of commits brings in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from keyguard.cli.options import Options
from keyguard.cli.policy import (
    BASE,
    HEAD,
    Change,
    judge_by_base,
    policy_at_head,
    policy_option,
)
from keyguard.cli.run import exit_code, publish, read
from keyguard.cli.shared_options import range_options, shared_options
from keyguard.errors import ExitCode, KeyguardError
from keyguard.formats.table import NAMED_ONLY
from keyguard.gitrepo.command.revisions import resolved, starts_of
from keyguard.gitrepo.repository import Repository
from keyguard.model.report import Report
from keyguard.model.source import Source
from keyguard.report.being_pushed import as_being_pushed
from keyguard.settings import Settings
from keyguard.sources.commits import CommitsSource


@click.command("commits", short_help="What a range of commits brings in.")
@click.argument("revisions", metavar="RANGE", nargs=-1, required=True)
@click.option(
    "--pushing",
    is_flag=True,
    help="RANGE is what a push brings, as a hook sees it: what no remote is known to have is not "
    "public yet.",
)
@policy_option(HEAD)
@range_options
@shared_options
def command(revisions: tuple[str, ...], policy: str, pushing: bool, **typed: Any) -> ExitCode:
    """Read every blob, file name, commit and tag message that RANGE introduces, merges included.

    RANGE is what git rev-list takes: main..feature, HEAD~3.., or several revisions such as
    feature ^main. A single revision means all of its history. What was at its path before RANGE
    is suppressed.
    """
    options = Options(**typed)
    repository = Repository.find(".")
    ids = resolved(repository, revisions)
    change = None if policy == HEAD else _change(repository, ids, policy, options)

    def open_sources(settings: Settings) -> list[Source]:
        base = change.base if change and policy != BASE else ""
        size = settings.max_file_size
        return [CommitsSource(repository, ids, size, base, NAMED_ONLY)]

    def run(settings: Settings) -> Report:
        return read("commits", settings, repository.layout.top, open_sources)

    if change:
        settings, report = judge_by_base(change, run)
    else:
        settings = policy_at_head(repository, _end_of(ids), options)
        report = run(settings)
    publish(as_being_pushed(report) if pushing else report, settings, options)
    return exit_code(report, settings, options)


def _change(
    repository: Repository, revisions: Sequence[str], policy: str, options: Options
) -> Change:
    head = _end_of(revisions)
    if policy != BASE:
        (base,) = resolved(repository, (policy,))
    elif before := starts_of(repository, revisions):
        base = before[0]
    else:
        raise KeyguardError(
            "the range begins with the first commit, so there is no configuration from before it; "
            "name a commit (--policy REV), or let its own count (--policy head)."
        )
    return Change(repository, base, head, options)


def _end_of(revisions: Sequence[str]) -> str:
    """What the range ends in; empty if it excludes only."""
    return next((id_ for id_ in revisions if not id_.startswith("^")), "")
