"""The findings that there is room for in a format whose readers take only so many."""

from __future__ import annotations

from collections.abc import Sequence

from keyguard.model import Finding


def most_urgent(findings: Sequence[Finding], most: int) -> Sequence[Finding]:
    """No more than ``most``: what counts goes first, then what matters most. In the order of the
    report, if all of them fit."""
    return findings if len(findings) <= most else sorted(findings, key=_urgency)[:most]


def _urgency(finding: Finding) -> tuple[bool, tuple[bool, int]]:
    return finding.suppressed is not None, finding.rank
