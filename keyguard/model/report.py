"""What a run gives back."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from keyguard.model import Scanned
from keyguard.model.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.model import Finding, Problem
    from keyguard.model.audit import Check


class CacheUse(NamedTuple):
    """What came of the cache of histories."""

    objects: int
    """That were not read again, since they were read before."""
    not_taken: str = ""
    """Why nothing was taken from it."""
    not_kept: str = ""
    """Why what was read is not there the next time."""


class Report(NamedTuple):
    """Everything a reporter may say about one run."""

    command: str
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    scanned: Scanned
    skipped: Mapping[str, int]
    hidden: int = 0
    """Low-confidence findings that were not asked for."""
    root: str = ""
    """The folder that paths are relative to."""
    is_bare: bool = False
    """Whether that is a repository without files, so that its paths open nothing."""
    head: str = ""
    """The id of the commit at HEAD, where a repository was read."""
    submodules: tuple[bytes, ...] = ()
    """Where other repositories stand, which were not read."""
    checks: tuple[Check, ...] = ()
    policy: str = ""
    """What the change's own configuration would hide or add, if it counted."""
    rotations: tuple[str, ...] = ()
    """A sentence for each rotation of a leaked key that is still open."""
    cache_use: CacheUse | None = None
    """None if nobody asked for the cache."""
    secrets: frozenset[str] = frozenset()
    """Every raw value that was found, shown or not: none of them may reach an output."""

    key_shapes: tuple[str, ...] = ()
    """Expressions of what is key-shaped by the configuration alone: it reaches no output either."""

    def __repr__(self) -> str:
        return f"Report({self.command!r}, {len(self.findings)} findings)"

    def below(self, folder: bytes) -> Report:
        """The report with its paths seen from a folder around; ``folder`` leads to its root."""

        def seen(path: bytes) -> bytes:
            return posixpath.normpath(folder + b"/" + path) if path else path

        findings = (
            finding._replace(place=finding.place._replace(path=seen(finding.place.path)))
            for finding in self.findings
        )
        problems = (problem._replace(path=seen(problem.path)) for problem in self.problems)
        return self._replace(
            findings=tuple(findings),
            problems=tuple(problems),
            submodules=tuple(map(seen, self.submodules)),
        )

    @property
    def complete(self) -> bool:
        """Whether everything asked for was read."""
        return not self.problems

    @property
    def active(self) -> tuple[Finding, ...]:
        """The findings that are not suppressed."""
        return tuple(finding for finding in self.findings if finding.suppressed is None)


def joined(reports: Sequence[Report], root: str) -> Report:
    """One report of several runs of a command, whose paths are all relative to ``root``."""
    skipped: Counter[str] = Counter()
    scanned = Scanned()
    for report in reports:
        skipped.update(report.skipped)
        scanned += report.scanned
    return Report(
        command=reports[0].command,
        findings=tuple(chain.from_iterable(report.findings for report in reports)),
        problems=tuple(chain.from_iterable(report.problems for report in reports)),
        scanned=scanned,
        skipped=dict(sorted(skipped.items())),
        hidden=sum(report.hidden for report in reports),
        root=root,
        submodules=tuple(chain.from_iterable(report.submodules for report in reports)),
        secrets=frozenset().union(*(report.secrets for report in reports)),
        key_shapes=tuple(chain.from_iterable(report.key_shapes for report in reports)),
    )
