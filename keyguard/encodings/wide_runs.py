"""Text in UTF-16 and UTF-32 within a binary: letters with NULs between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keyguard.encodings.digit_run import Decoded, Ways
from keyguard.model.patterns import lazy_pattern

_LETTER = r"[\t\n\r -~]"
_RUN = lazy_pattern(
    rf"(?P<big>(?<=\0)(?:{_LETTER}\0){{15,}}{_LETTER}(?!\0))|(?:{_LETTER}\0){{15,}}"
    rf"|(?P<bigger>(?<=\0\0\0)(?:{_LETTER}\0\0\0){{15,}}{_LETTER}(?!\0))"
    rf"|(?P<wider>(?:{_LETTER}\0\0\0){{15,}})"
)
_SHORTEST = (b"d0" * 15 + b"d", b"d000" * 15 + b"d")
_MARKS = bytes(
    ord("0") if value == 0 else ord("d") if re.match(_LETTER, chr(value)) else ord(".")
    for value in range(256)
)


def wide_runs(text: str) -> Iterator[re.Match[str]]:
    """What ``_RUN`` finds. Substring search: the expression would be tried at each letter."""
    marks = text.encode("latin-1", "replace").translate(_MARKS)
    for shortest in _SHORTEST:
        start = marks.find(shortest)
        while start >= 0:
            found = _RUN.match(text, start)
            if found is not None:
                yield found
            start = marks.find(shortest, found.end() if found else start + 1)


def wide(run: re.Match[str]) -> Ways:
    """The one way to read such a run."""
    name = "utf-32" if run["bigger"] or run["wider"] else "utf-16"
    data = run[0].replace("\0", "").encode()
    return iter([Decoded(run.start(), run.end(), data, name)])
