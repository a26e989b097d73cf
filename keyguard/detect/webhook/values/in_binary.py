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
    """Where each part of a view begins that may name a webhook's secret, and the part. Most of a
    program is no text, so it is looked for the rarest letters of names before anything else."""
    if not view.binary:
        yield 0, view
        return
    lowered = view.text.encode("latin-1", "replace").lower()
    ends = [found.end() for anchor in _ANCHORS for found in anchor.finditer(lowered)]
    for start, end in around(lowered, ends, reach_of(KeyFormat())):
        yield start, view._replace(text=view.text[start:end])


def in_lines(text: str, is_character_a_byte: bool) -> str:
    """The text with an end of a line in place of each character that no text holds.

    Where a character is a byte, those beyond ASCII are parts of numbers more often than of text.
    """
    if is_character_a_byte:
        return text.encode("latin-1", "replace").translate(_IN_LINES).decode("latin-1")
    return text.translate(dict.fromkeys(_CONTROLS, "\n"))
