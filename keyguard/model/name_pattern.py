"""Names of files that tell what a file is, where nothing in it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model.at_once import Expression

_BEFORE_NUL = rb"(?:%s)\x00"


class NamePattern(NamedTuple):
    """How such names end."""

    end: bytes = b""
    """An expression that begins with a fixed character; without any no name fits. Names are looked
    for by that character, which takes a tenth of the time that looking for each ending takes."""

    def fits(self, name: bytes) -> bool:
        """Whether a name, or a path, is one of them."""
        return bool(self.end) and _at_end(self.end).search(name) is not None

    def may_be_in(self, names: bytes) -> bool:
        """Whether any may be among names that a NUL follows each, as in a tree of git."""
        return bool(self.end) and _before_nul(self.end).is_in(names)

    def ends_in(self, names: bytes) -> Iterator[int]:
        """Where each of them ends, its NUL included."""
        if self.may_be_in(names):
            yield from (each.end() for each in _each_before_nul(self.end).finditer(names))


@cache
def _at_end(expression: bytes) -> re.Pattern[bytes]:
    return lazy_pattern(b"(?:%s)\\Z" % expression)


@cache
def _before_nul(expression: bytes) -> Expression:
    from keyguard.model.at_once import Expression  # a history alone has many names

    return Expression(_BEFORE_NUL % expression)


@cache
def _each_before_nul(expression: bytes) -> re.Pattern[bytes]:
    return lazy_pattern(_BEFORE_NUL % expression)


NO_NAMES = NamePattern()
"""No name tells anything."""
