"""Binary content as text, and the parts of it that may name a webhook's secret.

Programs that carry their source, dumps of memory and journals hold lines of text beside anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.detect.reach import reach_of
from keyguard.model import View
from keyguard.model.patterns import lazy_pattern
from keyguard.prefilter.windows import around
from keyguard.settings import KeyFormat

_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
_NO_ASCII = bytes([*_CONTROLS, *range(128, 256)])
_IN_LINES = bytes.maketrans(_NO_ASCII, b"\n" * len(_NO_ASCII))
_ANCHORS = tuple(
    lazy_pattern(anchor)
    for anchor in (
        rb"hook",
        rb"connexease",
        rb"wh[-_.]?sec",
        rb"secret(?:(?<=[gt]secret)|(?<=[gt][-_. ]secret))",
        rb"bearer ",
    )
)
"""One of them is in every name of a secret, or in what it is compared with; in lower case."""


def parts_of(view: View) -> Iterator[tuple[int, View]]:
    """Each part of a view that may name a webhook's secret, with where it begins.

    Most of a program is no text, so the rarest letters of names are looked for before anything
    else.
    """
    if not view.binary:
        yield 0, view
        return
    lowered = view.text.encode("latin-1", "replace").lower()
    ends = [found.end() for anchor in _ANCHORS for found in anchor.finditer(lowered)]
    for start, end in around(lowered, ends, reach_of(KeyFormat())):
        yield start, view._replace(text=view.text[start:end])


def in_lines(text: str, is_character_a_byte: bool) -> str:
    """The text, with each character that no text holds replaced by the end of a line.

    ``is_character_a_byte``: characters beyond ASCII are replaced too, since they are more often
    parts of numbers than of text.
    """
    if is_character_a_byte:
        return text.encode("latin-1", "replace").translate(_IN_LINES).decode("latin-1")
    return text.translate(dict.fromkeys(_CONTROLS, "\n"))
