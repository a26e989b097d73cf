"""The findings of the web page, by rule: what is wrong, the line, and the facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import groupby

from keyguard.fingerprint import digest
from keyguard.model import Finding
from keyguard.report import facts, whereabouts
from keyguard.report.html_elements import element, link
from keyguard.report.masked import Shown
from keyguard.report.snippet import quote
from keyguard.report.ways_out import ways_out

_LINE = 200
"""Characters of a quoted line."""


class Cards:
    """Findings as elements, each with an id to link to and a link to its credential."""

    def __init__(
        self,
        shown: Shown,
        anchors: Mapping[int, str],
        numbers: Mapping[str, int],
        baseline: str = "",
    ) -> None:
        """``anchors`` are the ids by ``id`` of the finding, ``numbers`` those of the clean-up list
        by value; ``baseline`` is the file of known findings, if there is one."""
        self._baseline = baseline
        self._shown = shown
        self._anchors = anchors
        self._numbers = numbers

    def of(self, findings: Iterable[Finding]) -> Iterator[str]:
        """The findings, in their order; consecutive findings with the same message share it."""
        for (rule, message), alike in groupby(findings, lambda each: (each.rule, each.message)):
            yield element("h3", self._shown.words(rule))
            yield element("p", self._shown.words(message))
            yield '<div class="cards">'
            for finding in alike:
                yield from self._card(finding)
            yield "</div>"

    def _card(self, finding: Finding) -> Iterator[str]:
        shown = self._shown
        anchor = self._anchors.get(id(finding))
        where = facts.position(finding)
        yield (f'<article id="{anchor}"' if anchor else "<article") + (
            f' class="{finding.severity.label}">'
        )
        position = element("span", f":{where}", "quiet") if where else ""
        yield f"<h4>{escape(shown.path(finding.place.path))}{position}</h4>"
        line = quote(finding, shown, _LINE)
        if line is not None:
            marked = element("mark", line.credential)
            yield f"<pre>{escape(line.before)}{marked}{escape(line.after)}</pre>"
        yield from self._facts(finding)
        yield "</article>"

    def _facts(self, finding: Finding) -> Iterator[str]:
        shown, detection = self._shown, finding.detection
        what = escape(f"{detection.kind.words} {shown.credential(finding)}")
        number = self._numbers.get(detection.value)
        if number is not None:
            what += f" ({link(f'c-{number}', f'credential {number}')})"
        history = facts.about_history(finding, shown)
        told = [
            *facts.about_place(finding, shown),
            *(history if number is None else [whereabouts.in_short(finding, shown)]),
            facts.about_suppression(finding, shown),
        ]
        yield f"<p>{'; '.join([what, *map(escape, filter(None, told))])}</p>"
        if detection.kind.is_secret:
            yield "<details><summary>more</summary>"
            yield element("p", "; ".join(history)) if history and number is not None else ""
            if finding.suppressed is None:
                yield from (element("p", each) for each in ways_out(finding, shown, self._baseline))
            yield f"<p>digest {element('code', digest(detection.value))}</p></details>"
