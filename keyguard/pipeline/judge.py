"""From content to findings: places, detections, context, verdicts, suppression, and one finding a
value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from keyguard.context.file_kinds import is_config, is_env_file
from keyguard.context.place import FileContext
from keyguard.context.surface.packages import MOST_FOLDERS
from keyguard.detect.detector import Detector
from keyguard.fingerprint import fingerprint
from keyguard.model import (
    Blob,
    Context,
    Detection,
    Finding,
    Kind,
    Part,
    Place,
    Problem,
    Skip,
)
from keyguard.model.places import merged_place
from keyguard.model.source import Located, ReadSibling, Source
from keyguard.model.source_map import levels, secrets_of
from keyguard.pipeline.in_place import find_in_place
from keyguard.pipeline.order import by_state
from keyguard.pipeline.packed_siblings import PackedSiblings
from keyguard.pipeline.precedence import without_doubles
from keyguard.pipeline.region import region_of
from keyguard.pipeline.reuse import Placed, Sharing, can_share
from keyguard.pipeline.vain_comments import remark_on_comments
from keyguard.rules import verdicts
from keyguard.settings import Settings
from keyguard.suppress import suppression

if TYPE_CHECKING:
    pass

_NOT_ASKED = (
    f"and only the {MOST_FOLDERS} nearest and the outermost were asked where its code runs (as by "
    "a package.json); move it, or say it in the configuration (surfaces)."
)


class Judgement(NamedTuple):
    """What became of all detections."""

    findings: list[Finding]
    problems: list[Problem]
    skipped: Counter[str]
    """What could not be read in places that the configuration excludes."""
    secrets: set[str]
    """The raw values among the detections, in every spelling."""


def judge(
    caught: Sequence[tuple[Source, Sequence[Blob]]], detector: Detector, settings: Settings
) -> Judgement:
    """What the rules say of each credential in each of its places, all sources seen together."""
    problems: list[Problem] = []
    skipped: Counter[str] = Counter()
    placed: list[Placed] = []
    sharing = Sharing()
    for source, found_in in caught:
        blobs = _in_order(found_in)
        located = source.locate([blob for blob in blobs if not blob.places])
        problems += [*located.problems, *_lost(blobs, located)]
        here: list[Placed] = []
        contexts = Contexts(source, detector, settings)
        for found, place in find_in_place(blobs, located, detector, settings):
            if isinstance(found, Problem):
                problems.append(found)
            elif isinstance(found, Skip):
                skipped[found.reason] += 1
            else:
                here += contexts.placed(found, place)
        placed += here
        problems += contexts.problems
        sharing.add(here)
        if any(map(can_share, here)):
            sharing.add(_beside(here, source, detector, settings))
    findings = [
        finding for each in placed for finding in _verdicts(sharing.complete(each), settings)
    ]
    return Judgement(
        without_doubles(findings),
        problems,
        skipped,
        {secret for each in placed for secret in secrets_of(each.detection)},
    )


def merge(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each (rule, value, path): the one that is nearest to now.

    It counts the others, and names the earliest commit of them all.
    """
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.fingerprint, []).append(finding)
    return [_merge_group(group) for group in groups.values()]


def _in_order(blobs: Sequence[Blob]) -> Sequence[Blob]:
    """What comes without a place in an order that does not depend on how it is stored."""
    return blobs if any(blob.places for blob in blobs) else sorted(blobs, key=lambda blob: blob.id)


def _lost(blobs: Iterable[Blob], located: Located) -> Iterator[Problem]:
    """What has no place can't be judged, and must not pass for clean."""
    for blob in blobs:
        if not blob.places and not located.places.get(blob.id):
            yield Problem(
                b"", f"object {blob.id} holds a credential, but no place was found for it."
            )


def _beside(
    placed: Sequence[Placed], source: Source, detector: Detector, settings: Settings
) -> Iterator[Placed]:
    """What is in the configurations that a change did not touch."""
    read = {each.place.path for each in placed}

    def wanted(path: bytes) -> bool:
        return path not in read and is_config(path.decode("utf-8", "replace"))

    contexts = Contexts(source, detector, settings)
    beside = (item for item in source.read_beside(wanted) if isinstance(item, Blob))
    blobs = (blob for blob in beside if detector.prefilter.matches(blob.data))
    for found, place in find_in_place(blobs, Located({}), detector, settings):
        if isinstance(found, Detection):
            yield from contexts.placed(found, place)


class Contexts:
    """What places mean: what a file says of all of its credentials is kept for the next one."""

    def __init__(self, source: Source, detector: Detector, settings: Settings) -> None:
        self._source = source
        self._packed = PackedSiblings(source, detector.prefilter, settings.limits)
        self._settings = settings
        self._file: FileContext | None = None
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
        """What the place of a credential means."""
        text = detection.view.text if detection.view.blob.part is Part.CONTENT else ""
        named = place._replace(path=place.above + detection.view.path_at(place))
        if self._file is None or self._file.text is not text or self._file.place != named:
            self._file = FileContext(named, text, self._settings, self._reader(detection, place))
        is_reference = detection.kind is Kind.KEY_VARIABLE
        context = self._file.at(detection.start, detection.name, is_reference)
        if not is_env_file(place.path.decode("utf-8", "replace")):
            return context
        return context._replace(tracked_env_file=self._source.is_tracked(place))

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


def _verdicts(placed: Placed, settings: Settings) -> Iterator[Finding]:
    detection, place, context = placed.detection, placed.place, placed.context
    for rule, verdict in verdicts(detection, context, settings):
        found = detection
        if verdict.span is not None:
            found = detection._replace(start=verdict.span[0], end=verdict.span[1])
        spans = tuple(levels(found))
        suppressed = suppression(found, spans, rule.id, place.path, settings)
        remark = remark_on_comments(spans, settings) if suppressed is None else ""
        yield Finding(
            rule=rule.id,
            severity=verdict.severity or rule.severity,
            confidence=detection.confidence,
            detection=found,
            context=context,
            place=place,
            region=region_of(spans[-1]),
            message=verdict.message + remark,
            fix=verdict.fix,
            fingerprint=fingerprint(rule.id, detection.value, place.path),
            suppressed=suppressed,
        )


def _merge_group(group: list[Finding]) -> Finding:
    if len(group) == 1:
        return group[0]
    group.sort(key=by_state)
    counted = [finding for finding in group if finding.suppressed is None]
    shown = (counted or group)[0]
    place = merged_place(shown.place, [finding.place for finding in group])
    return shown._replace(place=place, occurrences=_occurrences(group))


def _occurrences(group: Sequence[Finding]) -> int:
    """How many different spots of different contents hold the value at this path."""
    return len({(_content_of(finding), finding.region) for finding in group})


def _content_of(finding: Finding) -> object:
    """What tells contents apart: for a piece, what it is a piece of."""
    blob = finding.detection.view.blob
    return blob.data if blob.piece is None else blob.id
