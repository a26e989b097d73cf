"""The report as Markdown, for a job summary or a comment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TextIO

from keyguard.model import Finding, Problem
from keyguard.model.audit import Check
from keyguard.model.report import Report
from keyguard.report import Presentation, summary
from keyguard.report.clean_up import asks_for_clean_history
from keyguard.report.credentials import Credential, credentials, headline, lists_credentials
from keyguard.report.markdown_list import TABLE, credential_rows, how_to_clean
from keyguard.report.markdown_text import Links, code, prose, trusted
from keyguard.report.masked import Shown
from keyguard.report.remedies import Recipe, remedies
from keyguard.report.sanitize import storable

_ROOM_FOR_CREDENTIALS = 300_000
_ROOM_FOR_FINDINGS = 250_000
_ROOM_FOR_FIXES = 150_000
_ROOM_FOR_PROBLEMS = 150_000
"""Bytes. GitHub refuses a job summary of over 1 MiB."""


def write(report: Report, stream: TextIO, presentation: Presentation) -> None:
    """Writes the report. Suppressed findings are only counted."""
    shown = Shown(report)
    links = Links(shown, presentation.files_at)
    lines = [f"## keyguard: {summary.verdict(report)}", ""]
    if not report.complete:
        lines += [f"> **{summary.incomplete(report)}**", ""]
    found = credentials(report.active) if lists_credentials(report) else []
    lines += _clean_up(found, links, shown)
    lines += _fixes(remedies(report, shown))
    lines += how_to_clean() if asks_for_clean_history(found) else []
    lines += _findings(report.active, links, shown)
    lines += _problems(report.problems, shown)
    lines += _checks(report.checks, shown)
    closing = [summary.read(report.scanned), *summary.left_out(report, shown)]
    lines.append(prose(" ".join(closing)))
    stream.write(storable("\n".join(lines) + "\n", stream))


def _clean_up(found: Sequence[Credential], links: Links, shown: Shown) -> list[str]:
    if not found:
        return []
    rows, left = fitting(credential_rows(found, links, shown), _ROOM_FOR_CREDENTIALS)
    return [f"**{headline(found)}.**", "", *TABLE, *rows, "", *_more(left, "credential")]


def _findings(findings: Iterable[Finding], links: Links, shown: Shown) -> list[str]:
    worst_first = sorted(findings, key=lambda finding: finding.rank)
    if not worst_first:
        return []
    rows, left = fitting(
        (_row(finding, links, shown) for finding in worst_first), _ROOM_FOR_FINDINGS
    )
    table = [
        "| severity | rule | where | credential | commit |",
        "|---|---|---|---|---|",
        *rows,
        "",
    ]
    return [*table, *_more(left, "finding")]


def _row(finding: Finding, links: Links, shown: Shown) -> str:
    state = "" if finding.place.state.is_current else f" ({finding.place.state.value})"
    commit = finding.place.commit
    liveness = f"{finding.liveness.liveness.value}, " if finding.liveness else ""
    cells = (
        liveness + finding.severity.label,
        code(shown.rule(finding)),
        links.to(finding, with_column=True) + state,
        code(shown.credential(finding)),
        code(shown.commit_id(commit)) if commit and commit.id else "",
    )
    return f"| {' | '.join(cells)} |"


def _fixes(found: Iterable[Recipe]) -> list[str]:
    blocks = [
        "\n".join([f"**For {remedy.title(code)}:**", "", *map(trusted, remedy.steps), ""])
        for remedy in found
    ]
    if not blocks:
        return []
    kept, left = fitting(blocks, _ROOM_FOR_FIXES)
    return ["### What to do first", "", *kept, *_more(left, "fix", "fixes")]


def _problems(problems: Iterable[Problem], shown: Shown) -> list[str]:
    items = [
        f"- {code(shown.path(problem.path))}: {prose(shown.words(problem.message))}"
        if problem.path
        else f"- {prose(shown.words(problem.message))}"
        for problem in problems
    ]
    if not items:
        return []
    kept, left = fitting(items, _ROOM_FOR_PROBLEMS)
    return ["### Could not read", "", *kept, "", *_more(left, "problem")]


def _checks(checks: Iterable[Check], shown: Shown) -> list[str]:
    items = [
        f"- **{'ok' if check.passed else 'todo'}** {prose(shown.words(check.told()))}"
        + ("" if check.passed else f". {trusted(check.advice)}")
        for check in checks
    ]
    if not items:
        return []
    kept, left = fitting(items, _ROOM_FOR_PROBLEMS)
    return ["### Hygiene", "", *kept, "", *_more(left, "check")]


def fitting(lines: Iterable[str], room: int) -> tuple[list[str], int]:
    """The first lines that fit into ``room`` bytes, and how many are left over."""
    kept, left = [], 0
    for line in lines:
        room -= len(line.encode("utf-8", "backslashreplace")) + 1
        if room >= 0:
            kept.append(line)
        else:
            left += 1
    return kept, left


def _more(left: int, thing: str, things: str = "") -> list[str]:
    if not left:
        return []
    named = f"{left:,} more {things or thing + 's'}" if left > 1 else f"1 more {thing}"
    return [f"... and {named}; the JSON report has them all.", ""]
