"""The report as Markdown, for a job summary or a comment."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import TextIO

from keyguard.model import Finding, Problem
from keyguard.model.report import Report
from keyguard.report import Presentation, facts, summary
from keyguard.report.masked import Shown
from keyguard.report.remedies import Remedy, remedies
from keyguard.report.sanitize import storable

_ROOM_FOR_FINDINGS = 500_000
_ROOM_FOR_FIXES = 150_000
_ROOM_FOR_PROBLEMS = 150_000
"""Bytes. GitHub refuses a job summary of over 1 MiB."""

_SPECIAL = re.compile(r"([\\*_\[\]|#~])")
_LIVE = re.compile(r"(?<!\S)\S*(?:://|www\.|@|#[0-9]|mailto:|xmpp:)\S*", re.IGNORECASE)
"""A word of which a page makes a link by itself, or a mention:
https://github.github.com/gfm/#autolinks. It is tried once a word, not once a character."""
_TICKS = re.compile("`+")
_UNSAFE_IN_CODE = re.compile(r"[`|]|^\s|\s$|^$")


def write(report: Report, stream: TextIO, presentation: Presentation) -> None:
    """Writes the report. Suppressed findings are counted only."""
    shown = Shown(report)
    verdict = summary.verdict(report)
    lines = [f"## keyguard: {verdict}", ""]
    if not report.complete:
        lines += [f"> **{summary.incomplete(report)}**", ""]
    lines += _findings(report.active, shown)
    lines += _fixes(remedies(report.active, shown))
    lines += _problems(report.problems, shown)
    closing = [summary.read(report.scanned), *summary.left_out(report, shown)]
    lines.append(prose(" ".join(closing)))
    stream.write(storable("\n".join(lines) + "\n", stream))


def prose(text: str) -> str:
    """Text on one line in which Markdown and HTML find nothing to interpret but backticks.

    What would become a link is quoted as code, by a run of backticks that nothing in it can end.
    """
    quotes = "`" * (1 + max(map(len, _TICKS.findall(text)), default=0))
    pieces, end = [], 0
    for live in _LIVE.finditer(text):
        word = live[0].replace("`", r"\x60")
        pieces += [_escaped(text[end : live.start()]), f"{quotes}{word}{quotes}"]
        end = live.end()
    return "".join([*pieces, _escaped(text[end:])])


def trusted(text: str) -> str:
    """Prose of our own, whose links stay links."""
    return _escaped(text)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", html.escape(text, quote=False))


def code(text: str) -> str:
    """Text on one line as code, in a table too."""
    if not _UNSAFE_IN_CODE.search(text):
        return f"`{text}`"
    entities = "".join(char if char.isalnum() else f"&#{ord(char)};" for char in text)
    return f"<code>{entities}</code>"


def _findings(findings: Iterable[Finding], shown: Shown) -> list[str]:
    worst_first = sorted(findings, key=lambda finding: -finding.severity)
    if not worst_first:
        return []
    rows, left = fitting((_row(finding, shown) for finding in worst_first), _ROOM_FOR_FINDINGS)
    table = [
        "| severity | rule | where | credential | commit |",
        "|---|---|---|---|---|",
        *rows,
        "",
    ]
    return [*table, *_more(left, "finding")]


def _row(finding: Finding, shown: Shown) -> str:
    position = facts.position(finding)
    where = shown.path(finding.place.path) + (f":{position}" if position else "")
    state = "" if finding.place.state in facts.STANDING else f" ({finding.place.state.value})"
    commit = finding.place.commit
    cells = (
        finding.severity.label,
        code(shown.rule(finding)),
        code(where) + state,
        code(shown.credential(finding)),
        code(shown.commit_id(commit)) if commit and commit.id else "",
    )
    return f"| {' | '.join(cells)} |"


def _fixes(found: Iterable[Remedy]) -> list[str]:
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


def fitting(lines: Iterable[str], room: int) -> tuple[list[str], int]:
    """The first lines that fit in ``room`` bytes, and how many are left over."""
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
