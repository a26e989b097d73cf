"""Recognises findings of the baseline in files that were moved since it was written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from keyguard.fingerprint import fingerprint
from keyguard.model import Finding, Place, State, Suppression
from keyguard.model.source import Source
from keyguard.settings import Settings


def mark_renamed(
    findings: Iterable[Finding], sources: Sequence[Source], settings: Settings
) -> list[Finding]:
    """The findings; those that the baseline knows at a path where nothing is now are suppressed.

    Only if git tracks the new path. A file was moved to one place: a further copy is new, and so is
    one beside the old file, whether git tracks that or not.
    """
    known = _KnownFiles(sources, settings)
    return [
        finding._replace(suppressed=suppression)
        if finding.suppressed is None and (suppression := known.origin_of(finding))
        else finding
        for finding in findings
    ]


class _KnownFiles:
    """What the baseline knows of files that are gone: each was moved to one place only."""

    def __init__(self, sources: Sequence[Source], settings: Settings) -> None:
        self._sources = sources
        self._reasons = settings.baseline
        self._by_rule: dict[str, list[tuple[str, str]]] = {}
        for known, (rule, path) in settings.baseline_places.items():
            self._by_rule.setdefault(rule, []).append((known, path))
        self._taken: dict[str, bytes] = {}

    def origin_of(self, finding: Finding) -> Suppression | None:
        """Why a finding is known by the path of a file that is gone; None if it is not."""
        here = finding.place.path
        if not finding.place.state.is_current:
            return None
        for known, path in self._by_rule.get(finding.rule, ()):
            old = path.encode("utf-8", "surrogateescape")
            if known != fingerprint(finding.rule, finding.detection.value, old):
                continue
            if not self._is_tracked(here) or self._is_there(old):
                continue
            if self._taken.setdefault(known, here) == here:
                reason = self._reasons[known]
                words = f"known as {path}" + (f": {reason}" if reason else "")
                return Suppression("baseline", words)
        return None

    def _is_tracked(self, path: bytes) -> bool:
        return any(source.is_tracked(Place(path, State.INDEX)) for source in self._sources)

    def _is_there(self, path: bytes) -> bool:
        on_disk = Place(path, State.TREE)
        return self._is_tracked(path) or any(
            source.read_sibling(on_disk, path) is not None for source in self._sources
        )
