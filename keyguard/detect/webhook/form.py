"""A form: one way to give a name a value, as expressions for what is around the name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from keyguard.detect.webhook.names import Named

WINDOW = 1_000
"""Characters behind a name in which its value, or the first piece of it, ends."""
BEFORE = 100
"""Characters in front of a name that are looked at."""


@dataclass(frozen=True, slots=True)
class Form:
    """What it is called, three expressions, and texts that it is there for."""

    title: str
    after: re.Pattern[str]
    """Matches where the name ends; its group ``value`` or ``bare`` is the value."""
    before: re.Pattern[str]
    """Matches what ends where the name begins."""
    name: re.Pattern[str]
    """Is found in the name."""
    examples: tuple[str, ...]
    """Each with «» around the value."""

    def fits(self, text: str, named: Named) -> bool:
        """Whether this form has such a name, and has it behind what precedes it."""
        before = self.before.search(text, max(0, named.start - BEFORE), named.start)
        return before is not None and self.name.search(named.name) is not None


def form(title: str, *examples: str, after: str, before: str = "", name: str = "") -> Form:
    """A form from its expressions; without ``before`` or ``name`` anything fits."""
    expressions = re.compile(after), re.compile(rf"(?:{before})\Z"), re.compile(name)
    return Form(title, *expressions, examples)


def fitting(forms: Iterable[Form], text: str, named: Named) -> re.Match[str] | None:
    """What the first form that fits finds behind a name: a group ``value`` or ``bare``."""
    limit = min(len(text), named.end + WINDOW)
    for each in forms:
        match = each.after.match(text, named.end, limit)
        if match and each.fits(text, named):
            return match
    return None
