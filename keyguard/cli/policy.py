"""Whose configuration judges a change: that of the state before it, or its own.

A change that brought its own configuration, baseline or allow comments could silence itself. So
where others judge it, in CI, they count as they were before: what a pull request changes in them
counts once it is merged. A push from the user's own machine is judged by what it pushes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from keyguard.cli.console import masked
from keyguard.cli.options import Options, settings_by, settings_for
from keyguard.config.discovery import find_file
from keyguard.errors import KeyguardError
from keyguard.gitrepo.command.rev_parse import commit_of, leads_to_file
from keyguard.gitrepo.repository import Repository
from keyguard.gitrepo.worktree.commit_files import CommitFiles
from keyguard.model import Problem
from keyguard.model.record import NamedTuple

if TYPE_CHECKING:
    from keyguard.model import Finding
    from keyguard.model.report import Report
    from keyguard.settings import Settings

BASE, HEAD = "base", "head"
SEARCH = ":/"
"""A search in the messages of all commits: gitrevisions(7)."""
NAMED = 3
"""Findings that a sentence names; the others are counted."""

Run = Callable[["Settings"], "Report"]
"""Reads the change and judges it by these settings."""


class Change(NamedTuple):
    """A change, and the options by which it is judged."""

    repository: Repository
    base: str
    """The commit whose policy counts; empty if there was none before."""
    head: str
    """The commit that the change ends in; empty if all of history is judged instead."""
    options: Options

    def policy_of(self, commit: str) -> Settings:
        """The settings of a commit; without one, those of the options.

        On a server, a configuration in the bare repository's own folder is the administrator's, and
        goes before those of any commit.
        """
        folder = self.repository.folder
        if not commit:
            return settings_for(self.options._replace(no_config=True), folder)
        if self.repository.work_tree is None and find_file(folder):
            return settings_for(self.options, folder)
        return settings_by(self.options, folder, CommitFiles(self.repository, commit).read)


def policy_named(repository: Repository, revision: str) -> str:
    """The commit whose policy ``--policy`` names. Raises ``KeyguardError`` if it names none."""
    if revision.startswith(SEARCH):
        raise KeyguardError(
            f"--policy {revision!r} would search the change's own commits as well; write "
            "BRANCH^{/text} to search those of a branch."
        )
    commit = None if revision.startswith("^") else commit_of(repository.folder, revision)
    if commit is None:
        raise KeyguardError(
            f"--policy {revision!r} names no commit of this clone; write base, head, or a commit."
        )
    return commit


def policy_at_head(repository: Repository, head: str, options: Options) -> Settings:
    """The settings of a change itself.

    They are the work tree's if the change ends at what is checked out, else those of the commit
    that it ends in. A bare repository is a server's, whose administrator decides.
    """
    if not head or not repository.work_tree or head == repository.head():
        return settings_for(options, repository.folder)
    commit = commit_of(repository.folder, head)
    if commit is None or commit == repository.head():
        return settings_for(options, repository.folder)
    return Change(repository, "", commit, options).policy_of(commit)


def judge_by_base(change: Change, run: Run) -> tuple[Settings, Report]:
    """Reads a change under the policy of its base, and says how its own policy would judge it.

    Raises ``KeyguardError`` if the options can't be used.
    """
    settings = _policy_of_base(change)._replace(policy_at_base=True)
    report = run(settings)
    return settings, report._replace(policy=_otherwise(report, settings, change, run))


def _policy_of_base(change: Change) -> Settings:
    """Where the configuration of the base can't be used, which is told as not read, none counts.

    Files that options name are read at the base as well: what is on disk is the change's own.
    """
    options = change.options
    try:
        return change.policy_of(change.base)
    except KeyguardError as error:
        if options.config or options.baseline or options.rules:
            raise
        unread = Problem(
            b"", f"the configuration from before the change does not count: {masked(str(error))}"
        )
    settings = change.policy_of("")
    return settings._replace(unreadable=(*settings.unreadable, unread))


def _otherwise(report: Report, base: Settings, change: Change, run: Run) -> str:
    """A sentence on what the change's own policy would hide or add; empty if nothing."""
    if not change.head:
        return ""
    try:
        own = change._replace(options=change.options._replace(quiet=True)).policy_of(change.head)
    except KeyguardError as error:
        if leads_to_file(change.repository.folder, change.head):
            return ""
        return f"Once merged, the configuration of this change can't be used: {masked(str(error))}"
    if own == base._replace(policy_at_base=False) and not report.active:
        return ""
    theirs = run(own)
    effects = [
        f"{verb} {_named(findings)}"
        for verb, findings in (
            ("hide", _only_in(report, theirs)),
            ("add", _only_in(theirs, report)),
        )
        if findings
    ]
    if own.fail_on is not base.fail_on:
        effects.append(f"fail from {own.fail_on.label} on, not from {base.fail_on.label}")
    if not effects:
        return ""
    return (
        "Once merged, this change's own configuration and allow comments would "
        f"{' and '.join(effects)}; until then they do not count (--policy head lets them)."
    )


def _only_in(report: Report, other: Report) -> list[Finding]:
    there = {finding.fingerprint for finding in other.active}
    return [finding for finding in report.active if finding.fingerprint not in there]


def _named(findings: list[Finding]) -> str:
    named = [
        f"{finding.rule} in {finding.place.path.decode('utf-8', 'backslashreplace')}"
        for finding in findings[:NAMED]
    ]
    more = len(findings) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")
