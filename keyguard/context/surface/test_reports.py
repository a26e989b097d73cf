"""Pages that tools write about a run of tests: for those who ran them, not for a site's visitors.

Seen in the reports of Robot Framework 7.5, pytest-html 4.2, coverage.py 7.17, Playwright 1.65,
mochawesome 8.1 and newman-reporter-htmlextra 1.23. A report in a folder that is served is a page
like any other.
"""

from __future__ import annotations

from keyguard.context.surface.code_file import CodeFile
from keyguard.context.surface.served import served
from keyguard.context.surface.verdict import UNKNOWN, Verdict

HEAD = 2_000
"""Characters of a page within which it says which tool wrote it."""
MARKS = {
    "Robot Framework": '<meta content="Robot Framework ',
    "pytest-html": '<title id="head-title">',
    "coverage.py": '<script src="coverage_html',
    "Playwright": "<title>Playwright Test Report</title>",
    "mochawesome": "<title>Mochawesome Report</title>",
    "newman": "<title>Newman Summary Report</title>",
}


def of_tests(file: CodeFile) -> Verdict | None:
    """The verdict on a test report: nobody can say who reads it."""
    head = file.text[:HEAD]
    is_report = any(mark in head for mark in MARKS.values())
    return UNKNOWN if is_report and not served(file) else None
