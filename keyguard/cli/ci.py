"""``keyguard ci``: what a CI event brought in."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from keyguard.cli.ci_outputs import (
    annotate_incomplete,
    report_failure,
    summarize,
    told_to_runner,
    write_outputs,
)
from keyguard.cli.console import say
from keyguard.cli.history_source import history_of
from keyguard.cli.in_ci import is_in_ci
from keyguard.cli.install import tell_of_fast
from keyguard.cli.options import Options
from keyguard.cli.policy import (
    BASE,
    HEAD,
    Change,
    judge_by_base,
    policy_at_head,
    policy_named,
)
from keyguard.cli.policy_option import policy_option
from keyguard.cli.rotation_file import open_rotations, tell_of_rotations
from keyguard.cli.run import exit_code, publish, read_repository
from keyguard.cli.shared_options import range_options, shared_options
from keyguard.detect.detector import tree_prefilter
from keyguard.errors import ExitCode, KeyguardError
from keyguard.formats.table import NAMED_ONLY
from keyguard.gitrepo.command.revisions import has_remote_branches, resolved
from keyguard.gitrepo.provenance.range_commits import RangeCommits
from keyguard.gitrepo.regular_files import read_regular
from keyguard.gitrepo.repository import Repository
from keyguard.model import Problem
from keyguard.model.report import Report
from keyguard.model.source import Source
from keyguard.report.being_pushed import as_being_pushed, as_pushed
from keyguard.settings import Settings
from keyguard.sources.checkout import CheckoutSource
from keyguard.sources.ci_event import Caller, Clone, Event, Plan
from keyguard.sources.ci_mode import Mode, plan_by
from keyguard.sources.ci_names import names_of
from keyguard.sources.commits import CommitsSource
from keyguard.sources.ref_names import RefNamesSource

MODES = [mode.value for mode in Mode]


class _Command(click.Command):
    """A command that tells the runner, too, if its options can't be understood."""

    def make_context(self, *arguments: Any, **more: Any) -> click.Context:
        """Parses the options."""
        try:
            return super().make_context(*arguments, **more)
        except click.ClickException as error:
            write_outputs(None, ExitCode.INCOMPLETE, None)
            report_failure(error.format_message())
            raise


@click.command("ci", cls=_Command, short_help="Read what a CI event brought in.")
@click.option(
    "--sarif-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the findings to FILE as SARIF too.",
)
@click.option(
    "--mode",
    type=click.Choice(MODES),
    default=Mode.AUTO.value,
    help="What to read: what the event brought in (auto, diff), the whole history, or the files "
    "that are checked out. diff never falls back to the history. [auto]",
)
@click.option(
    "--base",
    default="",
    metavar="REV",
    help="The state before, instead of what the event says.",
)
@policy_option("", said="base; head where pre-commit reads a push, outside of CI")
@range_options
@shared_options
def command(sarif_file: Path | None, mode: str, base: str, policy: str, **typed: Any) -> ExitCode:
    """Read what a CI event brought in: the commits of a push, pull request or merge group.

    Other events, such as a schedule, mean the whole history. GitHub Actions, GitLab CI and
    pre-commit are recognised by their environment variables. Configuration, baseline and allow
    comments count as they were before the event; when pre-commit reads a push, as they are in what
    is pushed. In GitHub Actions the findings become annotations, a job summary, and the outputs
    findings, exit-code, sarif-file and complete.
    """
    options = Options(**typed)
    with told_to_runner(sarif_file) as result:
        event = event_of(os.environ)
        settings, result.report = _read(event, Mode(mode), base, policy, options)
        _publish(result.report, settings, options, event, sarif_file)
        result.code = exit_code(result.report, settings, options)
    return result.code


def _read(
    event: Event, mode: Mode, base: str, policy: str, options: Options
) -> tuple[Settings, Report]:
    """What the event brought in, with the settings that judge it."""
    repository = Repository.find(Path())
    clone = Clone(repository.has, bool(repository.shallow_commits), has_remote_branches(repository))
    wanted = plan_by(mode, base, event, clone)
    policy = policy or _usual_policy(event)
    if not options.quiet:
        _say(event, wanted, policy)
    names = () if wanted.nothing or wanted.files else names_of(event)
    settings, report = _scan(repository, wanted, names, policy, options)
    if _is_own_push(event):
        report = as_being_pushed(report)
    elif _is_in_ci(event):
        report = as_pushed(report)
    if not options.quiet:
        report = report._replace(rotations=open_rotations(repository))
    return settings, report


def _publish(
    report: Report, settings: Settings, options: Options, event: Event, sarif_file: Path | None
) -> None:
    """Writes the report wherever the options and the runner want it."""
    default = "github" if event.caller is Caller.GITHUB else "text"
    publish(report, settings, options, default)
    if sarif_file is not None:
        publish(report, settings, options._replace(format="sarif", output=sarif_file, quiet=True))
    annotate_incomplete(report, options)
    summarize(report, options)
    tell_of_rotations(report, options.format or default)


