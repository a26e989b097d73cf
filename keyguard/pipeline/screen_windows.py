"""What the windows around the clues of a text hold; each window is looked at once, in whatever
file.

Versions of a file differ in few lines. A window of one version is a window of most others, so a
history is searched at the cost of what changed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from operator import itemgetter

from keyguard import decode
from keyguard.decode.text_windows import AROUND
from keyguard.detect.detector import Detector, topics_of
from keyguard.model import ANY_TOPIC, Blob, ScreenResult, ScreenVerdict, Span, TextTopics
from keyguard.model.digests import blake2b
from keyguard.model.repetition import repeated
from keyguard.pipeline.screen import enough_of, seen_in, strongest
from keyguard.prefilter.clue_kinds import ANY_CLUE
from keyguard.prefilter.ends import Ends
from keyguard.prefilter.windows import ClueReach, around, grouped
from keyguard.settings import Limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.prefilter.keywords import WidenedPrefilter
    from keyguard.prefilter.select import CluePrefilter

ENCODED_SCALE = 4
"""Digits of an encoding that may stand for one character; four in hexadecimal of UTF-16."""
MAIL_REACH = ClueReach(before=1_400, after=0)
"""How far above a clue the header of a mail may be that says its text is quoted-printable.

No bound is right: a mail may have any length.
"""
BEFORE_KEY = 400
"""Bytes up to the end of a key's beginning that contain it, even if its prefix is split."""
REMEMBERED = 50_000
"""Windows to remember: those of a few files that are about webhooks from end to end."""
BEGINNING = 8_000
"""Bytes that are enough to see that a text is full of keys."""
LONG_WINDOW = 2 * BEGINNING
MANY = 2_000
"""Clues; fewer are looked into before it is known what repeats itself."""
DIGEST = 16
"""Bytes of the digest of a window, whose text would take a thousand times as many."""

_Text = tuple[decode.Reading, bytes]
"""How a text is read, and its digest."""
_Window = tuple[TextTopics, _Text]
"""What the rest of the file is about, and the text of the window."""


