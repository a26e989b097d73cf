"""The commit that brought content in."""

from __future__ import annotations

from keyguard.model.record import NamedTuple


class Commit(NamedTuple):
    """The commit that brought something in. ``date`` is the author's, in ISO 8601."""

    id: str
    author: str
    date: str
    rank: float = float("inf")
    """The commit's place in topological order, parents first; infinite if that is not known.

    Dates do not tell the order: a rebase keeps them, and clocks go wrong.
    """
