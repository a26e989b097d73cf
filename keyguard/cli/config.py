"""``keyguard config``: the configuration itself, before a scan relies on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from keyguard.cli.console import say, tell
from keyguard.cli.group import SuggestingGroup
from keyguard.cli.options import Options, root_here, settings_for
from keyguard.cli.shared_options import CONFIG
from keyguard.config.discovery import find_file
from keyguard.errors import ExitCode
from keyguard.model import CustomRule
from keyguard.report.summary import counted
from keyguard.settings import Settings


@click.group("config", cls=SuggestingGroup, short_help="Check the configuration.")
def command() -> None:
    """Check the configuration before a scan relies on it."""


@command.command("check", short_help="Check that it is well-formed, and that its examples match.")
@CONFIG
@click.option(
    "--rules",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also check a gitleaks rule file (repeatable).",
)
def check(config: Path | None, rules: tuple[Path, ...]) -> ExitCode:
    """Read the configuration and its rule files, and try every pattern on its examples.

    Exit code 2 if anything is malformed or can't be used, or if an example fails.
    """
    root = root_here()
    settings = settings_for(Options(config=config, rules=rules), root)
    complaints = [*_unusable(settings), *_failures(settings)]
    for complaint in complaints:
        say(complaint)
    if complaints:
        return ExitCode.INCOMPLETE
    path = config or find_file(root)
    tell(f"{path or 'no configuration file'}: good{_counts(settings)}.")
    return ExitCode.CLEAN


def _unusable(settings: Settings) -> Iterator[str]:
    rules = [problem for rule_id, problem in settings.unusable if settings.is_on(rule_id)]
    for problem in (*settings.unreadable, *rules):
        yield f"{problem.path.decode(errors='replace')}: {problem.message}"


def _failures(settings: Settings) -> Iterator[str]:
    if not settings.custom_rules:
        return
    from keyguard.detect.custom.match import errors_of

    for rule in settings.custom_rules:
        yield from errors_of(rule)


def _counts(settings: Settings) -> str:
    if not settings.custom_rules:
        return ""
    rules = counted(len(settings.custom_rules), "custom rule")
    return f", {rules}, {counted(sum(map(_examples, settings.custom_rules)), 'example')}"


def _examples(rule: CustomRule) -> int:
    return len(rule.matches) + len(rule.misses)
