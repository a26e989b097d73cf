"""The clean-up list: each credential once, with all that is known of it, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from keyguard.model import (
    Commit,
    Detection,
    Environment,
    Finding,
    Kind,
    Place,
    Severity,
    State,
    Surface,
)
from keyguard.model.places import merged_place
from keyguard.model.record import NamedTuple
from keyguard.model.report import Report
from keyguard.report.summary import counted, joined

LISTED_FOR = frozenset({"audit", "history"})
"""Commands whose reports begin with the list, since they read all of a repository."""

_KINDS = (Kind.PRODUCTION_KEY, Kind.STAGING_KEY, Kind.WEBHOOK_SECRET)
"""In the order of what they open; all others come behind."""
STILL_THERE = frozenset({State.HEAD, State.BRANCH, State.INDEX, State.TREE})
"""States of files that somebody who checks out a branch has."""


class Credential(NamedTuple):
    """One credential, wherever it is."""

    number: int
    """The credential's place in the list, from 1."""
    findings: tuple[Finding, ...]
    """The credential's findings, the worst first."""

    @property
    def detection(self) -> Detection:
        """The credential as it is in its worst place."""
        return self.findings[0].detection

    @property
    def severity(self) -> Severity:
        """The severity of the worst finding."""
        return max(finding.severity for finding in self.findings)

    @property
    def places(self) -> tuple[Finding, ...]:
        """One finding for each path, the worst first."""
        by_path: dict[bytes, Finding] = {}
        for finding in self.findings:
            by_path.setdefault(finding.place.path, finding)
        return tuple(by_path.values())

    @property
    def states(self) -> tuple[State, ...]:
        """The states of all places, each once."""
        return tuple(dict.fromkeys(finding.place.state for finding in self.findings))

    @property
    def first(self) -> Commit | None:
        """The earliest commit that holds it, if it was committed."""
        return self._merged.commit

    @property
    def last(self) -> Commit | None:
        """The last commit that holds it."""
        return self._merged.last

    @property
    def refs(self) -> tuple[str, ...]:
        """The full names of the refs that lead to it."""
        return self._merged.refs or ()

    @property
    def pushed(self) -> bool | None:
        """Whether a remote is known to have it; None if that is not known."""
        return self._merged.pushed

    @property
    def is_alive(self) -> bool:
        """Whether the key is known to work."""
        return any(finding.is_alive for finding in self.findings)

    @property
    def is_there(self) -> bool:
        """Whether it is still in a file of HEAD, of a branch or of the work tree."""
        return not STILL_THERE.isdisjoint(self.states)

    @property
    def is_at_head(self) -> bool:
        """Whether the commit at HEAD has it."""
        return State.HEAD in self.states

    @property
    def environments(self) -> tuple[Environment, ...]:
        """The environments whose configurations hold it."""
        found = {finding.context.environment for finding in self.findings}
        return tuple(sorted(found - {Environment.NONE}))

    @property
    def ships(self) -> frozenset[Surface]:
        """Whether the credential ships to browsers, in apps, or neither."""
        found = set()
        for finding in self.findings:
            if finding.context.public_prefix or finding.context.exposure:
                found.add(Surface.FRONTEND)
            if finding.context.surface.ships:
                found.add(finding.context.surface)
        return frozenset(found)

    @property
    def _merged(self) -> Place:
        return merged_place(self.findings[0].place, [each.place for each in self.findings])


def lists_credentials(report: Report) -> bool:
    """Whether a report begins with the list."""
    return report.command in LISTED_FOR and bool(report.active)


def credentials(findings: Iterable[Finding]) -> list[Credential]:
    """The list, made of findings that count and are about credentials."""
    by_value: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.detection.kind.is_secret:
            by_value.setdefault(finding.detection.value, []).append(finding)
    found = [Credential(0, tuple(sorted(group, key=_worst_first))) for group in by_value.values()]
    found.sort(key=_urgency)
    return [each._replace(number=number) for number, each in enumerate(found, 1)]


def most_urgent_first(report: Report) -> Report:
    """A report that has a list, with its findings in the order of the list."""
    if not lists_credentials(report):
        return report
    listed = [each for credential in credentials(report.active) for each in credential.findings]
    suppressed = [each for each in report.findings if each.suppressed is not None]
    return report._replace(findings=(*listed, *others(report.active), *suppressed))


def others(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that are about no credential, the worst first."""
    return sorted(
        (finding for finding in findings if not finding.detection.kind.is_secret),
        key=_worst_first,
    )


def headline(found: Sequence[Credential]) -> str:
    """``22 production keys and 8 webhook secrets to replace; 6 of them can be read by every
    visitor``.

    Empty if there is nothing to replace. Credentials of low severity are not to replace, but to
    look at.
    """
    if not found:
        return ""
    kinds = [each.detection.kind for each in found]
    parts = [counted(kinds.count(kind), kind.words) for kind in dict.fromkeys([*_KINDS, *kinds])
             if kind in kinds]  # fmt: skip
    is_mild = all(each.severity is Severity.LOW for each in found)
    sentence = f"{joined(parts)} to {'look at' if is_mild else 'replace'}"
    public = [each.ships for each in found if each.ships]
    if not public:
        return sentence
    surfaces = frozenset(chain.from_iterable(public))
    readers = {
        frozenset({Surface.FRONTEND}): "visitor",
        frozenset({Surface.MOBILE}): "user of the app",
    }.get(surfaces, "visitor or user of the app")
    number = f"{len(public):,} of them" if len(found) > 1 else "it"
    return f"{sentence}; {number} can be read by every {readers}"


def _worst_first(finding: Finding) -> tuple[object, ...]:
    there = finding.place.state not in STILL_THERE
    return finding.rank, there, finding.place.path, finding.region, finding.rule


def _urgency(credential: Credential) -> tuple[object, ...]:
    kind = credential.detection.kind
    order = _KINDS.index(kind) if kind in _KINDS else len(_KINDS)
    is_shipped_key = kind is Kind.PRODUCTION_KEY and bool(credential.ships)
    worst = credential.findings[0]
    return (
        not credential.is_alive,
        not is_shipped_key,
        order,
        Surface.FRONTEND not in credential.ships,
        -credential.severity,
        not credential.is_there,
        worst.place.path,
        worst.region,
    )
