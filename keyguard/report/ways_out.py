"""Two ways out of a false finding, ready to paste: a comment, or the baseline."""

from __future__ import annotations

import shlex
from functools import lru_cache

from keyguard.model import Finding, Kind, Part, State
from keyguard.model.patterns import lazy_pattern
from keyguard.model.source_map import outermost, way
from keyguard.report.comment_place import comment_at
from keyguard.report.comment_syntax import allow_marker
from keyguard.report.masked import Shown
from keyguard.report.sanitize import decoded
from keyguard.settings import BASELINE_FILE

_WILD = lazy_pattern(r"[*?\[\\]")
_ESCAPED = r"\\\g<0>"
"""What globs take for more than a character."""


def ways_out(finding: Finding, shown: Shown, baseline: str) -> list[str]:
    """What to paste where, and where to read more, one sentence each.

    ``baseline`` is the file of known findings; empty if there is none yet.
    """
    rule = shown.rule(finding)
    ways = filter(None, (_comment(finding, rule), _baseline(finding, shown, baseline)))
    is_code = finding.detection.kind is Kind.HANDLER
    question = "Meant to be so? " if is_code else "Not a secret? "
    words = [f"{lead}{way}" for lead, way in zip((question, "Or: "), ways, strict=False)]
    return [*words, f"Why it matters: keyguard rules {rule}"]


def _comment(finding: Finding, rule: str) -> str:
    blob, place = finding.detection.view.blob, finding.place
    line = finding.region.line
    if blob.part is Part.COMMIT and place.commit is None:
        return f"end that line of the message with: keyguard: allow[{rule}] REASON"
    if blob.part is not Part.CONTENT or not place.state.is_current or _is_packed(finding):
        return ""
    view, start, end = outermost(finding.detection)
    comment = comment_at(decoded(place.path), view.text, start, end)
    if comment is None:
        return ""
    where = f"write above line {line}" if comment.above else f"end line {line} with"
    return f"{where}: {allow_marker(comment, rule)}"


def _is_packed(finding: Finding) -> bool:
    """Whether a finding is inside of something that no text editor writes."""
    is_binary = _is_binary(finding.detection.view.blob.data)
    return is_binary or any(":" in step for step in way(finding.detection))


@lru_cache(maxsize=2)  # a content may have thousands of findings
def _is_binary(data: bytes) -> bool:
    return b"\0" in data


def _baseline(finding: Finding, shown: Shown, file: str) -> str:
    blob, place = finding.detection.view.blob, finding.place
    if blob.part is Part.COMMIT and place.commit is None:
        return ""
    words = ["keyguard baseline", "update" if file else "create"]
    if file and file != BASELINE_FILE:
        words += ["--baseline", shlex.quote(file)]
    if not place.state.is_current:
        words.append("--history")
    if place.state is State.TREE:
        words.append("--untracked")
    words += ["--only", shlex.quote(_selector(finding, shown)), "--reason", '"REASON"']
    return f"{' '.join(words)} && git add {shlex.quote(file or BASELINE_FILE)}"


def _selector(finding: Finding, shown: Shown) -> str:
    """What selects this finding: its rule below its path. The rule alone where the path is masked,
    or can't be typed."""
    rule, path = shown.rule(finding), decoded(finding.place.path)
    if shown.path(finding.place.path) != path or path.endswith(" "):
        return rule
    return f"{rule}/{_WILD.sub(_ESCAPED, path)}"
