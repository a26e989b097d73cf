"""``keyguard commits``: what a range of commits brings in."""

from __future__ import annotations

from typing import Any

import click

from keyguard.cli.commit_range import read_commits
from keyguard.cli.options import Options
from keyguard.cli.policy import HEAD
from keyguard.cli.policy_option import policy_option
from keyguard.cli.shared_options import range_options, shared_options
from keyguard.errors import ExitCode


@click.command("commits", short_help="Read what a range of commits brings in.")
@click.argument("revisions", metavar="RANGE", nargs=-1, required=True)
@click.option(
    "--pushing",
    is_flag=True,
    help="RANGE is what a push brings, as a hook sees it: what no remote is known to have is not "
    "public yet.",
)
@click.option(
    "--ref",
    "names",
    multiple=True,
    metavar="NAME",
    help="The full name of a branch or tag that RANGE is pushed to; the name is read too.",
)
@policy_option(HEAD)
@range_options
@shared_options
def command(
    revisions: tuple[str, ...], policy: str, pushing: bool, names: tuple[str, ...], **typed: Any
) -> ExitCode:
    """Read every blob, file name, commit message and tag message that RANGE introduces, merges
    included, and the names of the branches and tags that lead into it.

    RANGE is what git rev-list takes: main..feature, HEAD~3.., or several revisions such as
    feature ^main. A single revision means its whole history. Findings that were at the same
    path before RANGE are suppressed.
    """
    return read_commits(revisions, Options(**typed), policy, pushing, names)
