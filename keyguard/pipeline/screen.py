"""Whether content holds anything, before anybody asks where it is: the first look at everything.

Of an archive the members are looked at, and of text the windows around its clues. Messages, names,
and encodings in which no clue has a position are looked at as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from keyguard import decode
from keyguard.detect.detector import Detector, widened_prefilter
from keyguard.model import Blob, Part, Problem, ScreenResult, ScreenVerdict
from keyguard.model.patterns import PATTERNS
from keyguard.prefilter.ends import Ends
from keyguard.prefilter.select import CluePrefilter
from keyguard.settings import Limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.decode.content import Content
    from keyguard.model import Scanned, Span, View
    from keyguard.model.piece import Large
    from keyguard.pipeline.screen_windows import WindowScreen

TYPICAL = b"webhook_secret = "
"""A text that needs most parts of detection, and holds nothing."""


class Screener:
    """Screens one object after the other. It is pickled for other processes."""

    def __init__(
        self, detector: Detector, prefilter: CluePrefilter, limits: Limits | None = None
    ) -> None:
        self._detector = detector
        self._prefilter = prefilter
        self._widened = widened_prefilter(prefilter, detector)
        self.limits = limits or Limits()
        self._window_screen: WindowScreen | None = None

    @property
    def reach(self) -> Span | None:
        """How far a change reaches in content without clues; None if custom rules see all of it."""
        return self._windows.reach if self._detector.custom is None else None

    def prepare(self) -> None:
        """Compiles and loads what most histories need, once for all processes that inherit it."""
        PATTERNS.expect_many()
        self._prefilter.matches(b"")
        if self._detector.custom is not None:
            self._detector.custom.prepare()
        self._whole(Blob("", TYPICAL))

    def screen(self, blob: Blob) -> ScreenResult:
        """What is seen in a blob, and where."""
        result = self._screen(blob)
        if self._detector.custom is None:
            return result
        theirs = ScreenVerdict.SOMETHING if self._holds_custom(blob) else ScreenVerdict.NOTHING
        inside = () if theirs else result.inside
        return ScreenResult(max(result.verdict, theirs), inside=inside, packed=result.packed)

    def look_through(self, large: Large) -> Iterator[Blob | Problem | Scanned]:
        """The parts that hold something of content too large for the memory, how much was read, and
        why the rest can't be."""
        from keyguard.pipeline.in_pieces import look_through  # few contents are so large

        return look_through(large, self)

    def is_packed(self, piece: Blob) -> bool:
        """Whether a piece, or the beginning, of large content shows that it holds packed parts."""
        return decode.may_be_packed(piece, self.limits)

    def begins_packed(self, beginning: Blob) -> bool:
        """Whether to look at what is packed in large content before its text: other content shows
        it by itself."""
        return (
            decode.begins_as_whole(beginning)
            or decode.has_telling_name(beginning)
            or decode.is_wide_blob(beginning)
        )

    def comes_out_whole(self, blob: Blob) -> bool:
        """Whether unpacking brings out everything that the content says."""
        return decode.comes_out_whole(blob, self._widened, self.limits)

    def is_restated(self, beginning: Blob) -> bool:
        """Whether what is packed in large content says everything that its text does."""
        return decode.is_restated(beginning, self.limits)

    def is_clean(self, text: bytes, zones: Sequence[Span], reach: Span) -> bool:
        """Whether parts of a text hold nothing.

        False if the text has a longer reach, since more of it would have to be seen.
        """
        return self._windows.are_clean(text, self._prefilter.ends(text), zones, reach)

    def _screen(self, blob: Blob) -> ScreenResult:
        if blob.part is not Part.CONTENT:
            has_clue = self._prefilter.matches(blob.data)
            return ScreenResult(self._whole(blob) if has_clue else ScreenVerdict.NOTHING)
        if blob.file is not None:
            return self._archive(blob)
        if decode.begins_as_whole(blob) and self.comes_out_whole(blob):
            return self._archive(blob)
        if decode.is_wide_blob(blob):
            return self._wide(blob)
        ends = self._prefilter.ends(blob.data)
        packed = ends is None or ends.may_be_packed(blob.data, _is_beginning(blob))
        if packed and self.comes_out_whole(blob):
            return self._archive(blob)
        if ends is None:
            return ScreenResult(self._whole(blob), packed=True)
        if decode.has_telling_name(blob) or (packed and self._is_archive(blob)):
            return self._archive_with_text(ends, blob)
        if ends.runs:
            return ScreenResult(self._with_runs(ends, blob, blob), packed=True)
        if not (ends.keys or ends.plain or ends.encoded):
            return ScreenResult(ScreenVerdict.NOTHING, packed=packed)
        return self._windows.screen(ends, blob)._replace(packed=packed)

    def _wide(self, blob: Blob) -> ScreenResult:
        """What is seen of a text in UTF-16 or UTF-32: where, if it is seen in it as UTF-8."""
        from keyguard.decode.wide import as_in, in_utf_8  # few texts are

        narrow = in_utf_8(blob)
        ends = self._prefilter.ends(narrow.data)
        if ends is None or ends.packed or self._says_more(blob, narrow):
            return ScreenResult(self._whole(blob), packed=True)
        if ends.runs:
            return ScreenResult(self._with_runs(ends, narrow, blob), packed=True)
        if not (ends.keys or ends.plain or ends.encoded):
            return ScreenResult(ScreenVerdict.NOTHING)
        seen = self._windows.screen(ends, narrow)
        return ScreenResult(seen.verdict, as_in(blob, seen.windows, narrow))

    def _says_more(self, blob: Blob, narrow: Blob) -> bool:
        """Whether a wide text may hold something for those who do not believe that it is: of ASCII
        without NUL nothing is left for them."""
        if narrow.data.isascii() and b"\0" not in narrow.data:
            return False
        from keyguard.decode.wide import against_charset

        besides = self._prefilter.ends(against_charset(blob).text.encode("latin-1", "replace"))
        return besides is None or besides.is_any

    def _is_archive(self, blob: Blob) -> bool:
        """Whether the few bytes that archives begin with did not come about by chance."""
        return decode.is_archive(blob, self._widened, self.limits)

    def _archive_with_text(self, ends: Ends, blob: Blob) -> ScreenResult:
        """What may be an archive, with clues outside of its members."""
        seen = self._windows.verdict(ends, blob)
        if seen >= enough_of(blob):
            return ScreenResult(seen, packed=True)
        inside = self._archive(blob)
        return ScreenResult(max(seen, inside.verdict), packed=True) if seen else inside

    def _archive(self, blob: Blob) -> ScreenResult:
        """What the members of an archive hold, and why not all of them can be read."""
        from keyguard.pipeline.inside import Inside  # few contents are archives

        inside = Inside()
        verdict = seen = ScreenVerdict.NOTHING
        for item in decode.packed(blob, self._widened, self.limits):
            if isinstance(item, Problem):
                seen = max(seen, ScreenVerdict.UNREAD)
                inside.add(item)
            else:
                verdict = verdict if item.again else self._member(Blob("", item.said))
                seen = max(seen, verdict)
                if verdict:
                    inside.add(item.as_text(self._windows_in(item)))
            if inside.is_too_much and seen >= enough_of(blob):
                break
        return ScreenResult(seen, packed=True, inside=inside.items)

    def _with_runs(self, ends: Ends, text: Blob, whole: Blob) -> ScreenVerdict:
        """What is seen of a text with archives in digits, which is as a whole if there is any."""
        seen = self._windows.verdict(ends, text)
        return seen if not seen or whole.places else self._whole(whole)

    def _member(self, member: Blob) -> ScreenVerdict:
        ends = self._prefilter.ends(member.data)
        return self._whole(member) if ends is None else self._windows.verdict(ends, member)

    def _windows_in(self, text: Content) -> tuple[Span, ...]:
        """Where something is seen in text of an archive; empty if that is not known, or no matter
        since it is not long."""
        member = Blob("", text.data)
        if not text.is_long or text.restated or decode.is_wide_blob(member):
            return ()
        ends = self._prefilter.ends(member.data)
        if ends is None or ends.packed or ends.runs:
            return ()
        return self._windows.screen(ends, member).windows

    def _whole(self, blob: Blob) -> ScreenVerdict:
        views = decode.views(blob, self._widened, self.limits)
        return seen_in(views, self._detector, enough_of(blob))

    @property
    def _windows(self) -> WindowScreen:
        if self._window_screen is None:
            PATTERNS.expect_many()
            from keyguard.pipeline.screen_windows import WindowScreen  # most runs see no clue

            self._window_screen = WindowScreen(self._detector, self._widened, self.limits)
        return self._window_screen

    def _holds_custom(self, blob: Blob) -> bool:
        """Custom rules are asked about all of the content, since a match may have any length."""
        custom = self._detector.custom
        if custom is None:
            return False
        if any(True for _ in custom.in_place(blob)):
            return True
        if not (custom.keywords.matches(blob.data) or self._widened.is_encoded(blob.data)):
            return False
        views = decode.views(blob, self._widened, self.limits)
        return any(
            isinstance(view, Problem) or any(True for _ in custom.find(view)) for view in views
        )