class WindowScreen:
    """Looks at windows, and remembers those that it has seen."""

    def __init__(
        self, detector: Detector, prefilter: CluePrefilter | WidenedPrefilter, limits: Limits
    ) -> None:
        """The ``prefilter`` is asked of whatever is decoded."""
        self._detector = detector
        self._prefilter = prefilter
        self._limits = limits
        self._reach = detector.reach() | MAIL_REACH
        self._known: dict[_Window, ScreenVerdict] = {}
        self._keyless: set[_Text] = set()
        self._clean_runs: set[_Text] = set()

    @property
    def reach(self) -> Span:
        """How many characters behind a change, and in front of it, depend on it."""
        return self._reach

    def screen(self, ends: Ends, blob: Blob) -> ScreenResult:
        """What is seen around the clues of a blob, where, and how far a change to it reaches.

        Whatever begins within ``AROUND`` of a window that holds something is read with that window,
        and counts without a look of its own: a text full of keys is not searched twice.
        """
        found = self._found(ends, blob)
        verdict = strongest(seen for _, seen in found)
        reach = None if verdict else self._reach_of(blob.data, ends)
        return ScreenResult(verdict, tuple(window for window, _ in found), reach)

    def _found(self, ends: Ends, blob: Blob) -> list[tuple[Span, ScreenVerdict]]:
        """The windows that hold something. What only repeats what holds nothing is passed over."""
        if len(ends.keys) + len(ends.plain) + len(ends.encoded) < MANY:
            return [(window, seen) for window, seen in self._look(ends, blob) if seen]
        again = list(repeated(blob.data))
        spans = [(each.start, each.end) for each in again]
        _, others = ends.parted(spans)
        found = [(window, seen) for window, seen in self._look(others, blob) if seen]
        told = [
            (each.start, each.end)
            for each in again
            if any(first < each.start and each.said < last for (first, last), _ in found)
        ]
        if told:
            more, _ = ends.parted(told)
            found += [(window, seen) for window, seen in self._look(more, blob) if seen]
        return found

    def verdict(self, ends: Ends, blob: Blob) -> ScreenVerdict:
        """What is seen around these clues, and in runs of digits."""
        seen = (each for _, each in self._look(ends, blob))
        return strongest(chain(seen, self._in_runs(ends, blob)), enough_of(blob))

    def are_clean(self, text: bytes, ends: Ends | None, zones: Sequence[Span], reach: Span) -> bool:
        """Whether nothing is seen around the clues that end in these zones of a text.

        False if one of the zones has a longer reach than ``reach``.
        """
        needed = self._reach_of(text, ends)
        if ends is None or needed is None or needed > reach:
            return False
        in_zones, _ = ends.parted(zones)
        blob = Blob("", text)
        windows = self._windows_of(in_zones, blob)
        return not any(self._look_within(blob, window, ANY_TOPIC) for window in windows)

    def _reach_of(self, data: bytes, ends: Ends | None) -> Span | None:
        """The reach of a change to this text; None if that can be all of it."""
        if ends is None or ends.packed or ends.runs or b"\0" in data:
            return None
        return self._reach.times(ENCODED_SCALE) if ends.encoded else self.reach

    def _windows_of(self, ends: Ends, blob: Blob) -> Iterator[Span]:
        """The windows around these clues that are to be looked at, none within a larger one."""
        encoded = list(around(blob.data, ends.encoded, self._reach, ENCODED_SCALE))
        groups = grouped(blob.data, ends.keys)
        keys = chain.from_iterable(group for group in groups if self._may_be_keys(blob, group))
        for window in around(blob.data, chain(ends.plain, keys), self._reach):
            if not _is_covered(encoded, window):
                yield window
        yield from encoded

    def _look(self, ends: Ends, blob: Blob) -> Iterator[tuple[Span, ScreenVerdict]]:
        """What is seen in each window, but for those that hold nothing whatever the rest of the
        text is about: that is asked once something may be there."""
        topics: TextTopics | None = None
        held: Span = (0, 0)
        for window in self._windows_of(ends, blob):
            if held[0] <= window[0] < held[1]:
                yield window, ScreenVerdict.SOMETHING
                continue
            if topics is None:
                if not self._look_within(blob, window, ANY_TOPIC):
                    continue
                topics = topics_of(decode.view_of(blob).text)
            look = self._look_at_beginning if held[1] else self._look_within
            seen = look(blob, window, topics)
            if seen is ScreenVerdict.SOMETHING:
                held = window[0], window[1] + AROUND
            yield window, seen

    def _look_at_beginning(self, blob: Blob, window: Span, topics: TextTopics) -> ScreenVerdict:
        """What is seen in a window of a text that holds something: in a long one what it begins
        with mostly tells."""
        start, end = window
        if end - start > LONG_WINDOW:
            seen = self._look_within(blob, (start, start + BEGINNING), topics)
            if seen is ScreenVerdict.SOMETHING:
                return seen
        return self._look_within(blob, window, topics)

    def _look_within(self, blob: Blob, window: Span, topics: TextTopics) -> ScreenVerdict:
        key = topics, _text_of(blob, window)
        seen = self._known.get(key)
        if seen is None:
            seen = self._look_into(blob, window, topics)
            if not blob.places:  # else its name says how to read it
                self._remember(key, seen)
        return seen

    def _look_into(self, blob: Blob, window: Span, topics: TextTopics) -> ScreenVerdict:
        """What is seen in a window by its own clues, and in what is encoded in it by any."""
        start, end = window
        view = decode.window_of(blob, start, end, topics)
        clues = (
            ANY_CLUE
            if view.adjoining or decode.is_wide_blob(blob)
            else self._prefilter.clue_kinds(blob.data[start:end])
        )
        if self._detector.holds_any(view, clues):
            return ScreenVerdict.SOMETHING
        if not decode.is_worth_decoding(view, self._prefilter):
            return ScreenVerdict.NOTHING
        decoded = decode.decoded_of_window(view, self._prefilter, self._limits)
        return seen_in(decoded, self._detector)

    def _in_runs(self, ends: Ends, blob: Blob) -> Iterator[ScreenVerdict]:
        """What is seen in runs of digits that hold archives."""
        if not ends.runs:
            return
        from keyguard.prefilter.base_n import runs_at  # few texts have any

        by_text = {_text_of(blob, run): run for run in runs_at(blob.data, ends.runs)}
        unknown = {text: run for text, run in by_text.items() if text not in self._clean_runs}
        runs = unknown.values()
        parts = decode.decoded_parts(blob, runs, ANY_TOPIC, self._prefilter, self._limits)
        for text, views in zip(unknown, parts, strict=True):
            seen = seen_in(views, self._detector, enough_of(blob))
            if not seen and not blob.places:
                _add(self._clean_runs, text)
            yield seen

    def _remember(self, window: _Window, seen: ScreenVerdict) -> None:
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[window] = seen

    def _may_be_keys(self, blob: Blob, ends: Sequence[int]) -> bool:
        """Whether what begins like keys may be any: to see that takes less than all around it."""
        start, stop = max(0, ends[0] - BEFORE_KEY), ends[-1] + self._reach.after
        part = _text_of(blob, (start, stop))
        if part in self._keyless:
            return False
        view = decode.window_of(blob, start, stop, ANY_TOPIC)
        if not decode.is_bare(view, self._prefilter) or self._detector.may_hold_key(view):
            return True
        _add(self._keyless, part)
        return False


def _add(known: set[_Text], text: _Text) -> None:
    if len(known) >= REMEMBERED:
        known.clear()
    known.add(text)


def _text_of(blob: Blob, window: Span) -> _Text:
    start, end = window
    digest = blake2b(blob.data[start:end], digest_size=DIGEST).digest()
    return decode.reading_of_blob(blob), digest


def _is_covered(windows: Sequence[Span], window: Span) -> bool:
    """Whether one of these windows, which begin and end in order, holds all of another."""
    before = bisect_right(windows, window[0], key=itemgetter(0))
    return before > 0 and window[1] <= windows[before - 1][1]
