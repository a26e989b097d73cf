"""How far each credential has spread, from the findings of an audit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter

from keyguard.model import Commit, Environment, Finding
from keyguard.model.audit import Exposure

RefsOf = Callable[[str], "tuple[str, ...]"]
"""The refs that lead to a commit."""


def exposures(findings: Iterable[Finding], refs_of: RefsOf) -> tuple[Exposure, ...]:
    """One entry for each credential that counts, the widest spread first."""
    by_value: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.suppressed is None and finding.detection.kind.is_secret:
            by_value.setdefault(finding.detection.value, []).append(finding)
    entries = [_exposure(group, refs_of) for group in by_value.values()]
    return tuple(sorted(entries, key=lambda entry: (-len(entry.paths), entry.paths)))


def _exposure(group: list[Finding], refs_of: RefsOf) -> Exposure:
    commits = [finding.place.commit for finding in group if finding.place.commit is not None]
    first: Commit | None = min(commits, key=attrgetter("rank"), default=None)
    environments = {finding.context.environment for finding in group} - {Environment.NONE}
    return Exposure(
        detection=group[0].detection,
        paths=tuple(sorted({finding.place.path for finding in group})),
        states=tuple(dict.fromkeys(finding.place.state for finding in group)),
        environments=tuple(sorted(environments)),
        first=first,
        refs=refs_of(first.id) if first else (),
    )
