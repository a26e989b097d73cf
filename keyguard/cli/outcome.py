"""Reading for commands that do more before they report, or never report."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from keyguard.cli.options import Options, settings_for
from keyguard.cli.run import exit_code, read
from keyguard.cli.scan_paths import HERE, open_tree
from keyguard.errors import ExitCode
from keyguard.model.record import NamedTuple
from keyguard.model.report import Report, joined
from keyguard.settings import Settings
from keyguard.sources.tree import PathName, Tree, grouped


class Outcome(NamedTuple):
    """What was read, by which settings (the last, if there are several), and the exit code."""

    report: Report
    settings: Settings
    code: ExitCode


def read_paths(command: str, paths: Sequence[str], options: Options) -> Outcome:
    """Reads the paths, or this folder if there are none. Raises ``KeyguardError`` for a missing
    one."""
    return read_groups(command, grouped(paths or HERE), options)


def read_groups(
    command: str, groups: Sequence[tuple[Tree, Sequence[PathName]]], options: Options
) -> Outcome:
    """Reads each group by its own configuration, into one report.

    The paths of several groups begin at the current folder, those of one at its root.
    """
    reports, codes = [], []
    for tree, paths in groups:
        root = os.fsdecode(tree.root)
        settings = settings_for(options, root)
        report = read(command, settings, root, partial(open_tree, tree, paths))
        codes.append(exit_code(report, settings, options))
        if len(groups) == 1:
            return Outcome(report, settings, codes[0])
        reports.append(report if tree.alone else report.below(_from_here(tree.root)))
    return Outcome(joined(reports, os.getcwd()), settings, ExitCode(max(codes)))


def read_history(command: str, path: Path, options: Options) -> Outcome:
    """Reads every object of the repository around ``path``. Raises ``KeyguardError``."""
    from keyguard.cli.history_source import history_of
    from keyguard.gitrepo.repository import Repository

    repository = Repository.find(path)
    settings = settings_for(options, repository.folder)
    report = read(
        command, settings, repository.folder, lambda settings: [history_of(repository, settings)]
    )
    return Outcome(report, settings, exit_code(report, settings, options))


def _from_here(root: bytes) -> bytes:
    return os.path.relpath(root, os.fsencode(os.path.realpath(os.getcwd())))
