"""The findings of a work tree and its history, as entries of a baseline."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from keyguard.cli.console import say
from keyguard.cli.options import root_here
from keyguard.cli.run import read
from keyguard.fingerprint import fingerprint
from keyguard.model import Confidence, Finding, State
from keyguard.model.record import NamedTuple
from keyguard.model.report import Report
from keyguard.model.source import Source
from keyguard.report.masked import Shown
from keyguard.report.sanitize import encoded
from keyguard.settings import Settings
from keyguard.suppress.baseline import KnownFinding

if TYPE_CHECKING:
    from keyguard.sources.tree import Tree

NAMED = 5
"""Files that a sentence names; the others are counted."""


class Note(NamedTuple):
    """What is noted beside each finding."""

    reason: str = ""
    owner: str = ""
    expires: str = ""


class Found(NamedTuple):
    """All present findings."""

    report: Report
    findings: tuple[Finding, ...]
    """The findings that a scan would count: none of low confidence, unless the settings say so."""
    untracked: tuple[Finding, ...]
    """All findings in files that git does not track."""

    def entries(self, findings: Iterable[Finding], note: Note) -> list[KnownFinding]:
        """These findings as entries."""
        shown = Shown(self.report)
        masked = Note(*map(shown.raw, note))
        return [
            KnownFinding(
                shown.raw_path(finding.place.path),
                shown.rule(finding),
                finding.fingerprint,
                *masked,
            )
            for finding in findings
        ]

    def say_problems(self) -> None:
        """Says on standard error what could not be read."""
        shown = Shown(self.report)
        for problem in self.report.problems:
            where = f"{shown.path(problem.path)}: " if problem.path else ""
            say(f"not read: {where}{shown.words(problem.message)}")

    def say_untracked(self, left_out: Iterable[Finding]) -> None:
        """Says what was left out since nobody else has it, and how to include it."""
        shown = Shown(self.report)
        paths = list(dict.fromkeys(shown.path(finding.place.path) for finding in left_out))
        if paths:
            more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
            say(
                f"not added, since git does not track it: {', '.join(paths[:NAMED])}{more}; "
                "--untracked adds it."
            )


def find_all(settings: Settings, history: bool) -> Found:
    """Reads the work tree around the current folder, and its history if ``history``.

    Findings of low confidence are included: a known one may have been of high confidence once.
    """
    from keyguard.cli.scan_paths import open_tree
    from keyguard.sources.tree import Tree

    root = root_here()
    tree = Tree.around(root)

    def open_sources(settings: Settings) -> list[Source]:
        sources = open_tree(tree, [root], settings)
        if history:
            from keyguard.cli.history_source import history_of
            from keyguard.gitrepo.repository import Repository

            sources.append(history_of(Repository.find(root), settings))
        return sources

    everything = settings._replace(show_low_confidence=True)
    report = read("baseline", everything, Path(os.fsdecode(tree.root)), open_sources)
    counted = tuple(
        finding
        for finding in report.active
        if settings.show_low_confidence or finding.confidence > Confidence.LOW
    )
    return Found(report, counted, _untracked(tree, report.active))


def stale(findings: Sequence[Finding], known: Iterable[KnownFinding]) -> list[KnownFinding]:
    """Known findings that are no longer found, neither at their path nor where their file was
    moved."""
    there = {finding.fingerprint for finding in findings}
    gone = [entry for entry in known if entry.fingerprint not in there]
    return [entry for entry in gone if not any(_is_moved(entry, each) for each in findings)]


def _is_moved(entry: KnownFinding, finding: Finding) -> bool:
    old_path = encoded(entry.path)
    value = finding.detection.value
    return finding.rule == entry.rule and entry.fingerprint == fingerprint(
        finding.rule, value, old_path
    )


def _untracked(tree: Tree, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    if tree.repository is None or tree.repository.work_tree is None:
        return ()
    from keyguard.gitrepo.worktree.index import tracked_entries

    tracked = {entry.path for entry in tracked_entries(tree.repository)}
    return tuple(
        finding
        for finding in findings
        if finding.place.state is State.TREE and finding.place.path not in tracked
    )
