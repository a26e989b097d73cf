"""``keyguard baseline``: findings that are known, so that only new ones count."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from keyguard.cli.console import say, tell
from keyguard.cli.group import SuggestingGroup
from keyguard.cli.options import Options, root_here, settings_for
from keyguard.cli.run import read
from keyguard.errors import ExitCode, KeyguardError
from keyguard.model import Confidence
from keyguard.model.report import Report
from keyguard.model.source import Source
from keyguard.settings import Settings
from keyguard.suppress.baseline import (
    FILE_NAME,
    Baseline,
    KnownFinding,
    merged,
    read_baseline,
    write_baseline,
)

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "-b", "--baseline", type=click.Path(path_type=Path), metavar="FILE",
        help=f"The file. [the configuration's, else {FILE_NAME} at the root]",
    ),
    click.option(
        "-c", "--config", type=click.Path(path_type=Path),
        help="Configuration file, instead of the repository's own.",
    ),
    click.option(
        "--rules", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
        help="Look for what a rule file of gitleaks describes, too (repeatable).",
    ),
)  # fmt: skip
_HISTORY = click.option(
    "--history", is_flag=True, help="Of the whole history, not only of the work tree."
)
_REASON = click.option("--reason", default="", help="Why these findings are left as they are.")


class _Scan(NamedTuple):
    """The file, and what there is to be known now."""

    path: Path
    settings: Settings
    report: Report

    def entries(self, reason: str) -> Iterator[KnownFinding]:
        """What a scan would count, as entries."""
        from keyguard.report.masked import Shown

        shown = Shown(self.report)
        for finding in self.report.active:
            if self.settings.show_low_confidence or finding.confidence > Confidence.LOW:
                path = shown.raw_path(finding.place.path)
                yield KnownFinding(
                    path, shown.rule(finding), finding.fingerprint, shown.raw(reason)
                )


def _options(command: Command) -> Command:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.group(
    "baseline", cls=SuggestingGroup, short_help="Known findings: make, extend, prune the list."
)
def command() -> None:
    """Keep a file of known findings, so that only new ones count (--baseline FILE).

    It holds fingerprints only. A finding stays known when its line or commit changes; another key
    on the same line is new.
    """


@command.command("create", short_help="Write down everything that is found now.")
@click.option("--force", is_flag=True, help="Write over a file that is there, reasons included.")
@_HISTORY
@_REASON
@_options
def create(force: bool, history: bool, reason: str, **options: Any) -> ExitCode:
    """Write down everything that is found now, so that only what comes later counts."""
    path, settings = _file(options)
    if path.exists() and not force:
        raise KeyguardError(
            f"there is {path} already; `keyguard baseline update` adds to it, --force writes over "
            "it."
        )
    scan = _read(path, settings, history)
    entries = merged((), scan.entries(reason))
    write_baseline(path, Baseline(entries, history))
    tell(f"{path}: {len(entries):,} known. Name it in the configuration, as `baseline`.")
    return _code(scan.report)


@command.command("update", short_help="Add what is new.")
@_HISTORY
@_REASON
@_options
def update(history: bool, reason: str, **options: Any) -> ExitCode:
    """Add what is found and not known yet. What is known stays, and its reasons."""
    path, settings = _file(options)
    known = read_baseline(path)
    scan = _read(path, settings, history or known.history)
    entries = merged(known.entries, scan.entries(reason))
    write_baseline(path, Baseline(entries, history or known.history))
    tell(f"{path}: {len(entries) - len(known.reasons):,} added, {len(entries):,} known.")
    return _code(scan.report)


@command.command("prune", short_help="Remove what is no longer found.")
@_options
def prune(**options: Any) -> ExitCode:
    """Remove what is no longer found. Everything has to be read for that, or nothing is removed."""
    path, settings = _file(options)
    known = read_baseline(path)
    scan = _read(path, settings, known.history)
    if not scan.report.complete:
        _complain(scan.report)
        raise KeyguardError(
            f"{path} was left as it is, since not everything could be read: what was not seen may "
            "still be there."
        )
    there = {finding.fingerprint for finding in scan.report.findings}
    entries = tuple(entry for entry in known.entries if entry.fingerprint in there)
    write_baseline(path, Baseline(entries, known.history))
    tell(f"{path}: {len(known.reasons) - len(entries):,} removed, {len(entries):,} known.")
    return ExitCode.CLEAN


def _file(typed: dict[str, Any]) -> tuple[Path, Settings]:
    """The file, and settings under which nothing is known yet."""
    root = root_here()
    file = typed.pop("baseline")
    settings = settings_for(Options(**typed), root, with_baseline=False)
    return file or Path(settings.baseline_file or root / FILE_NAME), settings


def _read(path: Path, settings: Settings, history: bool) -> _Scan:
    """Low confidence is looked at too: what is known may have been of high confidence once."""
    from keyguard.detect.detector import tree_prefilter
    from keyguard.formats.table import NAMED_ONLY
    from keyguard.sources.tree import Tree, TreeSource

    root = root_here()
    tree = Tree.around(root)

    def open_sources(settings: Settings) -> list[Source]:
        choice = partial(tree_prefilter, settings)
        sources: list[Source] = [
            TreeSource(tree, [root], choice, settings.max_file_size, settings.jobs, NAMED_ONLY)
        ]
        if history:
            from keyguard.cli.history_source import history_of
            from keyguard.gitrepo.repository import Repository

            sources.append(history_of(Repository.find(root), settings))
        return sources

    everything = settings._replace(show_low_confidence=True)
    report = read("baseline", everything, Path(os.fsdecode(tree.root)), open_sources)
    return _Scan(path, settings, report)


def _code(report: Report) -> ExitCode:
    _complain(report)
    return ExitCode.CLEAN if report.complete else ExitCode.INCOMPLETE


def _complain(report: Report) -> None:
    from keyguard.report.masked import Shown

    shown = Shown(report)
    for problem in report.problems:
        where = f"{shown.path(problem.path)}: " if problem.path else ""
        say(f"not read: {where}{shown.words(problem.message)}")
