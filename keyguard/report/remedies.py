"""What to do: the steps of all findings, each text once with the credentials it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from keyguard.model import Finding
from keyguard.report.masked import Shown

_NAMED = 3
"""Credentials in the title of a remedy."""


@dataclass(slots=True)
class Remedy:
    """Steps, and the credentials that need them, as they are shown."""

    steps: tuple[str, ...]
    credentials: list[tuple[str, str]] = field(default_factory=list)
    """What each is, and how it is shown."""

    def title(self, show: Callable[[str], str] = str) -> str:
        """The first few credentials by name, each its value passed through ``show``."""
        named = ", ".join(f"{what} {show(name)}" for what, name in self.credentials[:_NAMED])
        more = len(self.credentials) - _NAMED
        return f"{named} and {more:,} more" if more > 0 else named


def remedies(findings: Iterable[Finding], shown: Shown) -> list[Remedy]:
    """One remedy for each text of steps, what is worst first."""
    by_fix: dict[str, Remedy] = {}
    known: set[tuple[str, str]] = set()
    for finding in sorted(findings, key=lambda finding: -finding.severity):
        remedy = by_fix.get(finding.fix)
        if remedy is None:
            remedy = by_fix[finding.fix] = Remedy(steps(finding.fix, shown))
        if (finding.fix, finding.detection.value) not in known:
            known.add((finding.fix, finding.detection.value))
            what = finding.detection.kind.words
            remedy.credentials.append((what, shown.credential(finding)))
    return list(by_fix.values())


def steps(fix: str, shown: Shown) -> tuple[str, ...]:
    """The lines of a fix as they may be shown."""
    return tuple(shown.words(line) for line in fix.splitlines() if line.strip())