def _is_beginning(blob: Blob) -> bool:
    """Whether nothing of its content is in front of a blob."""
    return blob.piece is None or not blob.piece.start


def enough_of(blob: Blob) -> ScreenVerdict:
    """How much must be seen of a blob before the rest of it can wait until it is judged.

    For a blob without a place it matters whether being unread is the only reason to find one.
    """
    return ScreenVerdict.UNREAD if blob.places else ScreenVerdict.SOMETHING


def seen_in(
    views: Iterable[View | Problem],
    detector: Detector,
    enough: ScreenVerdict = ScreenVerdict.SOMETHING,
) -> ScreenVerdict:
    """The most that is seen in any of these views, up to what is enough."""
    return strongest(
        (
            ScreenVerdict.UNREAD if isinstance(view, Problem) else _verdict(view, detector)
            for view in views
        ),
        enough,
    )


def strongest(
    verdicts: Iterable[ScreenVerdict], enough: ScreenVerdict = ScreenVerdict.SOMETHING
) -> ScreenVerdict:
    """The strongest of the verdicts; those after one that is enough are not computed."""
    most = ScreenVerdict.NOTHING
    for verdict in verdicts:
        most = max(most, verdict)
        if most >= enough:
            break
    return most


def _verdict(view: View, detector: Detector) -> ScreenVerdict:
    return ScreenVerdict.SOMETHING if detector.holds_any(view) else ScreenVerdict.NOTHING
