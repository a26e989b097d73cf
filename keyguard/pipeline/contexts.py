"""The meaning of the places of credentials, and how the programs there read them."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.context.file_kinds import is_env_file
from keyguard.context.folders import MOST_FOLDERS
from keyguard.context.place import FileContext
from keyguard.detect.detector import Detector
from keyguard.model import Context, Detection, Kind, Part, Place, Problem
from keyguard.model.source import ReadSibling, Source
from keyguard.pipeline.packed_siblings import PackedSiblings
from keyguard.pipeline.reuse import Placed
from keyguard.settings import Settings

_NOT_ASKED = (
    f"and only the {MOST_FOLDERS} nearest and the outermost were asked where its code runs (as by "
    "a package.json); move it, or say it in the configuration (surfaces)."
)


class Contexts:
    """Finds out what places mean; remembers what a file says about all of its credentials."""

    def __init__(self, source: Source, detector: Detector, settings: Settings) -> None:
        self._source = source
        self._packed = PackedSiblings(source, detector.prefilter, settings.limits)
        self._settings = settings
        self._file: FileContext | None = None
        self._asked: tuple[Place, bytes] | None = None
        """The place that the file was last asked about, and its member there."""
        self._tracked_env_file = False
        self.problems: list[Problem] = []
        """What was not asked of folders around a file, though what it means may depend on it."""

    def placed(self, detection: Detection, place: Place) -> Iterator[Placed]:
        """The detection in its place, as the program there reads it; nothing if it does not."""
        context = self.of(detection, place)
        if detection.readings and self._file is not None:
            from keyguard.pipeline.loaded import as_loaded  # few files have such values

            loaded = as_loaded(detection, self._file.env_loaders)
            if loaded is None:
                return
            detection = loaded
        yield Placed(detection, place, context)

    def of(self, detection: Detection, place: Place) -> Context:
        """The context of a credential in a place."""
        text = detection.view.text if detection.view.blob.part is Part.CONTENT else ""
        asked = place, detection.view.member
        if self._file is None or self._file.text is not text or self._asked != asked:
            self._asked = asked
            named = place._replace(path=place.above + detection.view.path_at(place))
            self._file = FileContext(named, text, self._settings, self._reader(detection, place))
            is_env = is_env_file(place.path.decode("utf-8", "replace"))
            self._tracked_env_file = is_env and self._source.is_tracked(place)
        is_reference = detection.kind is Kind.KEY_VARIABLE
        context = self._file.at(detection.start, detection.name, is_reference)
        return context._replace(tracked_env_file=True) if self._tracked_env_file else context

    def _reader(self, detection: Detection, place: Place) -> ReadSibling:
        read: ReadSibling = self._source.read_sibling
        if detection.view.member:
            read = self._packed.reader(detection.view.blob, place.above + place.path)
        depth = detection.view.path_at(place).count(b"/")
        if depth <= MOST_FOLDERS:
            return read

        def read_and_tell(named: Place, path: bytes) -> bytes | None:
            if b"/" not in path:  # all that was asked before left it open
                told = f"it is {depth:,} folders deep, {_NOT_ASKED}"
                self.problems.append(Problem(place.path, told))
            return read(named, path)

        return read_and_tell
