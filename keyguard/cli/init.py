"""``keyguard init``: what a repository needs to be guarded."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from keyguard.cli.baseline import create as create_baseline
from keyguard.cli.console import tell
from keyguard.cli.forges_in_use import GITHUB, GITLAB, forges_of
from keyguard.cli.hook_install import INSTALL_HOOKS, STAGES, install_hooks
from keyguard.cli.init_files import (
    Plan,
    carry_out,
    configuration,
    gitlab_job,
    hooks,
    naming_the_baseline,
    workflow,
)
from keyguard.cli.options import root_here
from keyguard.cli.origin import PLACEHOLDER, pinned_revision
from keyguard.errors import ADDRESS, ExitCode, KeyguardError
from keyguard.gitrepo.repository import NoRepositoryError, Repository
from keyguard.model.patterns import lazy_pattern
from keyguard.settings import BASELINE_FILE

REVISION = lazy_pattern(r"\w[\w./+-]*(?<=\w)", re.ASCII)
"""A commit id or a tag, and nothing that YAML could read otherwise."""

OFFER = f"""
Are there findings that have to stay for now? {BASELINE_FILE} can hold what is found today, so
that only new findings count. Write it"""

TO_PIN = f"""
Put the id of a commit of keyguard for {PLACEHOLDER} in these files; this prints the newest:
  git ls-remote {ADDRESS} HEAD"""


@click.command("init", short_help="Set up hooks, CI and configuration.")
@click.option("--force", is_flag=True, help="Overwrite existing files.")
@click.option(
    "--rev",
    metavar="REV",
    help="The tag or commit of keyguard to name in the files. [the installed one]",
)
@click.option(
    "--ci",
    "ci",
    type=click.Choice([GITHUB, GITLAB, "none"]),
    multiple=True,
    help="The CI to write a job for (repeatable). [by the remote and the files]",
)
@click.option(
    "--baseline/--no-baseline",
    default=None,
    help="Record what is found now, so that only new findings count. [ask on a terminal]",
)
@click.option(
    "--install/--no-install",
    default=True,
    help="Have pre-commit install the hooks, if it is installed. [yes]",
)
@click.pass_context
def command(
    context: click.Context,
    force: bool,
    rev: str | None,
    ci: tuple[str, ...],
    baseline: bool | None,
    install: bool,
) -> ExitCode:
    """Write what this repository needs: pre-commit hooks, a CI job, a configuration.

    Existing files are left alone, except that the hooks and the job are added at the end of
    .pre-commit-config.yaml and .gitlab-ci.yml. Running it again changes nothing.
    """
    if rev is not None and not REVISION.fullmatch(rev):
        raise KeyguardError(f"--rev {rev!r} names no revision; name a tag or a commit of keyguard.")
    root, revision = _root(), rev or pinned_revision()
    plans = [configuration(root, force), hooks(root, revision)]
    forges = ci or forges_of(root)
    if GITHUB in forges:
        plans.append(workflow(root, revision, force))
    if GITLAB in forges:
        plans.append(gitlab_job(root, revision))
    for plan in plans:
        carry_out(root, plan)
    to_pin = any(PLACEHOLDER in (plan.content or "") for plan in plans)
    if to_pin:
        tell(TO_PIN)
    installed = install and not to_pin and _install(root)
    code = ExitCode.CLEAN
    if not (root / BASELINE_FILE).exists() and _is_wanted(baseline):
        code = context.invoke(create_baseline)
        carry_out(root, naming_the_baseline(root))
    _tell_what_is_next(root, plans, installed)
    return code


def _root() -> Path:
    """The folder for the files. Raises ``KeyguardError`` where they could not be committed."""
    root = root_here()
    with suppress(NoRepositoryError):
        if Repository.find(root).work_tree is None:
            raise KeyguardError(f"{root} has no work tree to write to; run init in a checkout.")
    return root


def _install(root: Path) -> bool:
    """Whether pre-commit has installed the hooks."""
    if not (root / ".git").exists():
        return False
    trouble = install_hooks(root)
    tell(f"{trouble or 'hooks installed: ' + ', '.join(STAGES)}.")
    return not trouble


def _is_wanted(baseline: bool | None) -> bool:
    """Whether to make a baseline: as the options say, else as somebody says who is there."""
    if baseline is not None:
        return baseline
    streams = (sys.stdin, sys.stdout)
    is_answered = all(stream is not None and stream.isatty() for stream in streams)
    return is_answered and click.confirm(OFFER)


def _tell_what_is_next(root: Path, plans: Sequence[Plan], installed: bool) -> None:
    names = [plan.name for plan in plans if (root / plan.name).exists()]
    steps = ["Look for what is there already: keyguard audit"]
    if (root / BASELINE_FILE).exists():
        names.append(BASELINE_FILE)
    else:
        steps.append("If that has to stay for now: keyguard baseline create")
    if not installed:
        steps.append(f"Install the hooks: {INSTALL_HOOKS}")
    steps.append(f"Commit the files: git add {' '.join(names)}")
    tell("\n".join(["\nNext:", *(f"  {number}. {step}" for number, step in enumerate(steps, 1))]))
