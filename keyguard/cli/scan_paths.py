"""``keyguard scan`` of files and folders: each by the configuration of its own repository."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from keyguard.cli.options import Options, settings_for
from keyguard.cli.run import exit_code, publish, read, run
from keyguard.errors import ExitCode
from keyguard.model.source import Source
from keyguard.settings import Settings

if TYPE_CHECKING:
    from keyguard.sources.tree import PathName, Tree

HERE = (".",)


def scan_paths(paths: Sequence[str], options: Options, command: str = "scan") -> ExitCode:
    """Reads them; this folder if there are none. Raises ``KeyguardError`` for what is not there.

    Another ``command`` reads them if its repository can't be opened, which is told then.
    """
    from keyguard.sources.tree import grouped

    groups = grouped(paths or HERE)
    if len(groups) == 1:
        tree, names = groups[0]
        return run(command, options, os.fsdecode(tree.root), partial(_open_tree, tree, names))
    return _scan_groups(groups, options, command)


def _open_tree(tree: Tree, paths: Sequence[PathName], settings: Settings) -> list[Source]:
    from keyguard.detect.detector import tree_prefilter
    from keyguard.formats.table import NAMED_ONLY
    from keyguard.sources.tree import TreeSource

    choice = partial(tree_prefilter, settings)
    return [TreeSource(tree, paths, choice, settings.max_file_size, settings.jobs, NAMED_ONLY)]


def _scan_groups(
    groups: Sequence[tuple[Tree, Sequence[PathName]]], options: Options, command: str
) -> ExitCode:
    """Each by its own configuration, and one report, whose paths begin at the current folder."""
    from keyguard.model.report import joined

    reports, codes = [], []
    for tree, paths in groups:
        root = os.fsdecode(tree.root)
        settings = settings_for(options, root)
        report = read(command, settings, root, partial(_open_tree, tree, paths))
        codes.append(exit_code(report, settings, options))
        reports.append(report if tree.alone else report.below(_from_here(tree.root)))
    publish(joined(reports, os.getcwd()), settings, options)
    return ExitCode(max(codes))


def _from_here(root: bytes) -> bytes:
    return os.path.relpath(root, os.fsencode(os.path.realpath(os.getcwd())))
