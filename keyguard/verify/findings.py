"""From findings to the keys in them, and from verdicts on the keys back to the findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from keyguard.fingerprint import digest
from keyguard.model import Confidence, Finding, Problem
from keyguard.model.liveness import Liveness, LivenessCheck
from keyguard.model.report import Report

OURS = "connexease"
KNOWN = "baseline"
"""What is known is asked about too: it is what is to be revoked. What is suppressed for another
reason was called no key of the Gateway's, or not to be looked at."""

LEADS = {
    Liveness.ALIVE: "Alive",
    Liveness.DEAD: "Dead, as of now",
    Liveness.UNKNOWN: "Unknown whether it is alive",
}


def gateway_keys(findings: Iterable[Finding]) -> dict[str, str]:
    """Each Gateway key once, by its digest, beginning with those that count most."""
    return {
        digest(finding.detection.value): finding.detection.value
        for finding in sorted(findings, key=lambda finding: -finding.severity)
        if _is_asked_about(finding)
    }


def with_liveness(report: Report, checks: Mapping[str, LivenessCheck]) -> Report:
    """The report with the verdict on each key: live keys come first, unknown ones are problems."""
    findings = [_told(finding, checks) for finding in report.findings]
    return report._replace(
        findings=tuple(sorted(findings, key=lambda finding: not finding.is_alive)),
        problems=(*report.problems, *_problems(checks)),
    )


def _is_asked_about(finding: Finding) -> bool:
    """What is of low confidence may be another vendor's, and is not shown to the Gateway."""
    counts = finding.suppressed is None or finding.suppressed.by == KNOWN
    detection, is_sure = finding.detection, finding.confidence > Confidence.LOW
    return counts and is_sure and detection.kind.is_key and detection.vendor == OURS


def _told(finding: Finding, checks: Mapping[str, LivenessCheck]) -> Finding:
    check = checks.get(digest(finding.detection.value)) if _is_asked_about(finding) else None
    if check is None:
        return finding
    message = f"{LEADS[check.liveness]}: {check.reason}. {finding.message}"
    return finding._replace(message=message, liveness=check)


def _problems(checks: Mapping[str, LivenessCheck]) -> Iterable[Problem]:
    """One for each reason: to be asked and not to know is not to be clean."""
    unknown = [check.reason for check in checks.values() if check.liveness is Liveness.UNKNOWN]
    for reason in dict.fromkeys(unknown):
        count = unknown.count(reason)
        keys = f"{count} key" + ("" if count == 1 else "s")
        yield Problem(b"", f"{keys} could not be verified: {reason}")