def event_of(variables: Mapping[str, str]) -> Event:
    """The event that the environment describes, of the innermost caller if there are several.

    Raises ``KeyguardError`` outside any CI, or if the event can't be read.
    """
    if variables.get("PRE_COMMIT"):
        pushes = variables.get("PRE_COMMIT_TO_REF") or variables.get("PRE_COMMIT_LOCAL_BRANCH")
        return Event(Caller.PRE_COMMIT, "push" if pushes else "run", variables)
    if name := variables.get("GITHUB_EVENT_NAME"):
        return Event(Caller.GITHUB, name, _payload(variables.get("GITHUB_EVENT_PATH", "")))
    if name := variables.get("CI_PIPELINE_SOURCE"):
        return Event(Caller.GITLAB, name, variables)
    raise KeyguardError(
        "no CI event was found in the environment (GITHUB_EVENT_NAME, CI_PIPELINE_SOURCE); "
        "elsewhere use `keyguard commits RANGE --policy base`."
    )


def _usual_policy(event: Event) -> str:
    """On the machine of whoever pushes, what they allow counts: the comment or the baseline with
    which a commit was let through. What is theirs to decide is decided again in CI."""
    return HEAD if _is_own_push(event) else BASE


def _is_own_push(event: Event) -> bool:
    """Whether somebody pushes, rather than a CI that has pre-commit read a range."""
    return event.name == "push" and not _is_in_ci(event)


def _is_in_ci(event: Event) -> bool:
    return event.caller is not Caller.PRE_COMMIT or is_in_ci(event.payload)


def _payload(path: str) -> Mapping[str, object]:
    try:
        payload = json.loads(read_regular(path))
    except (OSError, ValueError, RecursionError) as error:
        raise KeyguardError(
            f"the event file {path!r} (GITHUB_EVENT_PATH) can't be read as JSON; use "
            "`keyguard commits RANGE --policy base` instead."
        ) from error
    if not isinstance(payload, dict):
        raise KeyguardError(
            f"the event file {path!r} (GITHUB_EVENT_PATH) is not a JSON object; use "
            "`keyguard commits RANGE --policy base` instead."
        )
    return payload


def _say(event: Event, wanted: Plan, policy: str) -> None:
    say(f"{event.caller.value}: {wanted.because}.")
    if policy == BASE and wanted.base and not wanted.revisions:
        say(f"configuration, baseline and allow comments count as {wanted.base} has them.")
    elif policy == BASE and not (wanted.base or wanted.unknown_base or wanted.nothing):
        say(
            "nothing is known from before the event, so of configuration, baseline and allow "
            "comments only what an option names counts (--policy head lets all of them)."
        )
    if wanted.everything:
        tell_of_fast()


def _scan(
    repository: Repository, wanted: Plan, names: Sequence[str], policy: str, options: Options
) -> tuple[Settings, Report]:
    head = wanted.revisions[0] if wanted.revisions else ""
    ids = resolved(repository, wanted.revisions) if wanted.revisions else ()
    commits = RangeCommits(repository, ids)
    policy_commit = _policy_commit(commits, wanted, policy)

    def run(settings: Settings) -> Report:
        if wanted.files or wanted.everything:
            settings = settings._replace(all_in_touched_files=True)
        sources = partial(_sources, commits, wanted, names, base=policy_commit)
        return read_repository("ci", settings, repository, sources)

    if policy == HEAD:
        settings = policy_at_head(repository, head, options)
        return settings, run(settings)
    settings, report = judge_by_base(Change(repository, policy_commit, head, options), run)
    if policy == BASE and wanted.unknown_base:
        report = report._replace(problems=(Problem(b"", wanted.unknown_base), *report.problems))
    return settings, report


def _policy_commit(commits: RangeCommits, wanted: Plan, policy: str) -> str:
    """The commit whose policy counts; empty if there was none before."""
    if policy == HEAD:
        return ""
    base = wanted.base if policy == BASE else policy_named(commits.repository, policy)
    return commits.fork_point(base) if base and wanted.revisions and wanted.forks else base


def _sources(
    commits: RangeCommits, wanted: Plan, names: Sequence[str], settings: Settings, *, base: str
) -> list[Source]:
    """What is to be read, with the commit whose allow comments count, if any do."""
    repository, named = commits.repository, RefNamesSource(names)
    policy_commit = base if settings.policy_at_base else ""
    if wanted.files:
        choice = partial(tree_prefilter, settings)
        return [CheckoutSource(repository, policy_commit, choice, settings, NAMED_ONLY)]
    if wanted.everything:
        return [history_of(repository, settings, policy_commit), named]
    if wanted.revisions:
        start = "" if wanted.forks else wanted.base
        size = settings.max_file_size
        return [CommitsSource(commits, size, start, NAMED_ONLY), named]
    return []
