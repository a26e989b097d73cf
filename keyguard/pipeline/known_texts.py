"""Remembers what texts hold, so that a text that several contents share is looked at once."""

from __future__ import annotations

from keyguard import decode
from keyguard.detect.detector import Detector
from keyguard.model import Blob, Detection, Place, Segments, State, View
from keyguard.model.digests import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model.prefilter import ContentPrefilter

LONGEST = 1 << 17
"""Characters; a longer text is not remembered: windows of versions recur, large files hardly do."""
REMEMBERED = 1 << 22
"""Characters of all remembered texts together."""
DIGEST = 16
"""Bytes of the digest of a text about which only one thing is remembered."""
MOST_DIGESTS = 50_000


class KnownTexts:
    """Detects in texts, and remembers what was found in those that may come again.

    Versions of a file differ in few lines, so a window of one is a window of most others.
    """

    def __init__(self, detector: Detector, prefilter: ContentPrefilter) -> None:
        self._detector = detector
        self.prefilter = prefilter
        """What is asked of whatever is decoded."""
        self._worth_decoding: dict[tuple[bool, bytes], bool] = {}
        self._known: dict[View, tuple[Detection, ...]] = {}
        self._size = 0

    def detections(self, view: View) -> tuple[Detection, ...]:
        """Every credential of a view."""
        if len(view.text) > LONGEST:
            return tuple(self._detector.detect(view))
        text = _of_no_blob(view)
        found = self._known.get(text)
        if found is None:
            found = tuple(self._detector.detect(text))
            self._remember(text, found)
        return tuple(each._replace(view=view) for each in found)

    def is_worth_decoding(self, window: View) -> bool:
        """Whether something in a part of a text may be encoded."""
        text = window.text.encode("utf-8", "surrogatepass")
        key = window.binary, blake2b(text, digest_size=DIGEST).digest()
        known = self._worth_decoding.get(key)
        if known is None:
            known = decode.is_worth_decoding(window, self.prefilter)
            if len(self._worth_decoding) >= MOST_DIGESTS:
                self._worth_decoding.clear()
            self._worth_decoding[key] = known
        return known

    def _remember(self, text: View, found: tuple[Detection, ...]) -> None:
        self._size += len(text.text)
        if self._size > REMEMBERED:
            self._known.clear()
            self._size = len(text.text)
        self._known[text] = found


def _of_no_blob(view: View) -> View:
    """A view with all that detection may ask of it, and nothing else: no matter what blob it is of,
    and where there."""
    places = tuple(Place(place.path, State.TREE) for place in view.blob.places)
    blob = Blob("", b"", places, view.blob.part)
    return view._replace(blob=blob, outer=None, segments=Segments(), lines_before=0)
