"""Comments beside a finding that were meant to allow it, but name no rule."""

from __future__ import annotations

from collections.abc import Iterable

from keyguard.errors import closest
from keyguard.model.source_map import Location
from keyguard.rules import rules_with
from keyguard.settings import Settings
from keyguard.suppress import names_allowed
from keyguard.suppress.inline import ANY

NAMED = 2
"""Names in comments that a message mentions at most."""


def remark_on_comments(locations: Iterable[Location], settings: Settings) -> str:
    """A sentence, after a space, about each name that is no rule; empty if there is none."""
    names = names_allowed(locations)
    if not names:
        return ""
    known = [*rules_with(settings.custom_rules), *(id_ for id_, _ in settings.unusable)]
    return "".join(_sentence(name, known) for name in sorted(names.difference(known, ANY))[:NAMED])


def _sentence(name: str, known: list[str]) -> str:
    meant = closest(name.lower(), known)
    hint = f"did you mean {meant!r}?" if meant else "`keyguard rules` lists them."
    return f" A comment beside it allows {name!r}, which is no rule; {hint}"
