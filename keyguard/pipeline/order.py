"""In which order places and findings are shown."""

from __future__ import annotations

from keyguard.model import Finding, Region, State

NEAREST_FIRST = (
    State.HEAD,
    State.TREE,
    State.INDEX,
    State.STDIN,
    State.BRANCH,
    State.HISTORY,
    State.TAG,
    State.UNPUSHED,
    State.STASH,
    State.UNREACHABLE,
    State.MESSAGE,
)
"""Of one finding's places, the first in this order is shown."""


def by_state(finding: Finding) -> tuple[int, Region]:
    """The place that says most first, then by line."""
    return NEAREST_FIRST.index(finding.place.state), finding.region


def reading_order(finding: Finding) -> tuple[bytes, Region, str, str]:
    """By path, then line. Versions of a file come in an order that their packs have no say in."""
    return finding.place.path, finding.region, finding.rule, finding.fingerprint
