"""Marks as being pushed what a hook reads at a push, and as pushed what a CI reads.

That holds whatever is known of remotes.
"""

from __future__ import annotations

from keyguard.model import Finding, Place, State
from keyguard.model.refs import REF_NAME, is_of_remote
from keyguard.model.report import Report


def as_being_pushed(report: Report) -> Report:
    """The report of a range that a push brings.

    The refs that the push will make are not there yet, so it means nothing that none leads to its
    commits.
    """
    findings = (each._replace(place=_on_its_way(each)) for each in report.findings)
    return report._replace(findings=tuple(findings))


def as_pushed(report: Report) -> Report:
    """The report of what a CI reads.

    A runner may not have fetched the refs that show that it was pushed.
    """
    findings = (each._replace(place=_arrived(each.place)) for each in report.findings)
    return report._replace(findings=tuple(findings))


def _arrived(place: Place) -> Place:
    if place.pushed is not False:
        return place
    state = State.HISTORY if place.state is State.UNPUSHED else place.state
    return place._replace(pushed=True, state=state)


def _on_its_way(finding: Finding) -> Place:
    place = finding.place
    if place.path == REF_NAME and not any(map(is_of_remote, place.refs or ())):
        return place._replace(pushed=False)
    if place.commit is None or place.pushed:
        return place
    state = State.UNPUSHED if place.state is State.HISTORY else place.state
    return place._replace(pushed=False, state=state, refs=place.refs or None)
