"""Reads a range of commits under the policy that counts."""

from __future__ import annotations

import os
from collections.abc import Sequence

from keyguard.cli.in_ci import is_in_ci
from keyguard.cli.options import Options
from keyguard.cli.policy import BASE, HEAD, Change, judge_by_base, policy_at_head, policy_named
from keyguard.cli.run import exit_code, publish, read_repository
from keyguard.errors import ExitCode, KeyguardError
from keyguard.formats.table import NAMED_ONLY
from keyguard.gitrepo.command.revisions import brings, resolved
from keyguard.gitrepo.provenance.range_commits import RangeCommits
from keyguard.gitrepo.repository import Repository
from keyguard.model.report import Report
from keyguard.model.source import Source
from keyguard.settings import Settings
from keyguard.sources.commits import CommitsSource
from keyguard.sources.ref_names import RefNamesSource


def read_commits(
    revisions: Sequence[str],
    options: Options,
    policy: str = HEAD,
    pushing: bool = False,
    names: Sequence[str] = (),
) -> ExitCode:
    """Reads what these revisions bring in, and the ``names`` of refs that come with them.

    ``pushing``: what no remote is known to have is not public yet. Raises ``KeyguardError`` if git
    knows no such revisions, or there is no repository.
    """
    repository = Repository.find(".")
    commits = RangeCommits(repository, resolved(repository, revisions))
    change = None if policy == HEAD else _change(commits, policy, options)

    base = change.base if change and policy != BASE else ""
    if base and brings(repository, commits.revisions, base):
        base = ""

    def open_sources(settings: Settings) -> list[Source]:
        size = settings.max_file_size
        return [CommitsSource(commits, size, base, NAMED_ONLY), RefNamesSource(names)]

    def run(settings: Settings) -> Report:
        return read_repository("commits", settings, repository, open_sources)

    if change:
        settings, report = judge_by_base(change, run)
    else:
        settings = policy_at_head(repository, commits.end, options)
        report = run(settings)
    if pushing:
        from keyguard.report.being_pushed import as_being_pushed  # by hooks alone

        report = as_being_pushed(report)
    elif is_in_ci(os.environ):
        from keyguard.report.being_pushed import as_pushed

        report = as_pushed(report)
    publish(report, settings, options)
    return exit_code(report, settings, options)


def _change(commits: RangeCommits, policy: str, options: Options) -> Change:
    if policy != BASE:
        base = policy_named(commits.repository, policy)
    elif before := commits.starts:
        base = before[0]
    else:
        raise KeyguardError(
            "the range begins with the first commit, so there is no configuration from before it; "
            "name a commit (--policy REV), or let its own count (--policy head)."
        )
    return Change(commits.repository, base, commits.end, options)
