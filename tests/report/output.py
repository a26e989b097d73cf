"""What a format writes for a report, and golden files to compare it with."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

from keyguard import __version__
from keyguard.model.report import Report
from keyguard.report import Presentation, write
from tests.report.reports import DOCUMENTATION

GOLDEN = Path(__file__).parent / "golden"
UPDATE = "KEYGUARD_UPDATE_GOLDEN"
"""Set this variable to 1 to write the golden files anew; then read what changed."""


def output(format: str, report: Report, **presentation: Any) -> str:
    """All that is written, as from the root of the repository in a terminal of 80 columns."""
    fields: dict[str, Any] = {"base": "/repo", "width": 80} | presentation
    stream = io.StringIO()
    write(format, report, stream, Presentation(**fields), DOCUMENTATION)
    return stream.getvalue()


def assert_golden(name: str, text: str) -> None:
    """Compares text with a golden file, whatever the version of keyguard."""
    text = text.replace(f'"{__version__}"', '"VERSION"')
    file = GOLDEN / name
    if os.environ.get(UPDATE) == "1":
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text(encoding="utf-8")
