"""``keyguard scan`` of files and folders, each by the configuration of its own repository."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial

from keyguard.cli.options import Options
from keyguard.cli.run import publish, run
from keyguard.errors import ExitCode
from keyguard.model.source import Source
from keyguard.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.sources.tree import PathName, Tree

HERE = (".",)


def scan_paths(paths: Sequence[str], options: Options, command: str = "scan") -> ExitCode:
    """Reads the paths, or this folder if there are none.

    Raises ``KeyguardError`` for a missing one. Another ``command`` may read them although their
    repository can't be opened, which is then reported.
    """
    from keyguard.sources.tree import grouped

    groups = grouped(paths or HERE)
    if len(groups) == 1:
        tree, names = groups[0]
        return run(command, options, os.fsdecode(tree.root), partial(open_tree, tree, names))
    from keyguard.cli.outcome import read_groups  # most runs have one

    outcome = read_groups(command, groups, options)
    publish(outcome.report, outcome.settings, options)
    return outcome.code


def open_tree(tree: Tree, paths: Sequence[PathName], settings: Settings) -> list[Source]:
    """The source of a tree."""
    from keyguard.detect.detector import Detector, tree_prefilter
    from keyguard.formats.table import NAMED_ONLY
    from keyguard.pipeline.look import Look
    from keyguard.sources.tree import TreeSource

    return [
        TreeSource(
            tree,
            paths,
            partial(tree_prefilter, settings),
            settings.max_file_size,
            settings.jobs,
            NAMED_ONLY,
            Look.for_settings(settings, Detector.for_settings(settings)),
        )
    ]
