"""Lets a comment at the end of a change allow the credential in the change's earlier commits.

A push is refused because of a commit without the comment. Whoever then allows the credential does
so in a later commit, with the same credential at the same path.
"""

from __future__ import annotations

from collections.abc import Sequence

from keyguard.detect.detector import Detector
from keyguard.model import Finding
from keyguard.model.source import Source
from keyguard.pipeline.novelty import findings_in
from keyguard.settings import Settings


def mark_allowed_at_end(
    findings: Sequence[Finding], source: Source, detector: Detector, settings: Settings
) -> Sequence[Finding]:
    """The findings of a range; those that a comment at its end allows are suppressed."""
    open_paths = {
        finding.place.path
        for finding in findings
        if finding.suppressed is None and finding.place.commit is not None
    }
    if not open_paths:
        return findings
    at_end = findings_in(source, open_paths.__contains__, detector, settings)
    allowed = {
        finding.fingerprint: finding.suppressed
        for finding in at_end
        if finding.suppressed is not None and finding.suppressed.by == "inline"
    }
    return [
        finding._replace(suppressed=finding.suppressed or allowed.get(finding.fingerprint))
        for finding in findings
    ]
