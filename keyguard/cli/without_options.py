"""Runs command lines without options, and without click, which takes longer to load than a hook
works.

This is how git, pre-commit and CI run keyguard: ``staged``, ``staged -- FILES``, ``scan FILES``,
``commits RANGE``, ``history REPO``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial

from keyguard import __version__
from keyguard.cli.console import require_stdout
from keyguard.errors import ExitCode
from keyguard.model.entry_point import load

READERS = {
    "commits": "keyguard.cli.commit_range:read_commits",
    "history": "keyguard.cli.whole_history:read_history",
    "scan": "keyguard.cli.scan_paths:scan_paths",
    "staged": "keyguard.cli.staged_paths:read_staged",
}
"""Entry points that take the paths or revisions and the options, and return the exit code."""
NEEDS_ARGUMENTS = frozenset({"commits"})
"""Commands that click refuses without any."""
TAKE_ONE = frozenset({"history"})
"""Commands that click refuses with several arguments."""
VERSION = ("-V", "--version")
OPTION = "-"
"""The beginning of an option; alone it is standard input."""
END_OF_OPTIONS = "--"
EXPANDED = frozenset("*?[~$%")
"""Signs that click expands in names on Windows, where no shell does."""


def simple_run(arguments: Sequence[str]) -> Callable[[], int] | None:
    """A function that runs a command line; None if click has to read it."""
    name, *paths = arguments or [""]
    if name in VERSION and not paths:
        return _print_version
    if name not in READERS or (os.name == "nt" and EXPANDED.intersection("".join(paths))):
        return None
    if paths[:1] == [END_OF_OPTIONS]:
        paths = paths[1:]
        is_simple = END_OF_OPTIONS not in paths and OPTION not in paths
    else:
        is_simple = not any(path.startswith(OPTION) for path in paths)
    if (name in NEEDS_ARGUMENTS and not paths) or (name in TAKE_ONE and len(paths) > 1):
        return None
    return partial(_read, name, paths) if is_simple else None


def _read(name: str, paths: Sequence[str]) -> int:
    from keyguard.cli.options import Options

    code: int = load(READERS[name])(paths, Options())
    return code


def _print_version() -> int:
    require_stdout()
    print(version_text())
    return ExitCode.CLEAN


def version_text() -> str:
    """The version, and whether histories are read by the compiled core."""
    from keyguard.gitrepo.compiled_core import core_description

    return f"keyguard {__version__}\ncore: {core_description()}"
