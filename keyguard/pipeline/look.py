"""The first look at content, wherever it is read."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.model.levels import ScreenVerdict
from keyguard.model.record import NamedTuple
from keyguard.pipeline.screen import Screener
from keyguard.prefilter.handler_clues import may_be_handler
from keyguard.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.detect.detector import Detector
    from keyguard.model import Blob, Problem, Scanned
    from keyguard.model.piece import Large


class Look(NamedTuple):
    """Looks for credentials and for webhook handlers. It is pickled for other processes."""

    screener: Screener
    settings: Settings

    @classmethod
    def for_settings(cls, settings: Settings, detector: Detector) -> Look:
        """The look that these settings ask for."""
        return cls(Screener(detector, detector.prefilter, settings.limits), settings)

    def prepare(self) -> None:
        """Does what takes time, once for all the processes that inherit it."""
        self.screener.prepare()

    def into(self, blob: Blob) -> Blob:
        """The blob, with what is seen in it."""
        result = self.screener.screen(blob)
        if result.verdict:
            return blob.seen(result)
        if may_be_handler(blob, self.settings):
            return blob._replace(screened=ScreenVerdict.CODE)
        return blob

    def through(self, large: Large) -> Iterator[Blob | Problem | Scanned]:
        """The parts that hold something of content too large for the memory, how much was read, and
        why the rest can't be."""
        return self.screener.look_through(large)
