"""The report for a terminal: findings by file, what to do, and what was read."""

from __future__ import annotations

import os
from collections.abc import Iterable

from keyguard.model.report import Report
from keyguard.report import Presentation, summary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from keyguard.model import Finding
    from keyguard.report.masked import Shown


def write(report: Report, stream: TextIO, presentation: Presentation) -> None:
    """Writes the report. A clean one is one line, for which nothing more is loaded."""
    listed = report.findings if presentation.verbose else report.active
    if report.submodules:
        here = [openable(path, report, presentation.base) for path in report.submodules]
        report = report._replace(submodules=tuple(here))
    if listed or report.problems or report.checks:
        text = _rendered(report, listed, presentation)
    elif presentation.quiet:
        text = ""
    else:
        text = _clean(report, presentation)
    if not text.isascii():
        from keyguard.report.sanitize import storable

        text = storable(text, stream)
    stream.write(text)


def _clean(report: Report, presentation: Presentation) -> str:
    lines = [f"No findings. {summary.read(report.scanned)}"]
    if report.findings or report.hidden or report.skipped or report.rotations or report.cache_use:
        lines += summary.left_out(report, _shown(report, presentation), verbose_helps=True)
    return "\n".join(lines) + "\n"


def _shown(report: Report, presentation: Presentation) -> Shown:
    from keyguard.report.masked import Shown

    return Shown(report, presentation.show_secrets)


def _rendered(report: Report, listed: Iterable[Finding], presentation: Presentation) -> str:
    from keyguard.report import terminal
    from keyguard.report.clean_up_page import CleanUp
    from keyguard.report.credentials import lists_credentials
    from keyguard.report.text_page import Page

    width = presentation.width or terminal.width()
    page = Page(_shown(report, presentation), width, presentation.color, presentation.baseline)
    clean_up = CleanUp(page, report, presentation.typed)
    if lists_credentials(report):
        clean_up.write(all_of_them=presentation.verbose)
        listed = listed if presentation.verbose or clean_up.is_short else ()
    for path, findings in _by_file(listed, report, presentation.base):
        page.file(path, findings)
    page.remedies(report)
    if lists_credentials(report):
        clean_up.how_to_clean()
    page.checks(report)
    paths = [openable(problem.path, report, presentation.base) for problem in report.problems]
    page.problems(report, paths, all_of_them=presentation.verbose)
    page.closing(report, presentation.verbose)
    return page.text()


def _by_file(
    findings: Iterable[Finding], report: Report, base: str
) -> list[tuple[bytes, list[Finding]]]:
    """The findings of each path, what is worst first."""
    files: dict[bytes, list[Finding]] = {}
    paths: dict[bytes, bytes] = {}
    for finding in findings:
        path = finding.place.path
        if finding.place.state.is_current:
            if path not in paths:
                paths[path] = openable(path, report, base)
            path = paths[path]
        files.setdefault(path, []).append(finding)
    for group in files.values():
        group.sort(key=lambda finding: (finding.rank, finding.region))
    return sorted(files.items(), key=lambda file: (file[1][0].rank, file[0]))


def openable(path: bytes, report: Report, base: str) -> bytes:
    """A path of the report as it opens from the folder ``base``.

    Anything but a file, such as ``(commit message)``, is not changed.
    """
    if not path or path.startswith(b"(") or not report.root or report.is_bare or not base:
        return path
    whole = os.path.join(os.fsencode(report.root), path)
    try:
        return os.path.relpath(whole, os.fsencode(base)).replace(os.fsencode(os.sep), b"/")
    except ValueError:  # another drive of Windows: there is no relative path
        return whole
