"""The closing sentences that every format for people shares: verdict, counts, what was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from keyguard.model import PAST, Severity
from keyguard.model.report import Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from keyguard.model import Scanned
    from keyguard.model.report import CacheUse
    from keyguard.report.masked import Shown
else:
    Protocol = object

_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_THOUSAND = 1000
_NAMED = 8
"""Submodules; the JSON report has them all."""
_OF_A_REPOSITORY = ("audit", "history")


def verdict(report: Report) -> str:
    """``3 findings (1 critical, 2 high)``, with a warning if not everything was read."""
    found = counted(len(report.active), "finding") if report.active else "no findings"
    if report.active:
        found += f" ({by_severity(report.active)})"
    return found if report.complete else f"{found}, but the scan is incomplete"


class Rated(Protocol):
    """Something that has a severity."""

    @property
    def severity(self) -> Severity:
        """How much harm it can do."""


def by_severity(findings: Iterable[Rated]) -> str:
    """``1 critical, 2 high``: the worst first."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(
        f"{counts[severity]:,} {severity.label}"
        for severity in sorted(Severity, reverse=True)
        if counts[severity]
    )


def incomplete(report: Report) -> str:
    """The warning of an incomplete scan; empty for a complete one."""
    return not_clean(len(report.problems))


def not_clean(unread: int) -> str:
    """The warning that ``unread`` things could not be read; empty for none."""
    if not unread:
        return ""
    things = counted(unread, "thing")
    return f"NOT A CLEAN RESULT: {things} could not be read, so there may be more to find."


def read(scanned: Scanned) -> str:
    """``Read 3 files, 1 commit, 1.2 kB.``"""
    parts = [counted(scanned.files, "file")]
    if scanned.blobs != scanned.files:
        parts.append(counted(scanned.blobs, "blob"))
    if scanned.commits:
        parts.append(counted(scanned.commits, "commit"))
    if not scanned.files and len(parts) > 1:
        del parts[0]
    return f"Read {', '.join(parts)}, {size(scanned.bytes)}."


def left_out(report: Report, shown: Shown, verbose_helps: bool = False) -> list[str]:
    """Sentences about what does not count, suppressed, hidden or skipped, and about open rotations.

    ``verbose_helps``: whether --verbose would list what is suppressed.
    """
    sentences = []
    suppressed = len(report.findings) - len(report.active)
    if suppressed:
        hint = " (--verbose lists them)" if verbose_helps else ""
        sentences.append(f"{suppressed:,} suppressed{hint}.")
    if report.policy:
        sentences.append(shown.words(report.policy))
    sentences += map(shown.words, report.rotations)
    if report.cache_use:
        sentences.append(cached(report.cache_use))
    if report.hidden:
        sentences.append(f"{report.hidden:,} of low confidence hidden (--all shows them).")
    if report.skipped:
        reasons = (f"{shown.words(reason)} ({n:,})" for reason, n in report.skipped.items())
        sentences.append(f"Skipped: {', '.join(reasons)}.")
    if report.submodules:
        sentences += _other_repositories(report, shown)
    return sentences


def cached(use: CacheUse) -> str:
    """What was taken from the cache, and why no more was."""
    taken = (
        f"{counted(use.objects, 'object')} that an earlier run read, trees included"
        if use.objects
        else f"nothing, since {use.not_taken}"
    )
    kept = f" What was read now is not kept, since {use.not_kept}." if use.not_kept else ""
    return f"Taken from the cache: {taken}.{kept}"


def _other_repositories(report: Report, shown: Shown) -> Iterator[str]:
    """Which they are, and how one is read."""
    command = report.command if report.command in _OF_A_REPOSITORY else "scan"
    here = [path for path in report.submodules if not path.startswith(PAST)]
    past = [path.removeprefix(PAST) for path in report.submodules if path.startswith(PAST)]
    if here:
        yield f"Not read: {_first(here, shown)} (to read one: keyguard {command} PATH)."
    if past:
        yield f"Not read, and no longer there: {_first(past, shown)}."


def _first(paths: Sequence[bytes], shown: Shown) -> str:
    """Paths in a line that ends."""
    named = ", ".join(map(shown.path, paths[:_NAMED]))
    left = len(paths) - _NAMED
    return f"{named} and {left:,} more" if left > 0 else named


def joined(parts: Sequence[str]) -> str:
    """``a, b and c``."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def counted(number: int, thing: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def size(number: int) -> str:
    """Bytes in decimal units: ``999 bytes``, ``1.2 kB``."""
    amount, unit = float(number), 0
    while round(amount, 1) >= _THOUSAND and unit < len(_UNITS) - 1:
        amount, unit = amount / _THOUSAND, unit + 1
    if unit == 0:
        return counted(number, "byte")
    return f"{amount:,.1f} {_UNITS[unit]}"
