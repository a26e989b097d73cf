"""Content that repeats itself, as bombs do: what it says, said once.

Whole periods are cut out where what is in front of the cut and behind it goes on in the same way
for ``MARGIN`` bytes, so that whatever can be seen through a window of that size is still there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from keyguard.model.record import NamedTuple

MARGIN = 1 << 16
"""Bytes: more than decides, on either side of a clue, whether there is a credential."""
SHORTEST = 4 * MARGIN
"""Bytes of content that is worth the trouble."""
LONGEST_PERIOD = 2 << 20
NEAR = 1 << 12
"""Bytes of a period that is looked for in no time, whatever the content."""
ALIGNED = 4
"""Periods are cut out by so many where characters may take several bytes, which hold a NUL then:
what is left must be read from the right one on."""
_BEGINNING = 1 << 10
"""Bytes with which a period is taken to begin again."""
_BLOCK = 1 << 15
"""Bytes that are compared at a time."""


class Repeated(NamedTuple):
    """What says nothing that stands not in front of it as well, ``MARGIN`` bytes and more."""

    said: int
    """Where that begins: all from there to ``start`` is as what is repeated."""
    start: int
    end: int
    period: int
    """Each byte is as the one so many in front of it."""
    until: int
    """Up to where that goes on, beyond the ``end``."""


def without_repetition(data: bytes) -> bytes:
    """The content with whole periods cut out. Positions in it mean nothing."""
    return without(data, list(repeated(data)))


def without(data: bytes, cuts: Sequence[Repeated]) -> bytes:
    """The content with these cut out, which are in order."""
    if not cuts:
        return data
    starts, ends = [0, *(cut.end for cut in cuts)], [*(cut.start for cut in cuts), len(data)]
    return b"".join(data[start:end] for start, end in zip(starts, ends, strict=True))


def ends_of_lines(data: bytes, cuts: Sequence[Repeated]) -> int:
    """The ends of lines in content of which it is known what is ``repeated``."""
    again = sum(
        data.count(b"\n", cut.start - cut.period, cut.start) * ((cut.end - cut.start) // cut.period)
        for cut in cuts
    )
    return without(data, cuts).count(b"\n") + again


def repeated(data: bytes, longest: int = LONGEST_PERIOD) -> Iterator[Repeated]:
    """What can be cut out, in order, that has no longer period than this."""
    if len(data) < SHORTEST:
        return
    at = 0
    together = ALIGNED if b"\0" in data else 1
    while at + SHORTEST <= len(data):
        period = _period(data, at, longest)
        end = _end_of_repetition(data, at, period) if period else at
        start, stop = at + period + MARGIN, end - MARGIN
        periods = max(0, stop - start) // (period * together) if period else 0
        if periods:
            yield Repeated(at, start, start + periods * period * together, period, end)
            at = end
        else:
            at += SHORTEST


def period_at_end(data: bytes, cuts: Sequence[Repeated]) -> int:
    """The period of what is ``repeated`` up to the end of the content; 0 if nothing is."""
    return cuts[-1].period if cuts and cuts[-1].until == len(data) else 0


def goes_on(data: bytes, more: bytes, period: int) -> bool:
    """Whether what follows the content does nothing but repeat its last bytes, so many of them."""
    if period > len(data) or not more.startswith(data[len(data) - period :][: len(more)]):
        return False
    return _end_of_repetition(more, 0, period) >= len(more)


def _period(data: bytes, at: int, longest: int) -> int:
    """After how many bytes the content may begin to repeat itself; 0 if it does not."""
    again = data.find(data[at : at + _BEGINNING], at + 1, at + longest + _BEGINNING)
    return max(0, again - at)


def _end_of_repetition(data: bytes, at: int, period: int) -> int:
    """Up to where each byte is the one that is a period in front of it, or somewhat less."""
    end = at + period
    while data.startswith(data[end - period : min(end - period + _BLOCK, len(data) - period)], end):
        end += _BLOCK
        if end >= len(data):
            return len(data)
    return end


class Repetitions:
    """Sees which pieces of one content say nothing that the piece before them did not."""

    def __init__(self) -> None:
        self._before = b""

    def news_in(self, data: bytes, cuts: Sequence[Repeated] | None) -> bytes:
        """What a piece has to say; empty if that is nothing new. What is ``repeated`` in it may be
        known."""
        said = without_repetition(data) if cuts is None else without(data, cuts)
        is_new = len(said) == len(data) or said not in self._before
        self._before = data
        return said if is_new else b""
