"""A form: one way to give a name a value, as expressions for the text around the name."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, cached_property, lru_cache

from keyguard.detect.webhook.forms.form_parts import QUOTED
from keyguard.detect.webhook.naming.names import Named
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

WINDOW = 1_000
"""Characters behind a name in which its value, or the first piece of it, ends."""
BEFORE = 100
"""Characters in front of a name that are looked at."""
QUOTES = "\"'`"
REMEMBERED = 2_048
"""Texts behind names whose form is remembered."""
_GROUP = lazy_pattern(r"(\(\?(?:P<|P=|\())(\w+)")
"""Where an expression defines a group, refers to it, or asks for it."""


class Form(NamedTuple):
    """A way to give a name a value: its title, its expressions, and examples."""

    title: str
    behind: str
    """Matches where the name ends; the value is its group ``value`` or ``bare``."""
    before: str
    """Matches text that ends where the name begins."""
    name: str
    """Matches within the name."""
    examples: tuple[str, ...]
    """Examples, each with «» around the value."""

    @property
    def after(self) -> re.Pattern[str]:
        """The expression for the text behind the name."""
        return _compiled(self.behind)

    @property
    def is_quoted(self) -> bool:
        """Whether the value is always in quotes."""
        return QUOTED in self.behind and "(?P<bare>" not in self.behind

    def fits(self, text: str, named: Named) -> bool:
        """Whether the form fits such a name, and the text in front of it."""
        before = _compiled(self.before).search(text, max(0, named.start - BEFORE), named.start)
        return before is not None and _compiled(self.name).search(named.name) is not None


class Forms(tuple[Form, ...]):
    """Forms in the order in which they count. They are tried all at once: most names are followed
    by none."""

    def fitting(self, text: str, named: Named) -> re.Match[str] | None:
        """The match of the first form that fits behind a name: the value is its group ``value`` or
        ``bare``."""
        limit = min(len(text), named.end + WINDOW)
        behind = text[named.end - 1 : limit]
        if not any(map(behind.__contains__, QUOTES)):
            return self._unquoted._fitting(text, named, behind)
        return self._fitting(text, named, behind)

    def _fitting(self, text: str, named: Named, behind: str) -> re.Match[str] | None:
        for each in self[self._first(behind) :]:
            match = each.after.match(text, named.end, named.end - 1 + len(behind))
            if match and each.fits(text, named):
                return match
        return None

    @cached_property
    def _unquoted(self) -> Forms:
        """The forms that are left where there is no quote behind the name."""
        return Forms(form for form in self if not form.is_quoted)

    @cached_property
    def _first(self) -> Callable[[str], int]:
        """The number of the first form of which something is behind a name, and behind its last
        character; how many there are if there is none. Versions of a file have most of it alike."""

        @lru_cache(maxsize=REMEMBERED)
        def first(behind: str) -> int:
            found = self._any.match(behind, 1)
            group = found and found.lastgroup
            return int(group.removeprefix("form_")) if group else len(self)

        return first

    @cached_property
    def _any(self) -> re.Pattern[str]:
        """Matches what any form has behind a name. The last group is called by its number."""
        return lazy_pattern(
            "|".join(
                _GROUP.sub(rf"\g<1>\g<2>_{number}", form.behind) + f"(?P<form_{number}>)"
                for number, form in enumerate(self)
            )
        )


def form(title: str, *examples: str, after: str, before: str = "", name: str = "") -> Form:
    """A form made of its expressions; without ``before`` or ``name`` anything fits there."""
    return Form(title, after, rf"(?:{before})\Z", name, examples)


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return lazy_pattern(expression)
