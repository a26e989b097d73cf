"""The report of a fleet for spreadsheets: a row for each finding in a repository, and each gap."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

from keyguard.fleet.report import words
from keyguard.fleet.report.contents import FleetCredential, FleetReport, HeldPlace
from keyguard.report import Presentation
from keyguard.report.masked import Shown
from keyguard.report.sanitize import storable

COLUMNS = (
    "row", "change", "digest", "kind", "redacted", "liveness", "severity", "rule", "repository",
    "network", "path", "line", "environment", "surface", "job", "state", "commit", "author",
    "date", "first_seen", "last_seen", "suppressed", "message",
)  # fmt: skip
"""The columns. ``row`` is ``finding``, ``gone``, ``suppressed``, or the kind of a gap."""

_FORMULA = tuple("=+-@|%\t\r＝＋－＠")
"""What makes a spreadsheet take a cell for a formula or a command, full-width signs included:
https://owasp.org/www-community/attacks/CSV_Injection."""


def write(report: FleetReport, stream: TextIO, presentation: Presentation) -> None:
    """Writes the table, beginning with the names of the columns."""
    lines = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
    show = words.shown()
    lines.writeheader()
    for row in _rows(report):
        lines.writerow({name: storable(cell(text, show), stream) for name, text in row.items()})


def cell(text: str, show: Shown) -> str:
    """A text as a cell that no program takes for a formula."""
    harmless = show.words(text)
    return f"'{harmless}" if harmless.lstrip().startswith(_FORMULA) else harmless


def _rows(report: FleetReport) -> Iterator[dict[str, str]]:
    for credential in report.credentials:
        for place in credential.places:
            yield _row("finding", place, credential)
    for credential in report.gone:
        for place in credential.places:
            yield _row("gone", place, credential)
    for place in report.others:
        yield _row("finding", place)
    for place in report.suppressed:
        yield _row("suppressed", place)
    for gap in report.gaps:
        yield {
            "row": gap.kind, "repository": gap.source, "path": gap.path, "message": gap.message,
        }  # fmt: skip


def _row(row: str, place: HeldPlace, credential: FleetCredential | None = None) -> dict[str, str]:
    held = place.held
    return {
        "row": row,
        "change": place.change.value if place.change else "",
        "digest": held.digest,
        "kind": held.kind,
        "redacted": held.redacted,
        "liveness": credential.liveness if credential else "",
        "severity": place.severity.label,
        "rule": held.rule,
        "repository": held.source,
        "network": held.network,
        "path": held.path,
        "line": str(held.line),
        "environment": held.environment,
        "surface": held.surface,
        "job": place.job,
        "state": held.state,
        "commit": held.commit or "",
        "author": held.author or "",
        "date": held.date or "",
        "first_seen": held.first_seen,
        "last_seen": held.last_seen,
        "suppressed": " ".join(filter(None, (held.suppressed_by, held.suppressed_reason))),
        "message": held.message,
    }
