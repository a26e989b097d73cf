"""Looks for clues in what runs of digits stand for: base64 and hexadecimal, one within another.

A run is decoded to see what it holds; patterns could distinguish text in base64 from other digits,
but most text holds nothing, and where it is wrapped, in UTF-16 or encoded twice, they see little.
Files change less than they are stored, so what a run holds is kept in mind.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, islice

from keyguard.encodings.line_wrap import DIGITS, END_OF_LINE, LINE
from keyguard.model.patterns import lazy_pattern
from keyguard.prefilter.byte_checks import MARKS
from keyguard.prefilter.digit_readings import digits_by_kind, readings
from keyguard.prefilter.together import Look, ends_in_each, groups_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model import Span

Shares = tuple[float, ...]
"""Where clues end in a run, as shares of its length."""

FULL_LINE = 56
"""Digits of a line: programs wrap base64 after 60, 64 or 76."""
LONG = 132
"""Digits that hardly a digest has: lock files hold thousands of SHA-512, 128 in hexadecimal."""
IN_LONG = b"[A-Za-z0-9]{%d}" % FULL_LINE
"""Every long run holds so many letters and numbers in a row: text in base64 has hardly a ``+``."""
_INDENTED = rb"%s\r?\n[ \t]{1,40}" % IN_LONG
LONG_RUNS = (
    rb"[A-Za-z0-9\r\n\\]{%d}" % LONG,
    rb"%s[A-Za-z0-9]{16}" % _INDENTED,
    rb"%s[A-Za-z0-9+/]{2,15}={0,2}(?:[\s\"'`\\})\]<,;]|\Z)" % _INDENTED,
)
"""How a long run begins, if not indented, and if it is: then digits are in the next line as well,
where most lock files have a name and a colon."""
STAGES = ((IN_LONG,), (rb"[A-Za-z0-9\s\\]{%d}" % LONG,), LONG_RUNS)
"""What content holds that has a long run, each stage several times as fast to look for as the next:
some digits, then lines of digits or words without a comma, then lines of digits."""
FEW = 8
"""Runs that are looked into first: where one of them holds something, others mostly do."""
DEPTH = 12
"""Encodings within one another; of more it is not asked what they hold."""
REMEMBERED = 8 * 1024 * 1024
"""Bytes of runs that are kept in mind."""
_BLOCK = lazy_pattern(f"{DIGITS}+(?:{END_OF_LINE}{LINE})*".encode())
_BETWEEN = b"////"
"""Stands between runs that are decoded together: no text does in base64, whatever its alignment."""
_LONG_MARKS = bytes(ord("d") if MARKS[byte] or byte in b" \t\r\n\\" else 0 for byte in range(256))
_IN_LINES = lazy_pattern(rf"{DIGITS}|[=%?\s\"'`\\+.&#*;>]")
"""Digits, what is between two lines of them, and escapes."""


class RunMatcher:
    """Looks for the clues that ``look`` knows."""

    def __init__(
        self,
        shortest: int,
        may_have_runs: Callable[[bytes], bool],
        look: Look,
        look_into_short: Look | None,
        is_worth_decoding: Callable[[bytes], bool] = bool,
    ) -> None:
        """``shortest``: letters and numbers in a row that make a run worth decoding.

        ``may_have_runs`` says, fast, if there may be any. ``look_into_short`` is asked about runs
        that are not ``LONG``; without it they are passed over. ``is_worth_decoding`` says if
        digits can stand for text or an archive: hashes, keys of ciphers and test vectors don't.
        """
        self._shortest = shortest
        self._may_have_runs = may_have_runs
        self._look = look
        self._look_into_short = look_into_short
        self._is_worth_decoding = is_worth_decoding
        self._known: dict[bytes, Shares | None] = {}
        self._depths: dict[bytes, int] = {}
        """How deep it was looked into a run in which clues can be anywhere: what is encoded more
        often than that can be the only reason."""
        self._remembered = 0

    def ends(self, data: bytes, depth: int = DEPTH) -> list[int] | None:
        """Where clues end, roughly, among the digits in ``data``; None if they can be anywhere."""
        ends, runs = self.ends_and_runs(data, depth)
        return None if runs else ends

    def ends_and_runs(self, data: bytes, depth: int = DEPTH) -> tuple[list[int], list[Span]]:
        """Where clues end, roughly, among the digits in ``data``, and the runs in which they can be
        anywhere."""
        found: list[int] = []
        whole: list[Span] = []
        if depth == DEPTH and self._remembered > REMEMBERED:
            self._forget()
        if not self._may_have_runs(data):
            return found, whole
        spans = list(blocks(data, self._shortest))
        runs = {data[start:end] for start, end in spans}
        self._learn(self._unknown(runs, depth), depth)
        self._remember(self._shares(self._unknown(runs, depth), depth), depth)
        for start, end in spans:
            shares = self._known[data[start:end]]
            if shares is None:
                whole.append((start, end))
            else:
                found += [start + round(share * (end - start)) for share in shares]
        return found, whole

    def holds_any(self, data: bytes) -> bool:
        """Whether there is any clue among the digits in ``data``: what is known of the first runs
        tells, where they hold something."""
        if not self._may_have_runs(data):
            return False
        first = islice(blocks(data, self._shortest), FEW)
        return any(self.is_known_to_hold(data[slice(*span)]) for span in first) or (
            self.ends(data) != []
        )

    def is_known_to_hold(self, run: bytes) -> bool:
        """Whether a run was looked into before, and clues are in it."""
        return self._known.get(run, ()) != ()

    def _unknown(self, runs: Iterable[bytes], depth: int) -> list[bytes]:
        """The runs into which it has to be looked, so deep."""
        known, depths = self._known, self._depths
        return [run for run in runs if run not in known or depths.get(run, depth) < depth]

    def _remember(self, shares: Mapping[bytes, Shares | None], depth: int) -> None:
        self._known.update(shares)
        for run, its_own in shares.items():
            if its_own is None:
                self._depths[run] = depth
            else:
                self._depths.pop(run, None)
        self._remembered += sum(map(len, shares))

    def _forget(self) -> None:
        self._known.clear()
        self._depths.clear()
        self._remembered = 0

    def _learn(self, runs: Iterable[bytes], depth: int) -> None:
        """Looks into all new runs at once: most hold nothing, and then one look will do."""
        groups: dict[bool, list[bytes]] = {True: [], False: []}
        for run in runs:
            groups[is_long(run)].append(run)
        for look, group in ((self._look, groups[True]), (self._look_into_short, groups[False])):
            parts = filter(None, (group[:FEW], group[FEW:]))
            if not look or all(self._is_clean(part, look, depth) for part in parts):
                self._remember(dict.fromkeys(group, ()), depth)

    def _is_clean(self, group: list[bytes], look: Look, depth: int) -> bool:
        return self._ends_within(self._joined(group), look, depth) == []

    def _joined(self, group: list[bytes]) -> bytes:
        """All that these runs can stand for."""
        kinds = (
            _BETWEEN.join(self._promising(list(each.values()))) for each in digits_by_kind(group)
        )
        return b"\n".join(each.data for digits in kinds for each in readings(digits))

    def _promising(self, runs: Sequence[bytes]) -> Iterable[bytes]:
        """Runs that are worth decoding; mostly none is, which is asked at once."""
        is_worth_it = self._is_worth_decoding
        return filter(is_worth_it, runs) if is_worth_it(_BETWEEN.join(runs)) else ()

    def _shares(self, runs: Sequence[bytes], depth: int) -> dict[bytes, Shares | None]:
        """Where clues end in each of these runs; None if they can be anywhere in it."""
        found: dict[bytes, Shares | None] = {}
        for long in (True, False):
            look = self._look if long else self._look_into_short
            for group in groups_of(run for run in runs if is_long(run) is long):
                assert look is not None
                found |= self._shares_in(group, look, depth)
        return found

    def _shares_in(self, runs: list[bytes], look: Look, depth: int) -> dict[bytes, Shares | None]:
        """The shares of runs that are decoded and looked through together, unless clues can be
        anywhere in one."""
        shares = self._shares_together(runs, look, depth)
        if shares is not None:
            return shares
        if len(runs) == 1:
            return {runs[0]: None}
        return {
            run: shares
            for each in runs
            for run, shares in self._shares_in([each], look, depth).items()
        }

    def _shares_together(
        self, runs: list[bytes], look: Look, depth: int
    ) -> dict[bytes, Shares | None] | None:
        """The shares of these runs; None if clues can be anywhere, or can't be told by run."""

        def look_within(text: bytes) -> list[int] | None:
            return self._ends_within(text, look, depth)

        found: dict[bytes, list[float]] = {run: [] for run in runs}
        for kind in digits_by_kind(runs):
            lengths = list(map(len, kind.values()))
            starts = list(accumulate((each + len(_BETWEEN) for each in lengths), initial=0))
            texts = list(readings(_BETWEEN.join(kind.values())))
            ends = ends_in_each([each.data for each in texts], look_within)
            if ends is None or (len(kind) > 1 and any(each.is_narrowed for each in texts)):
                return None
            shares = list(map(found.__getitem__, kind))
            for text, its_ends in zip(texts, ends, strict=True):
                for end in map(text.digit_of, its_ends):
                    number = bisect_right(starts, end - 1, hi=len(kind)) - 1
                    shares[number].append((end - starts[number]) / lengths[number])
        return {run: tuple(shares) for run, shares in found.items()}

    def _ends_within(self, text: bytes, look: Look, depth: int) -> list[int] | None:
        if not depth:
            return None
        ends, inner = look(text), self.ends(text, depth - 1)
        return None if ends is None or inner is None else ends + inner


