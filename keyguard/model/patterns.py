"""Regular expressions that are compiled when they are first asked.

keyguard knows some 600; reading one source tree asks a tenth of them, and compiling the others took
as long as reading 100 files.
"""

from __future__ import annotations

import re
from functools import cached_property

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, AnyStr, Protocol

    class KeptPatterns(Protocol):
        """Patterns that earlier runs have compiled, and others."""

        def compile(self, text: Any, flags: int) -> re.Pattern[Any]:
            """The pattern with this text, known or not."""

        def keep(self) -> None:
            """Stores those that were not known."""


class Patterns:
    """Compiles what is asked, or takes what an earlier run has compiled, if many are expected."""

    def __init__(self) -> None:
        self.kept: Callable[[], KeptPatterns] | None = None
        """Loads what earlier runs have compiled."""
        self._loaded: KeptPatterns | None = None

    def expect_many(self) -> None:
        """Loads them: to compile as many as one clue leads to takes ten times as long."""
        if self._loaded is None and self.kept is not None:
            self._loaded = self.kept()

    def compiled(self, text: Any, flags: int) -> re.Pattern[Any]:
        """The pattern with this text."""
        return (self._loaded or re).compile(text, flags)

    def keep(self) -> None:
        """Lets later runs know what this one had to compile."""
        if self._loaded is not None:
            self._loaded.keep()


PATTERNS = Patterns()
"""Those of this process."""


class LazyPattern:
    """Stands for a pattern. What is taken from the compiled one is kept, and looked up but once."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._source = pattern, flags

    def __reduce__(self) -> tuple[Any, tuple[Any, int]]:
        return lazy_pattern, self._source

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found

    @cached_property
    def _compiled(self) -> re.Pattern[Any]:
        return PATTERNS.compiled(*self._source)


def lazy_pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Like ``re.compile``. A fault of ``text`` is told by the first use: give constants alone.

    It is not the ``re`` of its matches: that is the compiled one.
    """
    if TYPE_CHECKING:
        return re.compile(text, flags)
    return LazyPattern(text, flags)
