"""The pipeline: content -> screener -> views -> detections -> findings -> report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from keyguard.detect.detector import Detector
from keyguard.errors import KeyguardError
from keyguard.model import Blob, Part, Problem, Scanned, Skip
from keyguard.model.piece import LARGE, Large, large_file
from keyguard.model.report import Report
from keyguard.model.source import Item, Source, may_be_pointer, without_sign
from keyguard.pipeline.look import Look
from keyguard.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model import Finding
    from keyguard.pipeline.held import Held

Progress = Callable[[Scanned, int, int], None]
"""A callback, called blob by blob with how much was read, how many objects there are if that is
known, and how many blobs hold something."""

NOT_FETCHED = "history that this clone lacks"


class ScanTotals:
    """Everything that reading one source gave."""

    def __init__(self) -> None:
        self.held: Held | None = None
        """What holds something, if anything does."""
        self.problems: list[Problem] = []
        self.skipped: Counter[str] = Counter()
        self.submodules: set[Skip] = set()
        self.scanned = Scanned()

    def hold(self, blob: Blob) -> None:
        """Keeps a blob that holds something until it is judged."""
        if self.held is None:
            from keyguard.pipeline.held import Held  # a run that finds nothing need not load it

            self.held = Held()
        self.held.append(blob)

    def add(self, other: ScanTotals) -> None:
        """Adds what another source gave, except its blobs, which are judged apart."""
        self.problems += other.problems
        self.skipped += other.skipped
        self.submodules |= other.submodules
        self.scanned += other.scanned

    def skip(self, item: Skip) -> None:
        """Notes something without content. Two sources may name the same repository."""
        if item.path:
            self.submodules.add(item)
        else:
            self.skipped[item.reason] += 1

    def accept_partial(self) -> None:
        """Counts history that was not fetched as skipped: still reported, but not a problem."""
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
    look = Look.for_settings(settings, detector)
    total = ScanTotals()
    total.problems += _unusable(settings)
    caught: list[tuple[Source, Held]] = []
    for source in sources:
        totals = search(source, look, progress)
        add_files(totals, source, detector)
        total.add(totals)
        if totals.held:
            caught.append((source, totals.held))
    findings, secrets = _judged(caught, detector, settings, total) if caught else ((), frozenset())
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
        cache_use=next(filter(None, (source.cache_use for source in sources)), None),
        submodules=tuple(sorted(item.path for item in total.submodules)),
        secrets=secrets,
        key_shapes=settings.key_format.shapes,
    )


def _judged(
    caught: Sequence[tuple[Source, Held]],
    detector: Detector,
    settings: Settings,
    total: ScanTotals,
) -> tuple[Sequence[Finding], frozenset[str]]:
    """What is wrong with what was found, and its raw values; what could not be judged is added to
    ``total``."""
    from keyguard.pipeline.judge import judge  # a run that finds nothing need not load it

    judgement = judge(caught, detector, settings)
    total.problems += judgement.problems
    total.skipped += judgement.skipped
    sources = [source for source, _ in caught]
    findings = _marked(judgement.findings, sources, detector, settings)
    return findings, frozenset(judgement.secrets)


def _marked(
    findings: Sequence[Finding], sources: Sequence[Source], detector: Detector, settings: Settings
) -> Sequence[Finding]:
    """The findings, with a mark on each that was there before, or that a later commit allows."""
    if settings.policy_at_base or any(source.base() for source in sources):
        from keyguard.pipeline.novelty import mark_known

        for source in sources:
            findings = mark_known(findings, source, detector, settings)
    elif settings.baseline_places:
        from keyguard.pipeline.renamed import mark_renamed

        findings = mark_renamed(findings, sources, settings)
    if settings.inline_allow and not settings.policy_at_base:
        for source in (each for each in sources if each.is_range):
            from keyguard.pipeline.allowed_at_end import mark_allowed_at_end

            findings = mark_allowed_at_end(findings, source, detector, settings)
    return findings


def search(source: Source, look: Look, progress: Progress | None = None) -> ScanTotals:
    """The content that holds something; each blob is looked at once."""
    totals = ScanTotals()
    for item in _all_of(source):
        if isinstance(item, Problem):
            totals.problems.append(item)
            continue
        if isinstance(item, Skip):
            totals.skip(item)
            continue
        if isinstance(item, Blob):
            pointer, item = item, _in_place_of(item, source)
            if item is not pointer:
                _hold_if_screened(look.into(without_sign(pointer)), totals)
        if isinstance(item, Large):
            _take(look.through(item), totals)
            continue
        totals.scanned += item if isinstance(item, Scanned) else item.weight
        if isinstance(item, Blob):
            _hold_if_screened(item if item.screened else look.into(item), totals)
        if progress is not None:
            progress(totals.scanned, source.total, len(totals.held or ()))
    return totals


def _hold_if_screened(seen: Blob, totals: ScanTotals) -> None:
    if seen.screened:
        totals.hold(seen)


def _take(items: Iterator[Blob | Problem | Scanned], totals: ScanTotals) -> None:
    for item in items:
        if isinstance(item, Problem):
            totals.problems.append(item)
        elif isinstance(item, Scanned):
            totals.scanned += item
        else:
            totals.hold(item)


def _all_of(source: Source) -> Iterator[Item]:
    """What a source holds. Where it has to give up, what was found before is not lost."""
    try:
        yield from source.items()
    except KeyguardError as error:
        yield Problem(b"", str(error))


def _in_place_of(blob: Blob, source: Source) -> Blob | Large:
    """What a pointer stands for, in its place: pushing the pointer publishes that. What is large is
    not looked at all at once, even if it is held."""
    if blob.part is not Part.CONTENT:
        return blob
    if may_be_pointer(blob.data):
        stored = source.stored_content(blob.data)
        if isinstance(stored, bytes):
            return blob.with_other(stored)
        return large_file(blob.id, stored, blob.places) if stored else blob
    if len(blob.data) <= LARGE or blob.piece or blob.file:
        return blob
    return large_file(blob.id, blob.data, blob.places)


def add_files(totals: ScanTotals, source: Source, detector: Detector) -> None:
    """Adds the names of files that custom rules know by their paths, if places are found later."""
    custom = detector.custom
    if custom is None or not custom.know_files:
        return
    for path in source.paths():
        if isinstance(path, Problem):
            totals.problems.append(path)
        elif custom.know(path):
            totals.hold(Blob("name of " + path.decode("latin-1"), path, part=Part.NAME))


def _unusable(settings: Settings) -> list[Problem]:
    """The configuration that can't be read, and the custom rules that would have been used if they
    could be."""
    rules = [problem for rule_id, problem in settings.unusable if settings.is_on(rule_id)]
    return [*settings.unreadable, *rules]


def _shown(findings: Sequence[Finding], settings: Settings) -> tuple[tuple[Finding, ...], int]:
    """What to show, in reading order, and how many were held back for their low confidence."""
    if not findings:
        return (), 0
    from keyguard.pipeline.judge import merge
    from keyguard.pipeline.order import reading_order
    from keyguard.pipeline.precedence import is_sure

    merged = merge(findings)
    shown = [each for each in merged if settings.show_low_confidence or is_sure(each)]
    return tuple(sorted(shown, key=reading_order)), len(merged) - len(shown)
