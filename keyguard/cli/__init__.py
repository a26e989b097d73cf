"""The command line: which code reads it, and how a run ends."""

from __future__ import annotations

import gc
import os
import sys
import warnings

from keyguard.cli.console import (
    CONFIGURATIONS,
    STDOUT,
    UNHEARD,
    give_up,
    hold_descriptors,
    say,
)
from keyguard.cli.without_options import simple_run
from keyguard.errors import ADDRESS, ExitCode, KeyguardError, bug_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

STOPPED = "stopped before the end, so this is not a result."

COLLECTED_AFTER = 200_000
"""New objects after which Python looks for cycles.

Findings have next to none, and looking after each 700 objects takes an eighth of the time of a file
that is full of them.
"""
ISSUES = f"{ADDRESS}/issues"


def main() -> None:
    """Runs the command line and ends the process. No traceback reaches a user."""
    hold_descriptors()
    CONFIGURATIONS.clear()
    gc.set_threshold(COLLECTED_AFTER)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # they are for whoever develops, and quote anything
    try:
        code = _run(sys.argv[1:])
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        code = _complain(ExitCode.INCOMPLETE, STOPPED)
    except BrokenPipeError:
        code = _complain(ExitCode.INCOMPLETE, UNHEARD)
    except KeyguardError as error:
        code = _complain(ExitCode.INCOMPLETE, *error.sentences)
    except (OSError, MemoryError) as error:
        code = _complain(ExitCode.INCOMPLETE, _refused(error))
    except ModuleNotFoundError as error:
        code = _complain(ExitCode.INCOMPLETE, _not_installed(error))
    except Exception as error:
        if os.environ.get("KEYGUARD_DEBUG"):
            raise
        code = _complain(ExitCode.BUG, _bug(error))
    _end(code)


def _run(arguments: list[str]) -> int:
    simple = simple_run(arguments)
    if simple is not None:
        return simple()
    from keyguard.cli.commands import run

    return run()


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


def _refused(error: OSError | MemoryError) -> str:
    """What a user can do about a fault of the machine's."""
    reason, name = getattr(error, "strerror", None), getattr(error, "filename", None)
    words = f"{reason or type(error).__name__}" + (f", {name!r}" if name else "")
    return (
        f"the system refused to go on ({words}), so this is not a result; check the permissions, "
        "and that there is room on the disk and in memory."
    )


def _not_installed(error: ModuleNotFoundError) -> str:
    return (
        f"Python finds no module {error.name!r}, which keyguard needs, so this is not a result; "
        "install keyguard again, with its dependencies."
    )


def _bug(error: Exception) -> str:
    """What a user can report: the kind of error and the place, never a value."""
    return (
        f"{bug_at(error)}, so this is not a result. Please "
        f"report it at {ISSUES}; KEYGUARD_DEBUG=1 shows the details, secrets included."
    )
