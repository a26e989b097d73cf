"""The pipeline: content -> glance -> views -> sightings -> findings -> report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from keyguard.detect import Detector
from keyguard.glance import Glance
from keyguard.model import Blob, Finding, Part, Problem, Scanned, Skip
from keyguard.outcome import Report
from keyguard.settings import Settings
from keyguard.source import Source

Progress = Callable[[Scanned, int, int], None]
"""Told, blob by blob, how much was read, how many objects there are if that is known, and how many
blobs hold something."""

NOT_FETCHED = "history that this clone lacks"


class Catch:
    """What reading one source brought in."""

    def __init__(self) -> None:
        self.blobs: list[Blob] = []
        """What holds something."""
        self.problems: list[Problem] = []
        self.skipped: Counter[str] = Counter()
        self.submodules: set[Skip] = set()
        self.scanned = Scanned()

    def add(self, other: Catch) -> None:
        """Takes in what another source brought, but its blobs, which are judged apart."""
        self.problems += other.problems
        self.skipped += other.skipped
        self.submodules |= other.submodules
        self.scanned += other.scanned

    def skip(self, item: Skip) -> None:
        """Takes note of what has no content. Two sources may tell of the same repository."""
        if item.path:
            self.submodules.add(item)
        else:
            self.skipped[item.reason] += 1

    def accept_partial(self) -> None:
        """Counts history that was not fetched as skipped: still told, but not a problem."""
        lacking = [problem for problem in self.problems if problem.partial]
        self.problems = [problem for problem in self.problems if not problem.partial]
        if lacking:
            self.skipped[NOT_FETCHED] += len(lacking)


def scan(
    command: str,
    sources: Sequence[Source],
    settings: Settings,
    root: str = "",
    progress: Progress | None = None,
) -> Report:
    """Reads every source to its end and judges what was found. Raises nothing of its own."""
    detector = Detector.for_settings(settings)
    glance = Glance(detector, detector.prefilter, settings.limits)
    total = Catch()
    total.problems += _unusable(settings)
    caught: list[tuple[Source, Sequence[Blob]]] = []
    for source in sources:
        catch = search(source, glance, progress)
        add_files(catch, source, detector)
        total.add(catch)
        if catch.blobs:
            caught.append((source, catch.blobs))
    findings: list[Finding] = []
    secrets: set[str] = set()
    if caught:
        from keyguard.judge import judge  # a run that finds nothing need not load it

        judgement = judge(caught, detector, settings)
        findings, secrets = judgement.findings, judgement.secrets
        total.problems += judgement.problems
        total.skipped += judgement.skipped
    if settings.allow_partial:
        total.accept_partial()
    total.skipped.update(item.reason for item in total.submodules)
    shown, hidden = _shown(findings, settings)
    return Report(
        command=command,
        findings=shown,
        problems=tuple(dict.fromkeys(total.problems)),
        scanned=total.scanned,
        skipped=dict(sorted(total.skipped.items())),
        hidden=hidden,
        root=root,
        submodules=tuple(sorted(item.path for item in total.submodules)),
        secrets=frozenset(secrets),
    )


def search(source: Source, glance: Glance, progress: Progress | None = None) -> Catch:
    """The content that holds something, each blob looked at once."""
    catch = Catch()
    for item in source.items:
        if isinstance(item, Problem):
            catch.problems.append(item)
            continue
        if isinstance(item, Skip):
            catch.skip(item)
            continue
        catch.scanned += item if isinstance(item, Scanned) else item.weight
        if isinstance(item, Blob):
            if item.seen:
                catch.blobs.append(item)
            elif (glimpse := glance.look(item)).sight:
                catch.blobs.append(item._replace(spots=glimpse.spots))
        if progress is not None:
            progress(catch.scanned, source.total, len(catch.blobs))
    return catch


def add_files(catch: Catch, source: Source, detector: Detector) -> None:
    """Adds the names of files that custom rules know by their path, if places are found later."""
    custom = detector.custom
    if custom is None or not custom.know_files:
        return
    for path in source.paths():
        if isinstance(path, Problem):
            catch.problems.append(path)
        elif custom.know(path):
            catch.blobs.append(Blob("name of " + path.decode("latin-1"), path, part=Part.NAME))


def _unusable(settings: Settings) -> list[Problem]:
    """The custom rules that would have been used if they could be."""
    return [problem for rule_id, problem in settings.unusable if settings.is_on(rule_id)]


def _shown(findings: Sequence[Finding], settings: Settings) -> tuple[tuple[Finding, ...], int]:
    """What to show, in reading order, and how many were held back for their low confidence."""
    if not findings:
        return (), 0
    from keyguard.doubles import is_sure
    from keyguard.judge import merge, reading_order

    merged = merge(findings)
    shown = [each for each in merged if settings.show_low_confidence or is_sure(each)]
    return tuple(sorted(shown, key=reading_order)), len(merged) - len(shown)
