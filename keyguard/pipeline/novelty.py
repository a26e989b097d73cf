"""What of a change's findings is new: what it starts from may hold the same value at the same path.

A credential that was there before is not this change's doing. Neither is one whose file was moved,
unless the new place makes it worse: then another rule fires, or the old place was allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from keyguard.detect.detector import Detector, widened_prefilter
from keyguard.model import Finding, Place, State, Suppression
from keyguard.model.source import Source
from keyguard.pipeline.judge import judge
from keyguard.settings import Settings


def mark_known(
    findings: Sequence[Finding], source: Source, detector: Detector, settings: Settings
) -> list[Finding]:
    """The findings of a change, with those suppressed that its base has already."""
    start = source.base()
    if start is None or not findings:
        return list(findings)
    paths = {finding.place.path for finding in findings}
    base = _findings(start, paths.__contains__, detector, settings)
    known = {finding.fingerprint: finding for finding in base}
    moved: dict[tuple[str, str], Finding] = {}
    if any(finding.fingerprint not in known for finding in findings):
        gone = _findings(start, lambda path: not _is_there(source, path), detector, settings)
        moved = {_claim(finding): finding for finding in gone if finding.suppressed is None}
    return [
        _against(finding, known.get(finding.fingerprint) or moved.get(_claim(finding)), settings)
        for finding in findings
    ]


def _against(finding: Finding, before: Finding | None, settings: Settings) -> Finding:
    """A finding beside what the base has of it; None if it is new."""
    allowed_here = finding.suppressed is not None and finding.suppressed.by == "inline"
    if before is None:
        overruled = settings.policy_at_base and allowed_here
        return finding._replace(suppressed=None) if overruled else finding
    if settings.policy_at_base and allowed_here:
        finding = finding._replace(suppressed=before.suppressed)
    if finding.suppressed is not None or settings.all_in_touched_files:
        return finding
    return finding._replace(suppressed=Suppression("base", _known_as(finding, before)))


def _known_as(finding: Finding, before: Finding) -> str:
    if before.place.path == finding.place.path:
        return "it was here before this change"
    return f"it was in {before.place.path.decode('utf-8', 'backslashreplace')} before this change"


def _claim(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.detection.value


def _is_there(source: Source, path: bytes) -> bool:
    return source.is_tracked(Place(path, State.INDEX))


def _findings(
    base: Source, wanted: Callable[[bytes], bool], detector: Detector, settings: Settings
) -> Iterable[Finding]:
    """What the wanted files of a base hold; what of them can't be read makes nothing known."""
    prefilter = widened_prefilter(detector.prefilter, detector)
    blobs = [blob for blob in base.read_beside(wanted) if prefilter.matches(blob.data)]
    return judge([(base, blobs)], detector, settings).findings
