"""``keyguard ci``: what a CI event brought in."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from keyguard.cli.console import say
from keyguard.cli.history_source import history_of
from keyguard.cli.options import Options, range_options, settings_for, shared_options
from keyguard.cli.policy import BASE, HEAD, Change, judge_by_base, policy_option
from keyguard.cli.run import exit_code, presentation, publish, read
from keyguard.errors import ExitCode, KeyguardError
from keyguard.gitrepo.command.revisions import fork_point
from keyguard.gitrepo.repository import Repository
from keyguard.model.report import Report
from keyguard.model.source import Source
from keyguard.report import write
from keyguard.settings import Settings
from keyguard.sources.ci_event import Caller, Clone, Event, Plan, plan
from keyguard.sources.commits import CommitsSource


@click.command("ci", short_help="What a CI event brought in.")
@click.option(
    "--sarif-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the findings to FILE as SARIF too.",
)
@policy_option(BASE)
@range_options
@shared_options
def command(sarif_file: Path | None, policy: str, **typed: Any) -> ExitCode:
    """Read what a CI event brought in: the commits of a push, pull request or merge group.

    Other events, such as a schedule, mean the whole history. Knows GitHub Actions, GitLab CI and
    pre-commit by their environment variables. Configuration, baseline and allow comments count as
    they were before the event. In GitHub Actions the findings become annotations, a
    job summary, and the outputs findings, exit-code, sarif-file and complete.
    """
    options = Options(**typed)
    report: Report | None = None
    code = ExitCode.BUG
    try:
        event = event_of(os.environ)
        settings, report = _scan(event, policy, options)
        default = "github" if event.caller is Caller.GITHUB else "text"
        publish(report, settings, options, default)
        _publish_aside(report, settings, options, sarif_file)
        code = exit_code(report, settings, options)
    except KeyguardError:
        report, code = None, ExitCode.INCOMPLETE
        raise
    finally:
        _write_outputs(report, code, sarif_file)
    return code


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
        "elsewhere use `keyguard commits RANGE`."
    )


def _payload(path: str) -> Mapping[str, object]:
    try:
        payload = json.loads(Path(path).read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise KeyguardError(
            f"the event file {path!r} (GITHUB_EVENT_PATH) can't be read as JSON; use "
            "`keyguard commits RANGE` instead."
        ) from error
    if not isinstance(payload, dict):
        raise KeyguardError(f"the event file {path!r} (GITHUB_EVENT_PATH) is no JSON object.")
    return payload


def _scan(event: Event, policy: str, options: Options) -> tuple[Settings, Report]:
    repository = Repository.find(Path())
    wanted = plan(event, Clone(repository.has, bool(repository.shallow_commits)))
    if not options.quiet:
        say(f"{event.caller.value}: {wanted.because}.")

    def open_sources(settings: Settings) -> list[Source]:
        return _sources(wanted, repository, settings)

    def run(settings: Settings) -> Report:
        return read("ci", settings, repository.folder, open_sources)

    base = wanted.base if policy == BASE else "" if policy == HEAD else policy
    if not (base and wanted.revisions):
        settings = settings_for(options, repository.folder)
        return settings, run(settings)
    head = wanted.revisions[0]
    fork = fork_point(repository, base, head) if wanted.forks else base
    return judge_by_base(Change(repository, fork, head, options), run)


def _sources(wanted: Plan, repository: Repository, settings: Settings) -> list[Source]:
    if wanted.everything:
        return [history_of(repository, settings)]
    if wanted.revisions:
        return [CommitsSource(repository, wanted.revisions, settings.max_file_size)]
    return []


def _publish_aside(
    report: Report, settings: Settings, options: Options, sarif_file: Path | None
) -> None:
    """The reports beside the one in the log. Their formats mask, whatever the options say."""
    if sarif_file is not None:
        publish(report, settings, options._replace(format="sarif", output=sarif_file))
    with _appended("GITHUB_STEP_SUMMARY") as summary:
        if summary is not None:
            write("markdown", report, summary, presentation(options, summary))


def _write_outputs(report: Report | None, code: ExitCode, sarif_file: Path | None) -> None:
    """What later steps can ask for; no report means that the run failed.

    The delimiter is random, so that a value (a file's name) can't end itself and add an output:
    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
    """
    outputs = {
        "findings": len(report.active) if report else 0,
        "exit-code": int(code),
        "sarif-file": sarif_file if report and sarif_file else "",
        "complete": str(report is not None and report.complete).lower(),
    }
    delimiter = f"end-{secrets.token_hex(16)}"
    with _appended("GITHUB_OUTPUT") as stream:
        if stream is not None:
            for name, value in outputs.items():
                stream.write(f"{name}<<{delimiter}\n{value}\n{delimiter}\n")


@contextmanager
def _appended(variable: str) -> Iterator[TextIO | None]:
    """The file that an environment variable names, opened at its end; None if it names none."""
    name = os.environ.get(variable)
    if not name:
        yield None
        return
    path = Path(name)
    try:
        with path.open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            yield stream
    except OSError as error:
        raise KeyguardError(f"{variable} can't be written to ({error.strerror}).") from error
