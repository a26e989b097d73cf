"""Looks for clues in the text that runs of escapes stand for.

A text of nothing but escapes may have a key wherever one ends. Decoding it once, as every reader
does, takes far less than looking at all of it in windows, and mostly it has nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise

from keyguard.encodings.charsets import NARROW, decoded
from keyguard.encodings.table import ENCODINGS
from keyguard.model.digests import blake2b
from keyguard.model.entry_point import load
from keyguard.model.patterns import lazy_pattern
from keyguard.model.prefilter import APART
from keyguard.model.spans import Span
from keyguard.prefilter.clues import SPAN
from keyguard.prefilter.windows import GAP

LONGEST_ESCAPE = 10
"""Bytes of the longest escape of a character, such as ``\\U00000070``."""
_NO_SIGN = b"a" * (2 * LONGEST_ESCAPE)
"""What tells, of characters that may begin escapes or not, that none does."""
MARGIN = SPAN * LONGEST_ESCAPE
"""Bytes around a run that are decoded with it, since a clue in it may begin or end there."""
BLOCK = 1 << 16
"""Bytes of runs that are decoded together, or somewhat more."""
DIGEST = 16
"""Bytes of the digest of decoded text."""
REMEMBERED = 50_000
"""Decoded parts that are remembered."""
MOST_LEVELS = 20
"""Nested encodings, as many as anybody can ask for."""
_PERCENT = lazy_pattern(r"%(?:25)+(?=[0-9A-Fa-f]{2})")
"""A percent sign that is escaped, as in addresses that were redirected to from each other."""
_DECODED_BEFORE = lazy_pattern(rb"=(?:\r?\n|\?)")
"""Breaks of lines in mails, which are undone first: escapes go on behind them."""


class CodedRuns:
    """Looks for clues in decoded runs; ``holds_any`` says whether a text has any."""

    def __init__(self, holds_any: Callable[[bytes], bool]) -> None:
        rows = [each for each in ENCODINGS if each.run]
        self._run = re.compile(b"|".join(each.run for each in rows))
        self._decoders = [load(each.decode_all) for each in rows]
        self._holds_any = holds_any
        self._known: dict[bytes, bool] = {}
        self._levels = 0

    def ends(self, data: bytes, coded: Iterable[int]) -> list[int]:
        """Where clues end in content with such runs.

        Of the ``coded`` clues, which are escapes, those in runs that stand for nothing are left
        out.
        """
        found: list[int] = []
        vain: list[Span] = []
        for start, end in _blocks(data, self._spans(data)):
            before = data[max(0, start - MARGIN) : start].rpartition(APART)[2]
            behind = data[end : end + MARGIN].partition(APART)[0]
            if self._may_hold_any(before + data[start:end] + behind):
                found += (*range(start + 1, end, GAP), end)
            else:
                vain.append((start, end))
        return [*found, *_outside(vain, sorted(coded))]

    def _spans(self, data: bytes) -> Iterator[Span]:
        """The runs, in parts that are not long: those that stand close together, as one."""
        run = self._run.search(data)
        marks = data.translate(_marks()) if run else b""
        while run:
            start, end = run.span()
            apart = marks.find(_NO_SIGN, end)
            last = min(apart + LONGEST_ESCAPE, len(data)) if apart >= 0 else len(data)
            if (told := data.find(APART, end, last)) >= 0:
                last = told
            end = max(end, last)
            yield from pairwise((*range(start, end, BLOCK), end))
            run = self._run.search(data, end)

    def _may_hold_any(self, part: bytes) -> bool:
        """Whether there may be any clue in a part, which is asked of whole files and of windows."""
        if _DECODED_BEFORE.search(part):
            return True
        digest = blake2b(part, digest_size=DIGEST).digest()
        if digest not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[digest] = self._decoded_holds_any(part)
        return self._known[digest]

    def _decoded_holds_any(self, part: bytes) -> bool:
        """What stands for itself, as ``\\177``, holds nothing. What is written in escapes of
        escapes, level by level, may hold anything."""
        if self._levels == MOST_LEVELS:
            return True
        written = decoded(part, NARROW)
        text = _PERCENT.sub("%", written)
        for decode in self._decoders:
            text = decode(text)
        if text == written:
            return False
        self._levels += 1
        try:
            return self._holds_any(text.encode("utf-8", "replace"))
        finally:
            self._levels -= 1


def _blocks(data: bytes, spans: Iterable[Span]) -> Iterator[Span]:
    """Spans that are close to each other, in one text, as one."""
    start = end = 0
    for first, last in spans:
        is_close = first - end <= 2 * MARGIN and last - start <= BLOCK
        if end and is_close and data.find(APART, end, first) < 0:
            end = last
            continue
        if end:
            yield start, end
        start, end = first, last
    if end:
        yield start, end


@cache
def _marks() -> bytes:
    """Makes the signs that escapes begin with NUL, and all else a letter."""
    return bytes(0 if byte in b"%&\\" else ord("a") for byte in range(256))


def _outside(spans: Iterable[Span], ordered: Iterable[int]) -> Iterator[int]:
    """What of these is in none of the spans."""
    following = iter(spans)
    start, end = next(following, (-1, -1))
    for each in ordered:
        while 0 <= end < each:
            start, end = next(following, (-1, -1))
        if not start <= each <= end:
            yield each
