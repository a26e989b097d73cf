"""The lines with which ``git filter-repo --replace-text`` cleans a history, from an audit's
findings.

https://github.com/newren/git-filter-repo/blob/main/Documentation/git-filter-repo.txt
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from keyguard.model import Detection, Finding, Part
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple
from keyguard.model.source_map import levels, outermost

_LOOKED_AT = 8192
"""Bytes at the start of a file, in which a NUL makes git-filter-repo leave it as it is."""
_COMMON = lazy_pattern(r".{0,7}|[a-z]+(?:[ _-][a-z]+)*|[0-9]+", re.DOTALL)
"""Weak secrets that could be words: to replace them everywhere would change much else."""
REPLACEMENT = "REDACTED"
"""Takes the place of a value: nothing that a next audit could take for a secret."""
_ARROW = "==>"
"""What is between a text and its replacement."""


class Replacements(NamedTuple):
    """The lines of the file, and what they don't reach."""

    lines: tuple[str, ...]
    paths: tuple[bytes, ...]
    """Files in which no text can be replaced, and names that hold a credential."""
    words: int
    """Secrets that could be ordinary words, which are left out."""


def replacements(findings: Iterable[Finding]) -> Replacements:
    """The replacement of each credential that counts, or that the baseline knows; the longest
    first."""
    lines: dict[str, str] = {}
    paths: set[bytes] = set()
    words: set[str] = set()
    for finding in findings:
        detection = finding.detection
        if not detection.kind.is_secret or _is_meant(finding):
            continue
        if _COMMON.fullmatch(detection.value):
            words.add(detection.value)
            continue
        found = list(_spellings(detection))
        if not found or not _is_reached(detection):
            paths.add(finding.place.path)
        for text in found:
            lines[text] = f"literal:{text}{_ARROW}{REPLACEMENT}"
    ordered = sorted(lines, key=lambda text: (-len(text), text))
    return Replacements(tuple(lines[text] for text in ordered), tuple(sorted(paths)), len(words))


def _is_meant(finding: Finding) -> bool:
    """Whether somebody said that the credential may stay."""
    return finding.suppressed is not None and finding.suppressed.by != "baseline"


def _spellings(detection: Detection) -> Iterator[str]:
    """The value, and how it is written in each text that it was decoded from."""
    texts = {detection.value}
    texts |= {view.text[start:end] for view, start, end in levels(detection)}
    for text in sorted(texts):
        if text and "\n" not in text and "\r" not in text and _ARROW not in text:
            yield text


def _is_reached(detection: Detection) -> bool:
    """Whether a replacement of text in the stored file hits the credential."""
    blob = detection.view.blob
    if blob.part is Part.NAME or (blob.part is Part.CONTENT and b"\0" in blob.data[:_LOOKED_AT]):
        return False
    view, start, end = outermost(detection)
    written = view.text[start:end]
    return "\n" not in written and written.encode("utf-8", "replace") in blob.data
