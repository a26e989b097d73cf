"""The command line: one file a command, loaded when it is called."""

from __future__ import annotations

import os
import sys
import warnings
from importlib import import_module
from typing import Any, NoReturn, cast

import click

from keyguard import __version__
from keyguard.cli.console import STDOUT, give_up, hold_descriptors, say
from keyguard.errors import ExitCode, KeyguardError

COMMANDS = (
    "audit", "baseline", "ci", "commits", "config", "history", "init", "rules", "scan", "secret",
    "staged",
)  # fmt: skip

STOPPED = "stopped before the end, so this is not a result."
UNHEARD = "whoever reads the output went away before its end, so this is not a result."

NoArguments = cast(
    type[click.ClickException], getattr(click.exceptions, "NoArgsIsHelpError", click.Abort)
)
"""What click raises to show the help, since its version 8.2; before that it shows it itself."""

ISSUES = "https://github.com/connexease/keyguard/issues"


class Commands(click.Group):
    """Imports a command's module only when the command is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command called ``name``; None if there is none."""
        if name not in COMMANDS:
            return None
        return cast(click.Command, import_module(f"keyguard.cli.{name}").command)

    def invoke(self, context: click.Context) -> Any:
        """Runs the command. click by itself would end with 1 if nobody reads the output."""
        try:
            return super().invoke(context)
        except BrokenPipeError as error:
            raise KeyguardError(UNHEARD) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="keyguard %(version)s")
def keyguard() -> None:
    """Find Connexease Gateway keys and weak webhook secrets, and say what is wrong with them.

    pk_ keys are production keys, sk_ keys are staging keys; both are secret.

    \b
    Exit codes:
      0  everything asked for was read, and nothing reached --fail-on
      1  findings
      2  bad usage or configuration, or something could not be read
      3  a bug in keyguard
    """


def main() -> None:
    """Runs the command line and ends the process. No traceback reaches a user."""
    hold_descriptors()
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # they are for whoever develops, and quote anything
    try:
        code = keyguard.main(prog_name="keyguard", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except (click.exceptions.Abort, KeyboardInterrupt):
        code = _complain(ExitCode.INCOMPLETE, STOPPED)
    except NoArguments as error:
        error.show()
        code = ExitCode.INCOMPLETE
    except click.ClickException as error:
        code = _complain(ExitCode.INCOMPLETE, _usage(error))
    except KeyguardError as error:
        code = _complain(ExitCode.INCOMPLETE, *error.sentences)
    except (OSError, MemoryError) as error:
        code = _complain(ExitCode.INCOMPLETE, _refused(error))
    except Exception as error:
        if os.environ.get("KEYGUARD_DEBUG"):
            raise
        code = _complain(ExitCode.BUG, _bug(error))
    _end(code)


def _complain(code: ExitCode, *sentences: str) -> ExitCode:
    for sentence in sentences:
        say(sentence)
    return code


def _end(code: int) -> NoReturn:
    """Ends the process with this code: what can't be written any more must not change it."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        give_up(STDOUT)
    sys.exit(code)


def _usage(error: click.ClickException) -> str:
    """What click has to say of a mistake in the command line."""
    context = getattr(error, "ctx", None)
    where = context.command_path if context is not None else "keyguard"
    return f"{error.format_message().rstrip('.')}; see `{where} -h`."


def _refused(error: OSError | MemoryError) -> str:
    """What a user can do about a fault of the machine's."""
    reason, name = getattr(error, "strerror", None), getattr(error, "filename", None)
    words = f"{reason or type(error).__name__}" + (f", {name!r}" if name else "")
    return (
        f"the system refused to go on ({words}), so this is not a result; check the permissions, "
        "and that there is room on the disk and in memory."
    )


def _bug(error: Exception) -> str:
    """What a user can report: the kind of error and the place, never a value."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = ""
    if trace is not None:
        file = os.path.basename(trace.tb_frame.f_code.co_filename)
        where = f" at {file}:{trace.tb_lineno}"
    return (
        f"a bug in keyguard ({type(error).__name__}{where}), so this is not a result. Please "
        f"report it at {ISSUES}; KEYGUARD_DEBUG=1 shows the details, secrets included."
    )
