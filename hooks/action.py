#!/usr/bin/env python3
"""The GitHub Action: runs ``keyguard ci`` with the inputs of action.yml.

They come as environment variables and are never a part of a script, so nothing in them can run:
https://docs.github.com/en/actions/reference/security/secure-use#good-practices-for-mitigating-script-injection-attacks
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from keyguard.cli import main
from keyguard.cli.ci_outputs import report_failure
from keyguard.cli.console import say
from keyguard.errors import ExitCode

OPTIONS = ("config", "baseline", "fail-on", "mode", "base")
"""Inputs that are options of ``keyguard ci`` of the same name; an empty one is none."""
IN_TEMP = "auto"
HELP = re.compile("--help|-[qv]*h")


def run() -> None:
    """Ends the process with the exit code of ``keyguard ci``."""
    try:
        arguments = [*options(), *shlex.split(value("args"))]
        os.chdir(value("working-directory") or os.curdir)
    except ValueError as error:
        fail(f"the input args can't be read as words of a shell ({error}); fix its quotes.")
    except OSError as error:
        fail(f"the input working-directory can't be used ({error.strerror}); name a folder.")
    if any(map(HELP.fullmatch, arguments)):
        fail("the input args asks for help, so nothing would be read; take that out.")
    sys.argv = ["keyguard", "ci", *arguments]
    main()


def options() -> list[str]:
    """The inputs as options. A SARIF file is named from the workspace, where later steps are."""
    given = [f"--{name}={value(name)}" for name in OPTIONS if value(name)]
    sarif_file = value("sarif-file")
    if sarif_file == IN_TEMP:
        sarif_file = os.path.join(value("temp"), "keyguard.sarif")
    elif sarif_file and value("working-directory"):
        sarif_file = os.path.abspath(sarif_file)
    return [*given, f"--sarif-file={sarif_file}"] if sarif_file else given


def value(name: str) -> str:
    """An input; empty if it was not given."""
    return os.environ.get(f"KEYGUARD_{name.upper().replace('-', '_')}", "")


def fail(reason: str) -> None:
    """Ends the process: there is no report."""
    report_failure(reason)
    say(reason)
    sys.exit(ExitCode.INCOMPLETE)


if __name__ == "__main__":
    run()
