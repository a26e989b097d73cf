"""What a run gives back: the report, and what an audit adds to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from keyguard.model import Commit, Detection, Environment, Finding, Problem, Scanned, State


class Exposure(NamedTuple):
    """How far one credential has spread: what has to be known to replace it."""

    detection: Detection
    paths: tuple[bytes, ...]
    states: tuple[State, ...]
    environments: tuple[Environment, ...]
    first: Commit | None
    """The earliest commit that holds it, if it was committed."""
    refs: tuple[str, ...] = ()
    """The branches, tags and other refs that lead to that commit."""


class Check(NamedTuple):
    """One habit of a well-kept repository. ``advice`` says what to do where it is missing."""

    name: str
    passed: bool
    message: str
    advice: str = ""


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
    submodules: tuple[bytes, ...] = ()
    """Where other repositories stand, which were not read."""
    exposures: tuple[Exposure, ...] = ()
    checks: tuple[Check, ...] = ()
    policy: str = ""
    """What the change's own configuration would hide or add, if it counted."""
    secrets: frozenset[str] = frozenset()
    """Every raw value that was found, shown or not: none of them may reach an output."""

    def __repr__(self) -> str:
        return f"Report({self.command!r}, {len(self.findings)} findings)"

    @property
    def complete(self) -> bool:
        """Whether everything asked for was read."""
        return not self.problems

    @property
    def active(self) -> tuple[Finding, ...]:
        """The findings that are not suppressed."""
        return tuple(finding for finding in self.findings if finding.suppressed is None)
