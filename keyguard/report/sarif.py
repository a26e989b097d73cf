"""The report as SARIF 2.1.0, with what GitHub code scanning asks for.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html and
https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TextIO
from urllib.parse import quote

from keyguard import __version__
from keyguard.fingerprint import digest
from keyguard.model import Finding, Part, Problem, Severity
from keyguard.model.patterns import lazy_pattern
from keyguard.model.report import Report
from keyguard.report import NO_RULES, RuleText
from keyguard.report.facts import about_history
from keyguard.report.forms import Forms
from keyguard.report.indented import Written, in_json
from keyguard.report.masked import Shown
from keyguard.report.most_urgent import most_urgent
from keyguard.report.sanitize import decoded, encoded, write_json

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
}
SECURITY_SEVERITIES = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
}
"""GitHub's scale: critical over 9.0, high from 7.0, medium from 4.0, low above 0.0."""

MOST_RESULTS = 25_000
"""GitHub refuses a log with more results in a run, and shows the 5,000 most severe:
https://docs.github.com/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit"""
_DEPTH_OF_RESULTS = 4
"""They are in a list of a run, which is in a list of the log."""
_TAGS = ("security", "secrets", "connexease")
_LONGEST_DESCRIPTION = 1024
_SUPPRESSION_KINDS = {"inline": "inSource"}
_ELSEWHERE = "external"
_NO_FILE = lazy_pattern(rb"\((.+)\)")
"""What has no path is called by such a name, as ``(commit message)`` and ``(object 0123...)``."""
_ROOT = "."
"""The repository itself. GitHub refuses all of a log in which one result has no physical location:
https://github.com/forcedotcom/code-analyzer/issues/1970"""


def write(report: Report, stream: TextIO, documentation: Mapping[str, RuleText] = NO_RULES) -> None:
    """Writes one SARIF log, in ASCII. A rule without documentation is described by its id."""
    write_json(log(report, documentation), stream)


def log(report: Report, documentation: Mapping[str, RuleText]) -> dict[str, Any]:
    """The log, with results that are written as JSON already."""
    shown, forms = Shown(report), Forms(_DEPTH_OF_RESULTS)
    rules = _all_rules(report, documentation)
    indexes = {rule: index for index, rule in enumerate(rules)}
    findings = most_urgent(report.findings, MOST_RESULTS)
    left_out = len(report.findings) - len(findings)
    run = {
        "tool": {
            "driver": {
                "name": "keyguard",
                "semanticVersion": __version__,
                "rules": [_rule(rule, shown) for rule in rules.values()],
            }
        },
        "automationDetails": {"id": f"keyguard/{report.command}/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": report.complete,
                "toolExecutionNotifications": [
                    *(_notification(problem, shown) for problem in report.problems),
                    *([_left_out(left_out)] if left_out else []),
                ],
            }
        ],
        "results": [_written(finding, indexes[finding.rule], shown, forms) for finding in findings],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _left_out(count: int) -> dict[str, Any]:
    text = (
        f"{count:,} more findings are not in this log: GitHub takes no more than {MOST_RESULTS:,} "
        "of a run. The most severe are here; `--format json` has all."
    )
    return {"level": "warning", "message": {"text": text}}


def _all_rules(report: Report, documentation: Mapping[str, RuleText]) -> dict[str, RuleText]:
    rules = dict(documentation)
    for finding in report.findings:
        if finding.rule not in rules:
            words = finding.rule.replace("-", " ").capitalize() + "."
            rules[finding.rule] = RuleText(finding.rule, finding.severity, words, words)
    return rules


def _rule(rule: RuleText, shown: Shown) -> dict[str, Any]:
    documentation = shown.raw(rule.documentation)
    page = {"helpUri": rule.page} if rule.page else {}
    return {
        "id": shown.words(rule.id),
        "shortDescription": {"text": shown.raw(rule.summary)},
        "fullDescription": {"text": _shortened(documentation)},
        **page,
        "help": {"text": documentation, "markdown": documentation},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "tags": list(_TAGS),
            "precision": "high",
            "security-severity": SECURITY_SEVERITIES[rule.severity],
        },
    }


