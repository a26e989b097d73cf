"""Content that is put one behind the other, of which what only repeats itself is not written."""

from __future__ import annotations

from bisect import bisect_right

from keyguard.model.on_disk import Growing, OnDisk
from keyguard.model.piece import LARGE
from keyguard.model.record import NamedTuple


class _Stretch(NamedTuple):
    start: int
    """Bytes of the content in front of it."""
    written: int
    """Where it was written, if it was."""
    period: int = 0
    """Each byte is as the one so many in front of it; 0 if it was written."""


class Repeating(OnDisk):
    """What was added, to be read in any order. It is on the disk once it is too much to hold."""

    def __init__(self) -> None:
        self._begin(0)
        self._again = None
        self._stretches: list[_Stretch] = []
        self._written = Growing(held=LARGE)

    def add(self, part: bytes | memoryview) -> None:
        """Puts these bytes behind what is there. Raises ``NoRoomError``."""
        stretch = _Stretch(self._size, len(self._written))
        self._written.add([part])
        self._put(stretch, len(part))

    def repeat(self, period: int, size: int) -> None:
        """Goes on for ``size`` bytes with the last ones, ``period`` of them, again and again."""
        self._put(_Stretch(self._size, 0, period), size)

    def _put(self, stretch: _Stretch, size: int) -> None:
        if not self._stretches or self._stretches[-1].period != stretch.period:
            self._stretches.append(stretch)
        self._size += size

    def from_file(self, start: int, end: int) -> bytes:
        """The bytes between two positions that are in order."""
        parts = []
        first = bisect_right(self._stretches, start, key=lambda each: each.start) - 1
        while start < end:
            stretch = self._stretches[first]
            first += 1
            more = self._stretches[first : first + 1]
            until = min(end, more[0].start if more else self._size)
            parts.append(self._of(stretch, start - stretch.start, until - stretch.start))
            start = until
        return b"".join(parts)

    def _of(self, stretch: _Stretch, start: int, end: int) -> bytes:
        if not stretch.period:
            return self._written[stretch.written + start : stretch.written + end]
        times, first = divmod(start, stretch.period)
        last = end - times * stretch.period
        begin = stretch.start - stretch.period
        if last <= stretch.period:
            return self.from_file(begin + first, begin + last)
        period = self.from_file(begin, stretch.start)
        return (period * -(-last // stretch.period))[first:last]
