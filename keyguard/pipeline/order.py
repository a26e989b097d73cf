"""The order in which places and findings are shown."""

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
"""The order of a finding's places: the first one is shown."""


def by_state(finding: Finding) -> tuple[int, Region]:
    """A sort key: the place that says most first, then by line."""
    return NEAREST_FIRST.index(finding.place.state), finding.region


def reading_order(finding: Finding) -> tuple[bytes, Region, str, str]:
    """A sort key: by path, then by line.

    Versions of a file come in an order that does not depend on their packs.
    """
    return finding.place.path, finding.region, finding.rule, finding.fingerprint
