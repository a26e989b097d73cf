"""The verdict about where a piece of code runs, with the evidence in a few words."""

from __future__ import annotations

from keyguard.model import Surface
from keyguard.model.record import NamedTuple

LONGEST = 80
"""Characters of a file that a reason repeats at most."""


class Verdict(NamedTuple):
    """Where code runs, and a phrase that says how that is known: ``it imports express``."""

    surface: Surface
    reason: str = ""
    server: str = ""
    """Where code for the server belongs in such a project; empty if nobody can say."""


UNKNOWN = Verdict(Surface.NONE)
"""The verdict that nobody can say where the code runs."""


def repeated(text: str) -> str:
    """A piece of a file on one line; nothing if it is long, since only a whole secret can be
    masked."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else "…"
