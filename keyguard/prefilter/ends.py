"""The result of a search for clues: where they end, and of which kind they are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from keyguard.model import Span
    from keyguard.model.repetition import Repeated
    from keyguard.prefilter.clue_kinds import ClueKinds

else:
    Protocol = object


class Ends(NamedTuple):
    """Where clues end in content, in any order."""

    keys: list[int]
    """Where beginnings of Gateway keys end."""
    plain: list[int]
    """Where all other clues in plain text end."""
    encoded: list[int]
    """Where clues in encoded text end: more of such text must be seen to see as much."""
    packed: bool = False
    """Whether the content may be an archive, whose members are no part of the content."""
    begins: bool = False
    """Whether only its beginning shows that it may be one."""
    runs: Sequence[Span] = ()
    """Parts of runs of digits that have archives in them: all of such a run must be seen."""

    @property
    def is_any(self) -> bool:
        """Whether there is any reason to look at the content."""
        return bool(self.keys or self.plain or self.encoded or self.packed or self.runs)

    def parted(self, zones: Sequence[Span]) -> tuple[Ends, Ends]:
        """The clues that end in these zones, which are in order, and all others with the runs."""
        keys, plain, encoded = (
            _parted(column, zones) for column in (self.keys, self.plain, self.encoded)
        )
        inside, outside = zip(keys, plain, encoded, strict=True)
        return (
            Ends(*inside, self.packed, self.begins),
            Ends(*outside, self.packed, self.begins, self.runs),
        )

    def everywhere(self, cuts: Sequence[Repeated]) -> Ends:
        """The ends in the whole content, for clues of content without its ``cuts``."""
        keys, plain, encoded = (
            _everywhere(column, cuts) for column in (self.keys, self.plain, self.encoded)
        )
        runs = [(_moved(start, cuts), _moved(end, cuts)) for start, end in self.runs]
        return self._replace(keys=keys, plain=plain, encoded=encoded, runs=runs)

    def may_be_packed(self, data: bytes, is_beginning: bool) -> bool:
        """Whether content may be an archive, or a part of it that is its beginning or not."""
        if not (self.packed and self.begins):
            return self.packed
        from keyguard.prefilter.byte_checks import BEGINNINGS

        return is_beginning and data.startswith(BEGINNINGS)


class ClueSearch(Protocol):
    """Looks for the clues of one key format."""

    def matches(self, data: bytes) -> bool:
        """Whether there is any clue."""

    def which_match_among(self, joined: bytes, starts: Sequence[int]) -> Iterable[int]:
        """The positions of the joined texts that may have a clue; see ``BatchPrefilter``."""

    def ends(self, data: bytes) -> Ends | None:
        """Where clues end; None if all of the content is worth a look."""

    def clue_kinds(self, data: bytes) -> ClueKinds:
        """The kinds of clues that are there, or may be."""

    def is_encoded(self, data: bytes) -> bool:
        """Whether there is any clue to something encoded or packed."""

    def is_known_run(self, data: bytes) -> bool:
        """Whether ``data`` is a run of digits that was looked into before and has a clue."""


def _parted(column: Iterable[int], zones: Iterable[Span]) -> tuple[list[int], list[int]]:
    inside: list[int] = []
    outside: list[int] = []
    ordered, done = sorted(column), 0
    for start, end in zones:
        first = bisect_left(ordered, start, done)
        last = bisect_right(ordered, end, first)
        outside += ordered[done:first]
        inside += ordered[first:last]
        done = last
    return inside, outside + ordered[done:]


def _everywhere(column: Iterable[int], cuts: Iterable[Repeated]) -> list[int]:
    """What is in the last period in front of a cut is in each of those that were cut out."""
    ordered, done, left_out = sorted(column), 0, 0
    found: list[int] = []
    for cut in cuts:
        until = bisect_right(ordered, cut.start - left_out, done)
        within = bisect_right(ordered, cut.start - cut.period - left_out, done, until)
        found += (end + left_out for end in ordered[done:within])
        for end in ordered[within:until]:
            found += range(end + left_out, cut.end + 1, cut.period)
        left_out += cut.end - cut.start
        done = until
    found += (end + left_out for end in ordered[done:])
    return found


def _moved(position: int, cuts: Iterable[Repeated]) -> int:
    """Where a position is once these cuts are filled again: in the first of what repeats itself."""
    for cut in cuts:
        if position <= cut.start:
            break
        position += cut.end - cut.start
    return position
