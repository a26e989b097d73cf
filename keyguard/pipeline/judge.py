"""From content to findings: places, detections, contexts, verdicts, suppressions, one finding a
value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from keyguard.context.file_kinds import is_config
from keyguard.detect.detector import Detector
from keyguard.model import Blob, Commit, Detection, Finding, Place, Problem, Skip
from keyguard.model.places import merged_place
from keyguard.model.record import NamedTuple
from keyguard.model.source import Located, Source
from keyguard.model.source_map import secrets_of
from keyguard.pipeline.held import LARGE, Held, digest_of
from keyguard.pipeline.in_all_places import find_in_all_places
from keyguard.pipeline.in_place import Found, find_in_place
from keyguard.pipeline.order import by_state
from keyguard.pipeline.reuse import Placed, Sharing, can_share
from keyguard.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.pipeline.contexts import Contexts


class Judgement(NamedTuple):
    """The findings, and what else came of the detections."""

    findings: list[Finding]
    problems: list[Problem]
    skipped: Counter[str]
    """What could not be read in places that the configuration excludes."""
    secrets: set[str]
    """The raw values among the detections, in every spelling."""


def judge(
    caught: Sequence[tuple[Source, Held]], detector: Detector, settings: Settings
) -> Judgement:
    """The findings: what the rules say of each credential in each place, over all sources."""
    problems: list[Problem] = []
    skipped: Counter[str] = Counter()
    placed: list[Placed] = []
    sharing = Sharing()
    for source, held in caught:
        held.sort()
        heads = held.heads
        located = source.locate([head for head in heads if not head.places])
        problems += [*located.problems, *_lost(heads, located)]
        unread: list[Problem | Skip] = []
        found = find_in_all_places(held, located, detector, settings)
        here = _in_context(_detections(found, unread), source, detector, settings, unread)
        here = _standing(here, source)
        placed += here
        problems += (each for each in unread if isinstance(each, Problem))
        skipped.update(each.reason for each in unread if isinstance(each, Skip))
        sharing.add(here)
        if any(map(can_share, here)):
            sharing.add(_beside(here, source, detector, settings))
    return Judgement(
        _findings_of(map(sharing.complete, placed), settings) if placed else [],
        problems,
        skipped,
        {secret for each in placed for secret in secrets_of(each.detection)},
    )


def _detections(
    found: Iterable[tuple[Found, Place]], unread: list[Problem | Skip]
) -> Iterator[tuple[Detection, Place]]:
    """What was found; what could not be looked for is added to ``unread``."""
    for each, place in found:
        if isinstance(each, Detection):
            yield each, place
        else:
            unread.append(each)


def _in_context(
    detections: Iterable[tuple[Detection, Place]],
    source: Source,
    detector: Detector,
    settings: Settings,
    unread: list[Problem | Skip],
) -> list[Placed]:
    """Detections with what their places mean, one content after the other, of which no more is kept
    than they need. What was not asked of folders around them is added to ``unread``."""
    placed: list[Placed] = []
    contexts: Contexts | None = None
    for _, group in groupby(detections, key=lambda each: id(each[0].view.blob.data)):
        from keyguard.pipeline.contexts import Contexts  # most of what seemed to hold any does not
        from keyguard.pipeline.excerpt import in_excerpts

        contexts = contexts or Contexts(source, detector, settings)
        placed += in_excerpts([each for found in group for each in contexts.placed(*found)])
    if contexts is not None:
        unread += contexts.problems
    return placed


def _standing(placed: Sequence[Placed], source: Source) -> list[Placed]:
    """The detections, with all that refs say of their places."""
    asked: dict[str, dict[Place, None]] = {}
    for each in placed:
        asked.setdefault(each.detection.view.blob.id, {})[each.place] = None
    places_of = {id_: tuple(places) for id_, places in asked.items()}
    told = source.standing(places_of)
    if told is places_of:
        return [*placed]
    known = {id_: dict(zip(asked[id_], places, strict=True)) for id_, places in told.items()}
    return [each._replace(place=known[each.detection.view.blob.id][each.place]) for each in placed]


def _findings_of(placed: Iterable[Placed], settings: Settings) -> list[Finding]:
    """What the rules say of them."""
    from keyguard.pipeline.verdicts import findings_of

    return findings_of(placed, settings)


def merge(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each (rule, value, path): the one closest to the present.

    It counts the others, and names the earliest commit that has the value at the path, even if
    another rule fired there.
    """
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.fingerprint, []).append(finding)
    return _since_first([_merge_group(group) for group in groups.values()])


def _since_first(findings: Sequence[Finding]) -> list[Finding]:
    first: dict[tuple[str, bytes], Commit] = {}
    for finding in findings:
        if (commit := finding.place.commit) is not None:
            here = _value_at_path(finding)
            first[here] = min(first.get(here, commit), commit, key=attrgetter("rank"))
    return [
        finding._replace(place=finding.place._replace(commit=first.get(_value_at_path(finding))))
        for finding in findings
    ]


def _value_at_path(finding: Finding) -> tuple[str, bytes]:
    return finding.detection.value, finding.place.path


def _lost(blobs: Iterable[Blob], located: Located) -> Iterator[Problem]:
    """What has no place can't be judged, and must not pass for clean."""
    for blob in blobs:
        if not blob.places and not located.places.get(blob.id):
            yield Problem(
                b"", f"object {blob.id} holds a credential, but no place was found for it."
            )


def _beside(
    placed: Sequence[Placed], source: Source, detector: Detector, settings: Settings
) -> list[Placed]:
    """What is in the configurations that a change did not touch."""
    read = {each.place.path for each in placed}

    def wanted(path: bytes) -> bool:
        return path not in read and is_config(path.decode("utf-8", "replace"))

    beside = (item for item in source.read_beside(wanted) if isinstance(item, Blob))
    blobs = (blob for blob in beside if detector.prefilter.matches(blob.data))
    found_there = find_in_place(blobs, Located({}), detector, settings)
    return _in_context(_detections(found_there, []), source, detector, settings, [])


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
    if blob.piece or blob.file:
        return blob.id
    return blob.digest or (digest_of(blob.data) if len(blob.data) > LARGE else blob.data)