def is_long(block: bytes) -> bool:
    """Whether a run has more digits in a row than digests do, all of its lines taken together."""
    return (
        len(block) >= LONG
        and b"d" * FULL_LINE in block.translate(MARKS)
        and b"d" * LONG in block.translate(_LONG_MARKS)
    )


def blocks(data: bytes, shortest: int) -> Iterator[tuple[int, int]]:
    """The ends of each run that begins with so many letters and numbers in a row; lines that hold
    nothing but digits are part of it."""
    marks = data.translate(MARKS)
    least = b"d" * shortest
    start = marks.find(least)
    while start >= 0:
        found = _BLOCK.match(data, start)
        assert found is not None
        yield found.span()
        start = marks.find(least, found.end())


def runs_at(data: bytes, places: Iterable[Span]) -> list[Span]:
    """The runs that these places are in, in order, with all of their lines and perhaps more."""
    marks = data.translate(_line_marks())
    return sorted({(marks.rfind(b"\0", 0, start) + 1, _end(marks, end)) for start, end in places})


@cache
def _line_marks() -> bytes:
    return bytes(ord("d") if _IN_LINES.match(chr(value)) else 0 for value in range(256))


def _end(marks: bytes, position: int) -> int:
    end = marks.find(b"\0", position)
    return len(marks) if end < 0 else end
