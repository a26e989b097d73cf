"""One value, one rule: a custom rule is silent where a more specific one reports its value."""

from __future__ import annotations

from keyguard.model import Confidence, Finding


def without_doubles(findings: list[Finding]) -> list[Finding]:
    """The findings without those that another one on their line outranks."""
    if not any(finding.detection.custom_rule for finding in findings):
        return findings
    spots: dict[tuple[bytes, int], list[Finding]] = {}
    for finding in findings:
        spots.setdefault(_spot(finding), []).append(finding)
    return [
        finding
        for finding in findings
        if not any(_outranks(other, finding) for other in spots[_spot(finding)])
    ]


def is_sure(finding: Finding) -> bool:
    """Whether it is shown without being asked for."""
    return finding.confidence > Confidence.LOW


def _spot(finding: Finding) -> tuple[bytes, int]:
    return finding.place.path, finding.region.line


def _outranks(finding: Finding, other: Finding) -> bool:
    mine, theirs = finding.detection.value, other.detection.value
    overlap = theirs in mine or (not finding.detection.custom_rule and mine in theirs)
    return overlap and _rank(finding) > _rank(other) >= 0


def _rank(finding: Finding) -> int:
    """How specific a finding is; below zero for one that neither yields nor is yielded to.

    A rule that is switched off silences no other. In the rule files of gitleaks, rules called
    generic yield to all others.
    """
    if finding.suppressed is not None and finding.suppressed.by == "rule":
        return -1
    if finding.detection.custom_rule:
        return 0 if "generic" in finding.rule.lower() else 1
    return 2 if is_sure(finding) and finding.detection.kind.is_secret else -1
