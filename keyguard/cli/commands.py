"""The commands as click reads them: one file for each, loaded when it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any, cast

import click

from keyguard.cli.console import UNHEARD, require_stdout
from keyguard.cli.group import SuggestingGroup
from keyguard.cli.without_options import version_text
from keyguard.errors import ExitCode, KeyguardError, closest

COMMANDS = (
    "audit", "baseline", "ci", "commits", "config", "fleet", "history", "init", "rotation", "rules",
    "scan", "secret", "staged", "verify", "webhook-test",
)  # fmt: skip

COMPLETION = "_KEYGUARD_COMPLETE"
"""The variable that shell completion sets: https://click.palletsprojects.com/shell-completion/."""

NoArguments = cast(
    type[click.ClickException], getattr(click.exceptions, "NoArgsIsHelpError", click.Abort)
)
"""What click raises since version 8.2 to show the help; older versions show it themselves."""


class Commands(SuggestingGroup):
    """Imports a command's module only when the command is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command called ``name``; None if there is none."""
        if name not in COMMANDS:
            return None
        return cast(click.Command, import_module(f"keyguard.cli.{_module(name)}").command)

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        """Reads the options in front of a command's name."""
        with _told_if_closed():
            return super().parse_args(context, arguments)

    def invoke(self, context: click.Context) -> Any:
        """Runs the command. click by itself would end with 1 if nobody reads the output."""
        try:
            with _told_if_closed():
                return super().invoke(context)
        except BrokenPipeError as error:
            raise KeyguardError(UNHEARD) from error


@contextmanager
def _told_if_closed() -> Iterator[None]:
    """Lets no help or version be lost: click ends so once it printed them, even to nowhere."""
    try:
        yield
    except click.exceptions.Exit:
        require_stdout()
        raise


def _module(name: str) -> str:
    return name.replace("-", "_")


def _tell_version(context: click.Context, _: click.Parameter, is_wanted: bool) -> None:
    if is_wanted:
        click.echo(version_text())
        context.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_version,
    help="Show the version and exit.",
)
def keyguard() -> None:
    """Find Connexease Gateway keys and weak webhook secrets, and say what is wrong with them.

    \b
    Begin with this, in any repository:
      keyguard audit                  read all of it, and list what to replace first

    \b
    Then:
      keyguard scan src .env          read files and folders, as they are now
      keyguard init                   set up hooks and CI, so that no more get in
      keyguard rules production-key   read what a rule means, and what to do

    pk_ keys are production keys, sk_ keys are staging keys; both are secret.

    \b
    Exit codes:
      0  everything asked for was read, and no finding reached --fail-on
      1  findings
      2  bad usage or configuration, or something could not be read
      3  a bug in keyguard
    """


def run() -> int:
    """Runs the command line and returns the exit code. Raises ``KeyguardError`` for bad usage."""
    if sys.argv[1:] or not _is_completion(os.environ):
        os.environ.pop(COMPLETION, None)  # else click takes any command line for its question
    else:
        require_stdout()
    try:
        return cast(int, keyguard.main(prog_name="keyguard", standalone_mode=False))
    except click.exceptions.Abort as error:
        raise KeyboardInterrupt from error
    except NoArguments as error:
        error.show()
        return ExitCode.INCOMPLETE
    except click.ClickException as error:
        raise KeyguardError(_usage(error)) from error


def _is_completion(variables: Mapping[str, str]) -> bool:
    """Whether a shell asks how to complete what is typed, and says what that is."""
    return variables.get(COMPLETION, "").endswith("_source") or "COMP_WORDS" in variables


def _usage(error: click.ClickException) -> str:
    """What click has to say of a mistake in the command line."""
    context = getattr(error, "ctx", None)
    where = context.command_path if context is not None else "keyguard"
    message = error.format_message().rstrip(".")
    if isinstance(error, click.NoSuchOption) and context is not None:
        names = [name for each in context.command.get_params(context) for name in each.opts]
        meant = closest(error.option_name, [name for name in names if name.startswith("--")])
        message = error.message.rstrip(".") + (f"; did you mean {meant!r}?" if meant else "")
    return (
        f"{message} See `{where} -h`." if message.endswith("?") else f"{message}; see `{where} -h`."
    )
