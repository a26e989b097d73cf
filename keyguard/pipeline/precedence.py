"""Makes one finding of one credential: what else is said of it goes into that finding's message.

A custom rule is silent if a more specific one reports its value. The name of a key's variable, the
header that a key is sent in, and a value of two kinds are no findings beside the key's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from keyguard.model import Confidence, Finding, Kind
from keyguard.model.patterns import lazy_pattern
from keyguard.model.source_map import outermost
from keyguard.rules import BESIDE

_OF_TWO_KINDS = (Kind.VENDOR_KEY, Kind.WEBHOOK_SECRET)
"""What one value may be at once."""
_MAY_YIELD = (*_OF_TWO_KINDS, Kind.KEY_VARIABLE, Kind.AUTHORIZATION)
"""What another finding may take into its message."""
_SHIPS = ("key-in-frontend", "key-in-mobile")
"""Rules that say of a key what another says of its variable: that a build ships it."""
_BEFORE_KEY = lazy_pattern(r"[^\w$]{1,20}(?:Bearer[:=]?)?")
"""What may be between a header's name or scheme and the key that is sent in it."""
_WORD = lazy_pattern(r"[\w$]+")
_Content = tuple[bytes, str, tuple[str, ...]]
_Spot = tuple[_Content, object]
"""A content, and a place in it or the name of a variable."""


def without_doubles(findings: list[Finding]) -> list[Finding]:
    """One finding for each credential at one place, and those of rules that add theirs to it."""
    return _one_for_each(_without_custom_doubles(_once_for_each_check(findings)))


def _once_for_each_check(findings: list[Finding]) -> list[Finding]:
    """The findings without those of handlers that share the code that another one was told of."""
    first: dict[object, str] = {}
    return [
        finding
        for finding in findings
        if finding.detection.kind is not Kind.HANDLER
        or first.setdefault(
            (finding.rule, finding.region, finding.place.state, _content(finding)),
            finding.fingerprint,
        )
        == finding.fingerprint
    ]


def _one_for_each(findings: list[Finding]) -> list[Finding]:
    """The findings without those that another of the same content takes into its message."""
    if not any(finding.detection.kind in _MAY_YIELD for finding in findings):
        return findings
    spots: dict[_Spot, list[int]] = defaultdict(list)
    for number, finding in enumerate(findings):
        if finding.rule not in BESIDE and not _is_switched_off(finding):
            for spot in _spots_of(finding):
                spots[_content(finding), spot].append(number)
    said: dict[int, list[str]] = defaultdict(list)
    kept = []
    for number, finding in enumerate(findings):
        taker = _taker(number, findings, spots)
        if taker is None:
            kept.append(number)
        elif finding.detection.kind is not Kind.KEY_VARIABLE:
            said[taker].append(finding.message)
    return [_saying(findings[number], said.get(number, ())) for number in kept]


def _saying(finding: Finding, more: Sequence[str]) -> Finding:
    return finding._replace(message=" ".join([finding.message, *more])) if more else finding


def _content(finding: Finding) -> _Content:
    """The file, or the member of an archive."""
    view, _, _ = outermost(finding.detection)
    return finding.place.path, view.blob.id, view.via


def _spots_of(secret: Finding) -> Iterator[object]:
    """By what a finding that says less can tell that this one is about the same credential."""
    kind = secret.detection.kind
    if kind in _OF_TWO_KINDS:
        yield secret.region
    if kind.is_key:
        yield secret.region.line, secret.region.column
        if is_sure(secret):
            yield from {(secret.rule, word) for word in _WORD.findall(secret.detection.name)}


def _taker(number: int, findings: list[Finding], spots: Mapping[_Spot, list[int]]) -> int | None:
    """Which of the findings is about the same credential, and tells more."""
    finding = findings[number]
    if finding.rule in BESIDE or _is_switched_off(finding):
        return None
    content, region = _content(finding), finding.region
    kind = finding.detection.kind
    if kind in _OF_TWO_KINDS:
        worst = max(spots[content, region], key=lambda other: _tells(findings[other]))
        return worst if findings[worst].detection.kind is not kind else None
    wanted: Iterable[object] = ()
    if kind is Kind.KEY_VARIABLE:
        wanted = [(rule, finding.detection.value) for rule in (finding.rule, *_SHIPS)]
    if kind is Kind.AUTHORIZATION:
        between = _BEFORE_KEY.match(finding.detection.view.text, finding.detection.end)
        distance = len(between[0]) if between else 0
        wanted = [(region.end_line, region.end_column + distance)]
    takers = (spots.get((content, spot)) for spot in wanted)
    return next((numbers[0] for numbers in takers if numbers), None)


def _tells(finding: Finding) -> tuple[int, bool]:
    return finding.severity.value, finding.detection.kind is Kind.VENDOR_KEY


def _is_switched_off(finding: Finding) -> bool:
    return finding.suppressed is not None and finding.suppressed.by == "rule"


def _without_custom_doubles(findings: list[Finding]) -> list[Finding]:
    """The findings without those that another one on their line outranks."""
    if not any(finding.detection.custom_rule for finding in findings):
        return findings
    spots: dict[tuple[bytes, int], list[Finding]] = {}
    for finding in findings:
        spots.setdefault(_spot(finding), []).append(finding)
    return [
        finding
        for finding in findings
        if not any(_outranks(other, finding) for other in spots[_spot(finding)])
    ]


def is_sure(finding: Finding) -> bool:
    """Whether a finding is shown without ``--all``."""
    return finding.confidence > Confidence.LOW


def _spot(finding: Finding) -> tuple[bytes, int]:
    return finding.place.path, finding.region.line


def _outranks(finding: Finding, other: Finding) -> bool:
    mine, theirs = finding.detection.value, other.detection.value
    overlap = theirs in mine or (not finding.detection.custom_rule and mine in theirs)
    return overlap and _rank(finding) > _rank(other) >= 0


def _rank(finding: Finding) -> int:
    """How specific a finding is; below zero for one that neither yields nor is yielded to.

    A rule that is switched off silences no other. In the rule files of gitleaks, rules called
    generic yield to all others.
    """
    if _is_switched_off(finding):
        return -1
    if finding.detection.custom_rule:
        return 0 if "generic" in finding.rule.lower() else 1
    return 2 if is_sure(finding) and finding.detection.kind.is_secret else -1
