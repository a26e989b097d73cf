"""A function that may answer requests, as the frameworks' files find it."""

from __future__ import annotations

from keyguard.handlers.syntax import Node
from keyguard.model.record import NamedTuple


class Candidate(NamedTuple):
    """A function that answers requests."""

    function: Node
    route: str = ""
    method: str = ""
    chain: tuple[Node, ...] = ()
    """Functions of the file that run before it."""
    unresolved: bool = False
    """Whether others run before it that are not in the file."""
    is_middleware: bool = False
    owner: Node | None = None
