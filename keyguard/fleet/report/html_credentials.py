"""The credentials of the fleet's web page: what breaks without each, and every place of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape
from itertools import chain

from keyguard.fleet.report import breakage, words
from keyguard.fleet.report.contents import FleetCredential, HeldPlace
from keyguard.fleet.report.html_filters import classes
from keyguard.report.html_elements import element, listing
from keyguard.report.masked import Shown
from keyguard.report.summary import counted


class Cards:
    """Credentials as elements, each with an id to link to."""

    def __init__(self, show: Shown, suppressed: Sequence[HeldPlace]) -> None:
        """``suppressed`` are findings that do not count, but break with their key."""
        self._show = show
        self._suppressed: dict[str, list[HeldPlace]] = defaultdict(list)
        for place in suppressed:
            self._suppressed[place.held.digest].append(place)

    def of(self, credential: FleetCredential) -> Iterator[str]:
        """The element of one credential."""
        show = self._show
        yield f'<li id="c-{credential.number}" class="{" ".join(classes(credential))}">'
        yield "<div>"
        severity = element("span", credential.severity.label, "severity")
        what = element("b", words.what(credential, show))
        facts = "; ".join(
            filter(None, (words.change(credential), words.liveness(credential, show)))
        )
        yield (
            f'<p class="what">{credential.number}. {severity} {what} '
            f"{escape(words.spread(credential))} {element('b', facts) if facts else ''}</p>"
        )
        yield element("p", words.reasons(credential, show))
        yield element("p", words.life(credential, show), "quiet")
        yield from self._breakage(credential)
        yield from self._places(credential)
        yield "</div>"
        yield f'<div class="when"><code>{credential.digest}</code></div>'
        yield "</li>"

    def _breakage(self, credential: FleetCredential) -> Iterator[str]:
        found = list(breakage.stages(credential, self._suppressed[credential.digest]))
        if not found:
            yield element("p", breakage.NOTHING)
            return
        files = list(chain.from_iterable(stage.places for stage in found))
        sources = len({place.held.source for place in files})
        yield (
            "<details><summary>what breaks if it is revoked: "
            f"{counted(len(files), 'file')} in {words.repositories(sources)}</summary><ol>"
        )
        for stage in found:
            yield f"<li>{element('b', stage.title)}: {escape(stage.why)}"
            yield from listing(
                (
                    f"{self._show.words(place.held.source)}  {words.where(place, self._show)}"
                    for place in stage.places
                ),
                "places",
            )
            yield "</li>"
        yield "</ol></details>"

    def _places(self, credential: FleetCredential) -> Iterator[str]:
        """Each file once, with the repositories that have it so: forks have the same files."""
        sources: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        rules: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for place in credential.places:
            key = words.where(place, self._show), place.held.state
            sources[key].setdefault(self._show.words(place.held.source))
            rules[key].setdefault(self._show.words(place.held.rule))
        yield f"<details><summary>{counted(len(sources), 'place')}</summary>"
        yield from listing(
            (
                f"{where}  {state}  ({', '.join(rules[where, state])}): {', '.join(found)}"
                for (where, state), found in sources.items()
            ),
            "places",
        )
        yield "</details>"
