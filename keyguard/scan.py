"""The whole pipeline, top to bottom: content -> sightings -> places -> verdicts -> findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from keyguard import decode
from keyguard.detect import Detector
from keyguard.fingerprint import fingerprint
from keyguard.model import (
    Blob,
    Confidence,
    Finding,
    Part,
    Place,
    Problem,
    Region,
    Scanned,
    Sighting,
    Skip,
    State,
)
from keyguard.outcome import Report
from keyguard.place import place as understand
from keyguard.rules import verdicts
from keyguard.settings import Settings
from keyguard.source import Item, Located, Source
from keyguard.suppress import suppression

Progress = Callable[[Scanned, int], None]
"""Told, blob by blob, how much was read and how many sightings there are."""

STANDING = (
    State.HEAD,
    State.TREE,
    State.INDEX,
    State.STDIN,
    State.HISTORY,
    State.UNREACHABLE,
    State.MESSAGE,
)
"""Of one finding's places, the first in this order is shown."""


@dataclass(slots=True)
class Catch:
    """What reading one source brought in."""

    sightings: list[Sighting] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    scanned: Scanned = field(default_factory=Scanned)


def scan(
    command: str,
    sources: Sequence[Source],
    settings: Settings,
    root: str = "",
    progress: Progress | None = None,
) -> Report:
    """Reads every source to its end and judges what was found. Raises nothing of its own."""
    detector = Detector.for_format(settings.key_format)
    problems: list[Problem] = []
    skipped: Counter[str] = Counter()
    scanned = Scanned()
    findings: list[Finding] = []
    secrets: set[str] = set()
    for source in sources:
        catch = search(source.items, detector, progress)
        located = source.locate(_without_place(catch.sightings))
        placed = list(put_in_place(catch.sightings, located, detector))
        findings += judge(placed, source, settings)
        problems += [*catch.problems, *located.problems, *_lost(catch.sightings, located)]
        skipped += catch.skipped
        scanned += catch.scanned
        secrets |= {sighting.value for sighting, _ in placed if sighting.kind.is_secret}
    merged = merge(findings)
    shown = [finding for finding in merged if _is_shown(finding, settings)]
    return Report(
        command=command,
        findings=tuple(sorted(shown, key=_reading_order)),
        problems=tuple(problems),
        scanned=scanned,
        skipped=dict(sorted(skipped.items())),
        hidden=len(merged) - len(shown),
        root=root,
        secrets=frozenset(secrets),
    )


def search(items: Iterable[Item], detector: Detector, progress: Progress | None = None) -> Catch:
    """Every credential in the content, each blob looked at once."""
    catch = Catch()
    for item in items:
        if isinstance(item, Problem):
            catch.problems.append(item)
            continue
        if isinstance(item, Skip):
            catch.skipped[item.reason] += 1
            continue
        catch.scanned += item if isinstance(item, Scanned) else item.weight
        if isinstance(item, Blob) and detector.prefilter.matches(item.data):
            for view in decode.views(item):
                catch.sightings.extend(detector.detect(view))
        if progress is not None:
            progress(catch.scanned, len(catch.sightings))
    return catch


def holds_something(blob: Blob, detector: Detector) -> bool:
    """Whether there is any sighting in a blob, whatever its place."""
    return any(True for view in decode.views(blob) for _ in detector.detect(view))


def put_in_place(
    sightings: Iterable[Sighting], located: Located, detector: Detector
) -> Iterator[tuple[Sighting, Place]]:
    """Each sighting with each of its places.

    A file's name tells how to read it, so what was read without one is looked at again under
    each: the first look only had to miss nothing.
    """
    views = {id(sighting.view): sighting.view for sighting in sightings}
    for view in views.values():
        for place in view.blob.places or located.places.get(view.blob.id, ()):
            known = replace(view, blob=replace(view.blob, places=(place,)))
            yield from ((sighting, place) for sighting in detector.detect(known))


def judge(
    placed: Iterable[tuple[Sighting, Place]], source: Source, settings: Settings
) -> Iterator[Finding]:
    """What the rules say of each sighting in its place."""
    for sighting, place in placed:
        yield from _judge_place(sighting, place, source, settings)


def merge(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each (rule, value, path): the one that stands nearest to now.

    It counts the others, and names the earliest commit of them all.
    """
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.fingerprint, []).append(finding)
    return [_merge_group(group) for group in groups.values()]


def _without_place(sightings: Iterable[Sighting]) -> list[Blob]:
    blobs = {sighting.view.blob.id: sighting.view.blob for sighting in sightings}
    return [blob for blob in blobs.values() if not blob.places]


def _lost(sightings: Iterable[Sighting], located: Located) -> Iterator[Problem]:
    """A sighting without a place can't be judged, and must not pass for clean."""
    for blob in _without_place(sightings):
        if not located.places.get(blob.id):
            yield Problem(
                b"", f"object {blob.id} holds a credential, but no place was found for it."
            )


def _judge_place(
    sighting: Sighting, place: Place, source: Source, settings: Settings
) -> Iterator[Finding]:
    text = sighting.view.text if sighting.view.blob.part is Part.CONTENT else ""
    context = understand(
        place, text, sighting.start, sighting.name, settings, source.read_neighbour
    )
    for rule, verdict in verdicts(sighting, context, settings):
        yield Finding(
            rule=rule.id,
            severity=verdict.severity or rule.severity,
            confidence=sighting.confidence,
            sighting=sighting,
            context=context,
            place=place,
            region=_region(sighting),
            message=verdict.message,
            fix=verdict.fix,
            fingerprint=fingerprint(rule.id, sighting.value, place.path),
            suppressed=suppression(sighting, rule.id, place.path, settings),
        )


def _merge_group(group: list[Finding]) -> Finding:
    group.sort(key=_standing)
    counted = [finding for finding in group if finding.suppressed is None]
    shown = (counted or group)[0]
    commits = [finding.place.commit for finding in group if finding.place.commit is not None]
    first = min(commits, key=lambda commit: commit.date, default=None)
    return replace(shown, place=replace(shown.place, commit=first), occurrences=_occurrences(group))


def _occurrences(group: Sequence[Finding]) -> int:
    """How many different spots of different contents hold the value at this path."""
    return len({(finding.sighting.view.blob.data, finding.region) for finding in group})


def _standing(finding: Finding) -> tuple[int, Region]:
    region = finding.region
    return STANDING.index(finding.place.state), region


def _reading_order(finding: Finding) -> tuple[bytes, Region, str]:
    return finding.place.path, finding.region, finding.rule


def _is_shown(finding: Finding, settings: Settings) -> bool:
    return settings.show_low_confidence or finding.confidence > Confidence.LOW


def _region(sighting: Sighting) -> Region:
    """Counts lines only here, for what matched."""
    text = sighting.view.text
    line = text.count("\n", 0, sighting.start) + 1
    column = sighting.start - (text.rfind("\n", 0, sighting.start) + 1) + 1
    return Region(line, column, line, column + sighting.end - sighting.start)
