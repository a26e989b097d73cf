"""The source line of a finding, masked, and cut to the width that is there."""

from __future__ import annotations

from keyguard.model import Finding, Kind, Part
from keyguard.model.record import NamedTuple
from keyguard.report.masked import Shown
from keyguard.report.sanitize import printable

CUT = "..."
_KEY_REACH = 256
"""Characters beyond the cut that are looked at, so that no key there is cut in two."""


class Quote(NamedTuple):
    """A line in three printable parts."""

    before: str
    credential: str
    after: str


def quote(finding: Finding, shown: Shown, width: int) -> Quote | None:
    """The line that has a finding, in at most ``width`` characters if the credential leaves any.

    None if the path itself has it, since the path is shown anyway.
    """
    detection = finding.detection
    if detection.view.blob.part is Part.NAME:
        return None
    credential = shown.credential(finding)
    if detection.kind is Kind.HANDLER:
        finding, credential = _code(finding, shown, width)
    before, after = _around(finding, shown, width)
    room = max(width - len(credential), 0)
    head = min(len(before), max(room // 2, room - len(after)))
    return Quote(_tail(before, head), credential, _head(after, room - head))


def _code(finding: Finding, shown: Shown, width: int) -> tuple[Finding, str]:
    """Code as it is written, which is no credential: its first line, cut to the width."""
    detection = finding.detection
    line, _, _ = detection.view.text[detection.start : detection.end].partition("\n")
    end = detection.start + len(line)
    written = shown.redactor.clean_line(detection.view.text, detection.start, end)
    return finding._replace(detection=detection._replace(end=end)), _head(_flat(written), width)


def _around(finding: Finding, shown: Shown, width: int) -> tuple[str, str]:
    text, start, end = finding.detection.view.text, finding.detection.start, finding.detection.end
    first = max(text.rfind("\n", 0, start) + 1, start - width)
    newline = text.find("\n", end)
    last = min(len(text) if newline < 0 else newline, end + width)
    reach = max(_KEY_REACH, shown.redactor.longest)
    origin = max(first - reach, 0)
    wide = text[origin : last + reach]
    before, after = shown.redactor.clean_parts(
        wide, (first - origin, start - origin), (end - origin, last - origin)
    )
    return _flat(before).lstrip(), _flat(after).rstrip()


def _flat(text: str) -> str:
    return printable(text.replace("\t", "    ").rstrip("\r"))


def _tail(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    return CUT + text[len(text) - length + len(CUT) :] if length > len(CUT) else ""


def _head(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    return text[: length - len(CUT)] + CUT if length > len(CUT) else ""
