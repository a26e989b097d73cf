"""Names of files that tell what a file is, where nothing in it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class NamePattern(NamedTuple):
    """How such names end. Without any expression no name fits."""

    words: tuple[bytes, ...] = ()
    """Each such name holds one of them: they are looked for first."""
    end: bytes = b""
    """An expression for how the names end."""

    def fits(self, name: bytes) -> bool:
        """Whether a name, or a path, is one of them."""
        return bool(self.end) and re.search(b"(?:%s)\\Z" % self.end, name) is not None

    def may_be_in(self, names: bytes) -> bool:
        """Whether any may be among names that a NUL follows each, as in a tree of git."""
        return next(self.ends_in(names), None) is not None

    def ends_in(self, names: bytes) -> Iterator[int]:
        """Where each of them ends, its NUL included."""
        if any(word in names for word in self.words):
            yield from (each.end() for each in re.finditer(b"(?:%s)\0" % self.end, names))


NO_NAMES = NamePattern()
"""No name tells anything."""
