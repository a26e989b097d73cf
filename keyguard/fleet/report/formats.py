"""The formats of a fleet's report: one module for each, loaded when it is needed."""

from __future__ import annotations

from importlib import import_module
from typing import TextIO

from keyguard.fleet.report.contents import FleetReport
from keyguard.report import Presentation

FORMATS = {
    "text": "keyguard.fleet.report.text",
    "json": "keyguard.fleet.report.json_report",
    "csv": "keyguard.fleet.report.csv_report",
    "html": "keyguard.fleet.report.html_report",
}


def write(format: str, report: FleetReport, stream: TextIO, presentation: Presentation) -> None:
    """Writes a report. Raises ``KeyError`` for a format that is not one of ``FORMATS``."""
    import_module(FORMATS[format]).write(report, stream, presentation)
