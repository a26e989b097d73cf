"""The clean-up list of the web page: each credential, its places, its life, and the recipes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from keyguard.fingerprint import digest
from keyguard.model import Finding
from keyguard.report import clean_up
from keyguard.report.credentials import Credential, headline
from keyguard.report.html_elements import element, link, sentence
from keyguard.report.masked import Shown
from keyguard.report.summary import counted
from keyguard.report.timeline import Timeline, span

SHOWN_PLACES = 3
"""Places of a credential that are shown at once; the others are folded."""


def clean_up_list(
    found: Sequence[Credential], anchors: Mapping[int, str], shown: Shown, made: str
) -> Iterator[str]:
    """The list. ``anchors`` has the ids of the findings on the page, by ``id`` of the finding."""
    if not found:
        return
    yield element("p", sentence(headline(found)), "headline")
    yield (
        '<p class="quiet key">The line beside each is its life in the history: a dot is its first '
        "commit, an arrow says that it is still there, a cross that it was removed.</p>"
    )
    timeline = Timeline(found, made)
    yield '<ol class="credentials">'
    for credential in found:
        yield from _credential(credential, anchors, shown, timeline)
    yield "</ol>"


def _credential(
    credential: Credential, anchors: Mapping[int, str], shown: Shown, timeline: Timeline
) -> Iterator[str]:
    yield f'<li id="c-{credential.number}" class="{credential.severity.label}">'
    yield "<div>"
    severity = element("span", credential.severity.label, "severity")
    what = element("b", clean_up.what(credential, shown))
    reasons = escape(clean_up.reasons(credential, shown))
    yield f'<p class="what">{credential.number}. {severity} {what} {reasons}</p>'
    yield from _places(credential, anchors, shown)
    refs = clean_up.reached_by(credential, shown, all_of_them=True)
    standing = clean_up.standing(credential, shown) + (f"; reached by {refs}" if refs else "")
    yield f"<p>{escape(standing)}. {element('span', clean_up.life(credential, shown), 'quiet')}</p>"
    yield "</div>"
    yield '<div class="when">'
    yield timeline.drawing(credential)
    yield element("p", span(credential), "quiet")
    yield (
        "<details><summary>digest</summary>"
        f"{element('code', digest(credential.detection.value))}</details>"
    )
    yield "</div>"
    yield "</li>"


def _places(credential: Credential, anchors: Mapping[int, str], shown: Shown) -> Iterator[str]:
    links = [_place(finding, anchors, shown) for finding in credential.places]
    yield f'<p class="places">{", ".join(links[:SHOWN_PLACES])}</p>'
    folded = links[SHOWN_PLACES:]
    if folded:
        yield (
            f"<details><summary>{counted(len(folded), 'more place')}</summary>"
            f'<p class="places">{", ".join(folded)}</p></details>'
        )


def _place(finding: Finding, anchors: Mapping[int, str], shown: Shown) -> str:
    return link(anchors[id(finding)], clean_up.where(finding, shown))


def how_to_clean() -> Iterator[str]:
    """How to clean a history once all credentials are replaced."""
    first, *commands = clean_up.HISTORY_STEPS
    yield element("h2", clean_up.HISTORY_TITLE)
    yield element("p", first)
    yield f"<pre>{escape(chr(10).join(commands))}</pre>"
    yield element("p", clean_up.HISTORY_LIMITS)
    yield f'<p>More: <a href="{clean_up.PAGE}">{clean_up.PAGE}</a></p>'