def _written(finding: Finding, rule_index: int, shown: Shown, forms: Forms) -> Written:
    """A result as text. Few of its fields are its own."""
    place, detection = finding.place, finding.detection
    alike = (
        finding.rule, finding.severity, finding.confidence, finding.suppressed,
        finding.context.environment, finding.context.surface, detection.view.blob.part,
        place.path, place.state, place.commit,
    )  # fmt: skip
    own: dict[str, str | int] = {
        "text": in_json(_message(finding, shown)),
        "primaryLocationLineHash": in_json(finding.fingerprint),
        "occurrenceCount": finding.occurrences,
        "redacted": in_json(shown.credential(finding)),
        "digest": in_json(digest(detection.value)),
        **_lines(finding, shown),
    }
    return forms.written(alike, own, lambda: _result(finding, rule_index, shown))


def _result(finding: Finding, rule_index: int, shown: Shown) -> dict[str, Any]:
    commit = finding.place.commit
    return {
        "ruleId": shown.rule(finding),
        "ruleIndex": rule_index,
        "level": LEVELS[finding.severity],
        "message": {"text": _message(finding, shown)},
        "locations": [_location(finding, shown)],
        "partialFingerprints": {"primaryLocationLineHash": finding.fingerprint},
        "occurrenceCount": finding.occurrences,
        "suppressions": _suppressions(finding, shown),
        "properties": {
            "severity": finding.severity.label,
            "confidence": finding.confidence.label,
            "redacted": shown.credential(finding),
            "digest": digest(finding.detection.value),
            "environment": finding.context.environment.value,
            "surface": finding.context.surface.value,
            "state": finding.place.state.value,
            "commit": shown.raw(commit.id) if commit else None,
        },
    }


def _message(finding: Finding, shown: Shown) -> str:
    """GitHub shows the first sentence as the title of an alert."""
    facts = about_history(finding, shown)
    if name := _no_file_of(finding, shown):
        facts.insert(0, f"in the {name}")
    found = f"Found: {shown.credential(finding)}."
    where = "; ".join(facts)
    where = f" {where[0].upper()}{where[1:]}." if where else ""
    return f"{shown.raw(finding.message)} {found}{where}\n\nWhat to do:\n{shown.raw(finding.fix)}"


def _location(finding: Finding, shown: Shown) -> dict[str, Any]:
    """The file and the lines."""
    if name := _no_file_of(finding, shown):
        return {
            "physicalLocation": _physical(_ROOT, _lines(finding, shown)),
            "logicalLocations": [{"name": name, "fullyQualifiedName": _in_commit(name, finding)}],
        }
    return {"physicalLocation": _physical(uri(finding.place.path, shown), _lines(finding, shown))}


def _lines(finding: Finding, shown: Shown) -> dict[str, int]:
    """Line 1 where the credential is not in the file's content."""
    if finding.detection.view.blob.part is not Part.CONTENT or _no_file_of(finding, shown):
        return {"startLine": 1}
    region = finding.region
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }


def _physical(uri: str, region: dict[str, int]) -> dict[str, Any]:
    return {"artifactLocation": {"uri": uri}, "region": region}


def _no_file(path: bytes, shown: Shown) -> str:
    """The name of what has no path, such as ``commit message``; empty for a path."""
    named = _NO_FILE.fullmatch(path)
    return shown.raw_path(named[1]) if named else ""


def _no_file_of(finding: Finding, shown: Shown) -> str:
    """The name of what a finding is in; what is in the work tree is a file, whatever it is
    called."""
    return "" if finding.place.state.is_current else _no_file(finding.place.path, shown)


def _in_commit(name: str, finding: Finding) -> str:
    commit = finding.place.commit
    return f"{commit.id}/{name}" if commit and commit.id else name


def _suppressions(finding: Finding, shown: Shown) -> list[dict[str, str]]:
    """Empty for a finding that counts: the standard wants the list on all results or on none."""
    if finding.suppressed is None:
        return []
    kind = _SUPPRESSION_KINDS.get(finding.suppressed.by, _ELSEWHERE)
    return [{"kind": kind, "justification": shown.raw(finding.suppressed.reason)}]


def _notification(problem: Problem, shown: Shown) -> dict[str, Any]:
    name = _no_file(problem.path, shown)
    what = f"the {name}" if name else "this"
    notification: dict[str, Any] = {
        "level": "error",
        "message": {"text": f"Could not read {what}: {shown.raw(problem.message)}"},
    }
    if problem.path and not name:
        place = {"artifactLocation": {"uri": uri(problem.path, shown)}}
        notification["locations"] = [{"physicalLocation": place}]
    return notification


def uri(path: bytes, shown: Shown) -> str:
    """A masked path as a relative reference, percent-encoded byte by byte."""
    return quote(encoded(shown.redactor.clean(decoded(path))), safe="/")


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    return text[: _LONGEST_DESCRIPTION - 3] + "..."
