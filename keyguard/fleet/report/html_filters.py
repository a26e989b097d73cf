"""The filters of the fleet's web page: choices that its style sheet obeys, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from keyguard.fleet.report.contents import KINDS, Change, FleetCredential, FleetReport
from keyguard.model import Environment, Severity
from keyguard.model.record import NamedTuple

_STYLE = """
.filters { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; font-size: .875rem; }
.filters fieldset { border: 1px solid var(--line); padding: .2rem .6rem; }
.filters label { margin-right: .6rem; white-space: nowrap; }
.filters input:focus-visible { outline: 2px solid var(--low); outline-offset: 2px; }
.credentials > li { content-visibility: auto; contain-intrinsic-size: auto 9rem; }
.credentials li li, .credentials li li:last-child {
  display: list-item; border: 0; padding: .1rem 0;
}
.credentials .places { padding-left: 1rem; }
.fleet { border-collapse: collapse; font-size: .875rem; width: 100%; }
.fleet th, .fleet td { padding: .2rem .5rem; border-bottom: 1px solid var(--line); }
.fleet th, .fleet td { text-align: left; vertical-align: top; }
.fleet th[scope=row] { font-weight: 400; }
@supports not selector(:has(a)) { .filters { display: none; } }
@media print { .filters { display: none; } }
"""


class _Facet(NamedTuple):
    """One question of the filters, of whose answers one is chosen."""

    name: str
    title: str
    answers: dict[str, str]
    """The class of the credentials that stay, and what the answer is called."""


_FACETS = (
    _Facet(
        "kind",
        "kind",
        {**{kind.value: kind.words for kind in KINDS}, "other-kind": "other"},
    ),
    _Facet(
        "severity",
        "severity",
        {severity.label: severity.label for severity in sorted(Severity, reverse=True)},
    ),
    _Facet("place", "where", {"at-head": "at HEAD", "in-history": "only in history"}),
    _Facet(
        "environment",
        "environment",
        {f"env-{each.value}": each.value for each in Environment},
    ),
    _Facet("alive", "verified", {"is-alive": "alive", "is-dead": "dead", "not-known": "not known"}),
    _Facet(
        "change",
        "since then",
        {
            Change.NEW.value: "new",
            Change.SPREAD.value: "spread",
            Change.LEFT_HEAD.value: "left HEAD",
            Change.STILL.value: "still there",
        },
    ),
)


def classes(credential: FleetCredential) -> Iterator[str]:
    """The classes of a credential, one for each question."""
    yield credential.kind.value if credential.kind in KINDS else "other-kind"
    yield credential.severity.label
    yield "at-head" if credential.is_at_head else "in-history"
    for environment in credential.environments or (Environment.NONE,):
        yield f"env-{environment.value}"
    yield {"alive": "is-alive", "dead": "is-dead"}.get(credential.liveness, "not-known")
    if credential.change is not None:
        yield credential.change.value


def fields(report: FleetReport) -> Iterator[str]:
    """The choices. A question with only one answer is not asked."""
    there = {name for credential in report.credentials for name in classes(credential)}
    yield '<div class="filters">'
    for facet in _FACETS:
        answers = {name: words for name, words in facet.answers.items() if name in there}
        if len(answers) < 2:
            continue
        yield f"<fieldset><legend>{escape(facet.title)}</legend>"
        yield _choice(facet.name, "any", "any", " checked")
        for name, words in answers.items():
            yield _choice(facet.name, name, words)
        yield "</fieldset>"
    yield "</div>"


def style() -> str:
    """The style sheet of the page: each answer hides the credentials that lack its class."""
    hidden = ",\n".join(
        f"body:has(#is-{facet.name}-{name}:checked) .credentials > li:not(.{name})"
        for facet in _FACETS
        for name in facet.answers
    )
    return f"{_STYLE}{hidden} {{ display: none; }}\n"


def _choice(facet: str, name: str, words: str, checked: str = "") -> str:
    return (
        f'<label><input type="radio" name="{facet}" id="is-{facet}-{name}"{checked}/> '
        f"{escape(words)}</label>"
    )
