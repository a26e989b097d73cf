"""What is said of the surface of a piece of code, and the evidence for it in a few words."""

from __future__ import annotations

from keyguard.model import Surface
from keyguard.model.record import NamedTuple

LONGEST = 80
"""Characters of a file that a reason repeats, at the most."""


class Verdict(NamedTuple):
    """Where code runs, and a phrase that says how that is known: ``it imports express``."""

    surface: Surface
    reason: str = ""
    server: str = ""
    """Where code of the server has its place in such a project; empty if nobody can say."""


UNKNOWN = Verdict(Surface.NONE)
"""Nobody can say."""


def repeated(text: str) -> str:
    """A piece of a file on one line; of a long one nothing, for what masks secrets would not know
    half of one."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else "…"
