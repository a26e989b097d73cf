"""Which findings of a change are new: its base may have the same value at the same path.

A credential that was there before is not this change's doing. Neither is one whose file was moved,
unless the new place makes it worse: if another rule fires there, or the old place was allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from keyguard.detect.detector import Detector, widened_prefilter
from keyguard.model import Blob, Finding, Part, Place, State, Suppression
from keyguard.model.source import Source
from keyguard.pipeline.held import Held
from keyguard.pipeline.judge import judge, merge
from keyguard.pipeline.screen import Screener
from keyguard.prefilter.handler_clues import may_be_handler
from keyguard.settings import Settings


def mark_known(
    findings: Sequence[Finding], source: Source, detector: Detector, settings: Settings
) -> list[Finding]:
    """The findings of a change; those that its base has already are suppressed.

    Under the policy of the base, an allow comment counts only if the base allows the value as well.
    """
    start = source.base()
    if start is None:
        return [_as_new(each, settings) if source.is_change else each for each in findings]
    paths = {finding.place.path for finding in findings}
    base = findings_in(start, paths.__contains__, detector, settings)
    known = {finding.fingerprint: finding for finding in base}
    moves = _Moves([], source)
    if any(finding.fingerprint not in known for finding in findings):
        gone = findings_in(start, lambda path: not _is_there(source, path), detector, settings)
        moves = _Moves(gone, source)
    return [
        _against(finding, known.get(finding.fingerprint) or moves.origin_of(finding), settings)
        for finding in findings
    ]


class _Moves:
    """Which file that is gone a file of a change was moved from: each to one place only, on the way
    to which it may have been at others, where nothing is left of it.
    """

    def __init__(self, gone: Iterable[Finding], change: Source) -> None:
        self._change = change
        self._gone: dict[tuple[str, str], list[Finding]] = {}
        for finding in gone:
            self._gone.setdefault(_claim(finding), []).append(finding)
        self._left = {claim: [*findings] for claim, findings in self._gone.items()}
        self._taken: dict[tuple[str, str, bytes], Finding] = {}

    def origin_of(self, finding: Finding) -> Finding | None:
        """What a file that is gone had of a finding; None for what no file can have been moved to,
        such as a message."""
        if finding.detection.view.blob.part not in (Part.CONTENT, Part.NAME):
            return None
        claim, path = _claim(finding), finding.place.path
        if claim in self._gone and not _is_there(self._change, path):
            return self._gone[claim][0]
        here = (*claim, path)
        left = self._left.get(claim)
        if here not in self._taken and left:
            self._taken[here] = left.pop(0)
        return self._taken.get(here)


def _against(finding: Finding, before: Finding | None, settings: Settings) -> Finding:
    """A finding beside what the base has of it; None if it is new."""
    if before is not None and _is_known_elsewhere(finding, before):
        return finding._replace(suppressed=_as_before(before))
    if before is None or _is_worse(finding, before):
        return _as_new(finding, settings)
    if _is_allowed_here(finding) and settings.policy_at_base:
        finding = finding._replace(suppressed=before.suppressed)
    if finding.suppressed is not None or settings.all_in_touched_files:
        return finding
    return finding._replace(suppressed=Suppression("base", _known_as(finding, before)))


def _is_worse(finding: Finding, before: Finding) -> bool:
    """Whether a change made more of what was there: surer, graver, or no longer suppressed."""
    return (
        finding.severity > before.severity
        or finding.confidence > before.confidence
        or (before.suppressed is not None and finding.suppressed is None)
    )


def _is_known_elsewhere(finding: Finding, before: Finding) -> bool:
    """Whether the file was moved, and the baseline knows the finding by its old path."""
    by = before.suppressed.by if before.suppressed else ""
    is_moved = before.place.path != finding.place.path
    is_graver = finding.severity > before.severity
    return by == "baseline" and is_moved and not is_graver and finding.suppressed is None


def _as_before(before: Finding) -> Suppression:
    path = before.place.path.decode("utf-8", "backslashreplace")
    reason = before.suppressed.reason if before.suppressed else ""
    return Suppression("baseline", f"known as {path}" + (f": {reason}" if reason else ""))


def _as_new(finding: Finding, settings: Settings) -> Finding:
    overruled = settings.policy_at_base and _is_allowed_here(finding)
    return finding._replace(suppressed=None) if overruled else finding


def _is_allowed_here(finding: Finding) -> bool:
    return finding.suppressed is not None and finding.suppressed.by == "inline"


def _known_as(finding: Finding, before: Finding) -> str:
    if before.place.path == finding.place.path:
        return "it was here before this change"
    return f"it was in {before.place.path.decode('utf-8', 'backslashreplace')} before this change"


def _claim(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.detection.value


def _is_there(source: Source, path: bytes) -> bool:
    return source.is_tracked(Place(path, State.INDEX))


def findings_in(
    base: Source, wanted: Callable[[bytes], bool], detector: Detector, settings: Settings
) -> list[Finding]:
    """The findings in the wanted files of a base. What can't be read makes no finding known."""
    prefilter = widened_prefilter(detector.prefilter, detector)

    def is_worth(blob: Blob) -> bool:
        return prefilter.matches(blob.data) or may_be_handler(blob, settings)

    held = Held()
    for item in base.read_beside(wanted):
        if isinstance(item, Blob):
            held.extend(filter(is_worth, (item,)))
            continue
        screener = Screener(detector, detector.prefilter, settings.limits)
        held.extend(each for each in screener.look_through(item) if isinstance(each, Blob))
    return merge(judge([(base, held)], detector, settings).findings)
