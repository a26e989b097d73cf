"""What the rules say of credentials in their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from keyguard.fingerprint import fingerprint
from keyguard.model import Finding, Place
from keyguard.model.finding import CLEAN_HISTORY, DELETE_REF
from keyguard.model.refs import REF_NAME
from keyguard.model.source_map import levels
from keyguard.pipeline.precedence import without_doubles
from keyguard.pipeline.region import region_of
from keyguard.pipeline.reuse import Placed
from keyguard.pipeline.vain_comments import remark_on_comments
from keyguard.rules import verdicts
from keyguard.settings import Settings
from keyguard.suppress import beside_comments, suppression


def findings_of(placed: Iterable[Placed], settings: Settings) -> list[Finding]:
    """The findings of all credentials, one for each credential at one place."""
    return without_doubles([each for some in placed for each in _verdicts(some, settings)])


def _verdicts(placed: Placed, settings: Settings) -> Iterator[Finding]:
    detection, place, context = placed.detection, placed.place, placed.context
    for rule, verdict in verdicts(detection, context, settings):
        found = detection
        if verdict.span is not None:
            found = detection._replace(start=verdict.span[0], end=verdict.span[1])
        spans = list(levels(found))
        commented = beside_comments(spans) if settings.inline_allow else ()
        suppressed = suppression(found, commented, rule.id, place.path, settings)
        remark = remark_on_comments(commented, settings) if suppressed is None else ""
        yield Finding(
            rule=rule.id,
            severity=verdict.severity or rule.severity,
            confidence=detection.confidence,
            detection=found,
            context=context,
            place=place,
            region=region_of(spans[-1]),
            message=verdict.message + remark,
            fix=_fix_at(place, verdict.fix),
            fingerprint=fingerprint(rule.id, detection.value, place.path),
            suppressed=suppressed,
        )


def _fix_at(place: Place, fix: str) -> str:
    """What to do there first. The name of a ref is in no commit, so its last steps are others."""
    lines = fix.splitlines()
    if place.path != REF_NAME or not lines or not lines[-1].endswith(CLEAN_HISTORY):
        return fix
    *replace, _, _ = lines
    return "\n".join([*replace, f"{len(lines) - 1}. {DELETE_REF}"])
