"""Short phrases that say what is worth knowing about where a finding is."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.model import Confidence, Environment, Finding, Part, Surface
from keyguard.model.refs import REF_NAME
from keyguard.model.source_map import way
from keyguard.report import whereabouts
from keyguard.report.masked import Shown

_ENVIRONMENTS = {
    Environment.PRODUCTION: "in a production config",
    Environment.STAGING: "in a staging config",
    Environment.DEVELOPMENT: "in a development config",
    Environment.TEST: "in a test config",
}
_SURFACES = {
    Surface.FRONTEND: "in code that ships to browsers",
    Surface.MOBILE: "in code that ships in an app",
}


def about_place(finding: Finding, shown: Shown) -> list[str]:
    """What the finding's place is, and how the credential is written there."""
    return [shown.words(fact) for fact in _about_place(finding)]


def about_history(finding: Finding, shown: Shown) -> list[str]:
    """Since when the finding is there, and whether it still is."""
    facts = []
    commit = finding.place.commit
    if commit is not None and commit.id:
        is_tag = finding.detection.view.blob.part is Part.TAG
        facts.append(shown.commit(commit, "tag object" if is_tag else "commit"))
    facts += whereabouts.of_finding(finding, shown)
    return facts


def about_suppression(finding: Finding, shown: Shown) -> str:
    """Why the finding does not count, and who says so; empty if it counts."""
    suppression = finding.suppressed
    if suppression is None:
        return ""
    by = {
        "inline": "suppressed by a comment beside it",
        "path": "suppressed by the configuration for this path",
        "baseline": "known, by the baseline",
    }.get(suppression.by, f"suppressed ({shown.words(suppression.by)})")
    reason = shown.words(suppression.reason)
    return f"{by}: {reason}" if reason else f"{by}, no reason given"


def position(finding: Finding) -> str:
    """``line:column``; empty where lines mean nothing, as in a file's name."""
    if finding.detection.view.blob.part is Part.NAME:
        return ""
    return f"{finding.region.line}:{finding.region.column}"


def _about_place(finding: Finding) -> Iterator[str]:
    detection, context = finding.detection, finding.context
    if detection.view.blob.part is Part.NAME and finding.place.path != REF_NAME:
        yield "in the name of the file"
    if context.environment in _ENVIRONMENTS:
        yield _ENVIRONMENTS[context.environment]
    if context.surface in _SURFACES:
        reason = f": {context.surface_reason}" if context.surface_reason else ""
        yield _SURFACES[context.surface] + reason
    if steps := way(detection):
        yield "decoded from " + ", then ".join(steps)
    if finding.occurrences > 1:
        yield f"{finding.occurrences:,} times under this path"
    if finding.confidence is Confidence.LOW:
        yield "low confidence"
