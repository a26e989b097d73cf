"""The options that every reading command has, as click reads them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from keyguard.cli.completion import rule_ids
from keyguard.model import Severity
from keyguard.report import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

Command = TypeVar("Command", bound=Callable[..., Any])


class FilePath(click.Path):
    """A path as it was typed. ``pathlib`` is slow to load, so it is loaded only if there is one."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Path:
        """The path that was typed."""
        from pathlib import Path

        return Path(value)


CONFIG = click.option(
    "-c",
    "--config",
    type=FilePath(),
    help="A configuration file to use instead of the repository's own.",
)

_OPTIONS = (
    click.option(
        "-f", "--format", type=click.Choice(FORMATS), help="The format of the report. [text]"
    ),
    click.option(
        "-o", "--output", type=FilePath(),
        help="Where to write the report; - is standard output. [-]",
    ),
    CONFIG,
    click.option(
        "--no-config", is_flag=True, help="Ignore the repository's own configuration."
    ),
    click.option(
        "--rules", multiple=True, type=FilePath(), metavar="FILE",
        help="Also look for what a gitleaks rule file describes (repeatable).",
    ),
    click.option(
        "-b", "--baseline", type=FilePath(), metavar="FILE",
        help="A file of known findings, which do not count (see `keyguard baseline`).",
    ),
    click.option(
        "--select", multiple=True, metavar="RULE", shell_complete=rule_ids,
        help="Report only this rule (repeatable).",
    ),
    click.option(
        "--ignore", multiple=True, metavar="RULE", shell_complete=rule_ids,
        help="Do not report this rule (repeatable).",
    ),
    click.option(
        "--fail-on", type=click.Choice([severity.label for severity in Severity]),
        help="Exit with 1 for findings of this severity or higher. [medium]",
    ),
    click.option("--all", is_flag=True, help="Show findings of low confidence too."),
    click.option(
        "--show-secrets", is_flag=True, help="Do not mask what is found (text and JSON only)."
    ),
    click.option("--no-inline-allow", is_flag=True, help="Ignore `keyguard: allow` comments."),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings."),
    click.option(
        "--allow-partial", is_flag=True,
        help="Do not fail because a shallow or partial clone lacks history; only say so.",
    ),
    click.option(
        "--max-file-size", type=click.IntRange(min=1), metavar="BYTES",
        help="Report larger files as not read. [512 MiB]",
    ),
    click.option(
        "--max-decode-depth", type=click.IntRange(0, 20), metavar="N",
        help="How many nested encodings to decode. [5]",
    ),
    click.option(
        "--max-archive-depth", type=click.IntRange(0, 20), metavar="N",
        help="How many nested archives to open; 0 opens none. [5]",
    ),
    click.option(
        "-j", "--jobs", type=click.IntRange(min=1), metavar="N",
        help="How many processes may read a history or a large tree. "
        "[one for each CPU, at most 8]",
    ),
    click.option(
        "-q", "--quiet", is_flag=True, help="Print nothing unless there are findings or problems."
    ),
    click.option("-v", "--verbose", is_flag=True, help="List what is only counted otherwise."),
    click.option("--no-color", is_flag=True, help="Use no colours, as with NO_COLOR set."),
)  # fmt: skip


def range_options(command: Command) -> Command:
    """Adds the options of commands that read a change."""
    return click.option(
        "--all-in-touched-files", is_flag=True,
        help="Also report what a changed file held before the change.",
    )(command)  # fmt: skip


def cache_option(command: Command) -> Command:
    """Adds the option of commands that read a whole history."""
    return click.option(
        "--cache", is_flag=True,
        help="Remember which packs were read, and read only what is new the next time.",
    )(command)  # fmt: skip


def shared_options(command: Command) -> Command:
    """Adds the shared options to a command."""
    return with_options(command, _OPTIONS)


def with_options(command: Command, options: Sequence[Callable[[Command], Command]]) -> Command:
    """A command with these options, which its help lists in their order."""
    for option in reversed(options):
        command = option(command)
    return command
