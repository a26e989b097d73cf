"""Which headers hold the secret of a webhook, as code names them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from keyguard.model.patterns import lazy_pattern

_KNOWN = lazy_pattern(
    r"(?:http_)?authorization|(?:x-)?(?:[a-z]+-)*(?:webhook|connexease|gateway)-(?:[a-z]+-)*"
    r"(?:secret|token|key|auth)|http_(?:x_)?(?:[a-z]+_)*(?:webhook|connexease|gateway)_"
    r"(?:[a-z]+_)*(?:secret|token|key|auth)",
    re.IGNORECASE,
)
"""The documented one, and names that can be set in the Gateway's dashboard."""
_OPENS = r"""(?:Header|\[FromHeader)[^)]*["']?"""
_DECLARED = r"\s*:[^=]*(?:=\s*Header|Header\()"
_PARAMETER = r"(?:authorization|x-[\w-]*(?:secret|token|key))"


class HeaderNames:
    """The documented header, and others of a configuration."""

    def __init__(self, others: Sequence[str] = ()) -> None:
        self._others = frozenset(name.lower() for name in others)
        names = "|".join([_PARAMETER, *map(re.escape, sorted(self._others))])
        variables = "|".join(["authorization", *(each.replace("-", "_") for each in self._others)])
        self._parameter = re.compile(
            rf"{_OPENS}(?:{names})|\b(?:{variables}){_DECLARED}", re.IGNORECASE
        )

    def holds_secret(self, name: str) -> bool:
        """Whether a header of this name is one of them: also as WSGI, Rack and PHP call it."""
        if _KNOWN.fullmatch(name):
            return True
        plain = name.lower().replace("_", "-").removeprefix("http-")
        return plain in self._others

    def is_parameter(self, text: str) -> bool:
        """Whether a parameter is declared to be the value of one of them."""
        return self._parameter.search(text) is not None
