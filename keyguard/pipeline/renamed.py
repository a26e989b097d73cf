"""Findings in files that were moved since the baseline was written: known by their old path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from keyguard.fingerprint import fingerprint
from keyguard.model import Finding, Place, State, Suppression
from keyguard.model.source import Source
from keyguard.settings import Settings

_IN_FILES = frozenset({State.HEAD, State.INDEX, State.TREE})
"""States of content that a file of the work tree or the index has."""


def mark_renamed(
    findings: Iterable[Finding], sources: Sequence[Source], settings: Settings
) -> list[Finding]:
    """The findings, with those suppressed that the baseline knows at a path which git has no more.

    Only where git tracks the new path: a copy beside the old file is new.
    """
    by_rule: dict[str, list[tuple[str, str]]] = {}
    for known, (rule, path) in settings.baseline_places.items():
        by_rule.setdefault(rule, []).append((known, path))
    return [
        _marked(finding, by_rule.get(finding.rule, ()), sources, settings) for finding in findings
    ]


def _marked(
    finding: Finding,
    entries: Iterable[tuple[str, str]],
    sources: Sequence[Source],
    settings: Settings,
) -> Finding:
    if finding.suppressed is not None or finding.place.state not in _IN_FILES:
        return finding
    for known, path in entries:
        old = path.encode("utf-8", "surrogateescape")
        if known != fingerprint(finding.rule, finding.detection.value, old):
            continue
        if _is_tracked(sources, finding.place.path) and not _is_tracked(sources, old):
            reason = settings.baseline[known]
            words = f"known as {path}" + (f": {reason}" if reason else "")
            return finding._replace(suppressed=Suppression("baseline", words))
    return finding


def _is_tracked(sources: Sequence[Source], path: bytes) -> bool:
    return any(source.is_tracked(Place(path, State.INDEX)) for source in sources)
