"""The command line: one file a command, loaded when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import cast

import click

from keyguard import __version__
from keyguard.errors import ExitCode, KeyguardError

COMMANDS = (
    "audit", "baseline", "ci", "commits", "config", "history", "init", "rules", "scan", "secret",
    "staged",
)  # fmt: skip

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
    try:
        code = keyguard.main(prog_name="keyguard", standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        code = _complain("stopped before the end, so this is not a result.", ExitCode.INCOMPLETE)
    except click.ClickException as error:
        error.show()
        code = ExitCode.INCOMPLETE
    except KeyguardError as error:
        code = _complain(str(error), ExitCode.INCOMPLETE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = ExitCode.INCOMPLETE
    except Exception as error:
        if os.environ.get("KEYGUARD_DEBUG"):
            raise
        code = _complain(_bug(error), ExitCode.BUG)
    sys.exit(code)


def _complain(text: str, code: ExitCode) -> ExitCode:
    from keyguard.report.redact import Redactor

    line = Redactor(()).clean(text).encode("ascii", "backslashreplace").decode()
    print("keyguard:", line, file=sys.stderr)
    return code


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
