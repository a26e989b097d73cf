"""Regular expressions that are compiled when they are first asked.

keyguard knows some 600; reading one source tree asks a tenth of them, and compiling the others took
as long as reading 100 files.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, AnyStr


class LazyPattern:
    """Stands for a pattern. What is taken from the compiled one is kept, and looked up but once."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._source = pattern, flags

    def __reduce__(self) -> tuple[Any, tuple[Any, int]]:
        return lazy_pattern, self._source

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._source), name)
        setattr(self, name, found)
        return found


def lazy_pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Like ``re.compile``. A fault of ``text`` is told by the first use: give constants alone.

    It is not the ``re`` of its matches: that is the compiled one.
    """
    if TYPE_CHECKING:
        return re.compile(text, flags)
    return LazyPattern(text, flags)
