"""The findings that fit into a format whose readers take only so many."""

from __future__ import annotations

from collections.abc import Sequence

from keyguard.model import Finding


def most_urgent(findings: Sequence[Finding], most: int) -> Sequence[Finding]:
    """At most ``most`` findings: those that count first, then the most severe.

    If all fit, they keep the order of the report.
    """
    return findings if len(findings) <= most else sorted(findings, key=_urgency)[:most]


def _urgency(finding: Finding) -> tuple[bool, tuple[bool, int]]:
    return finding.suppressed is not None, finding.rank
