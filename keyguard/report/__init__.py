"""Reports: one module for each format, loaded when it is needed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from keyguard.model import Severity
from keyguard.model.record import NamedTuple
from keyguard.model.report import Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "html", "markdown")

_MODULES = {
    "text": "keyguard.report.text",
    "json": "keyguard.report.json_report",
    "github": "keyguard.report.github",
    "gitlab": "keyguard.report.gitlab",
    "junit": "keyguard.report.junit",
    "html": "keyguard.report.html_report",
    "markdown": "keyguard.report.markdown",
}

_WITHOUT_A_LIST = frozenset({"sarif", "github", "gitlab", "junit"})
"""Formats that have findings only, so that their order says what is urgent."""


class Presentation(NamedTuple):
    """How to show a report. A format ignores what means nothing to it."""

    color: bool = False
    verbose: bool = False
    """List what is only counted otherwise, such as suppressed findings."""
    quiet: bool = False
    """Print nothing unless there are findings or problems."""
    show_secrets: bool = False
    """Do not mask. Only ``text`` and ``json`` obey it; the others are made to be published."""
    base: str = ""
    """The current folder: paths in ``text`` open from it."""
    width: int | None = None
    """Columns of the terminal; None asks it."""
    baseline: str = ""
    """The file of known findings, from the current folder; empty if there is none yet."""
    files_at: str = ""
    """Where the repository's files are on the web, with a slash at the end; empty if unknown."""
    made: str = ""
    """When the report was made, in ISO 8601."""
    typed: tuple[str, ...] = ()
    """The words of the command that made it."""


class RuleText(NamedTuple):
    """The documentation of a rule: a summary of one line, and Markdown."""

    id: str
    severity: Severity
    summary: str
    documentation: str
    page: str = ""
    """The address of the documentation on the web; empty for a rule of a configuration."""


NO_RULES: Mapping[str, RuleText] = MappingProxyType({})


def write(
    format: str,
    report: Report,
    stream: TextIO,
    presentation: Presentation,
    documentation: Mapping[str, RuleText] = NO_RULES,
) -> None:
    """Writes a report. Only ``sarif`` needs the rules' documentation, by rule id.

    Raises ``KeyError`` for a format that is not one of ``FORMATS``.
    """
    if report.findings:
        from keyguard.report.moment import at_its_moment

        report = at_its_moment(report)
        if format in _WITHOUT_A_LIST:
            from keyguard.report.credentials import most_urgent_first

            report = most_urgent_first(report)
    if format == "sarif":
        from keyguard.report import sarif

        sarif.write(report, stream, documentation)
    else:
        import_module(_MODULES[format]).write(report, stream, presentation)
