"""What to say of a credential that stands in the configurations of several environments."""

from __future__ import annotations

from collections.abc import Sequence

from keyguard.model import ConfigPlace, Context, Detection
from keyguard.rules._advice import Verdict, rotate

_NAMED = 3
"""Other configurations that a message names; the rest is counted."""


def shared(detection: Detection, context: Context, harm: str, here: str) -> Verdict | None:
    """A verdict if the value stands elsewhere too."""
    if not context.elsewhere:
        return None
    return Verdict(
        f"This {detection.kind.words} of a {context.environment.value} configuration stands in "
        f"{_listed(context.elsewhere)} as well: {harm}",
        rotate(detection, here),
    )


def _listed(spots: Sequence[ConfigPlace]) -> str:
    named = [
        f"{spot.path.decode('utf-8', 'backslashreplace')} ({spot.environment.value})"
        for spot in spots[:_NAMED]
    ]
    more = len(spots) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")
