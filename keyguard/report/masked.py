"""How the values of a report are shown: first masked, then made harmless."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from keyguard.model import Commit, Finding
from keyguard.model.refs import short
from keyguard.model.report import Report
from keyguard.report.redact import Redactor
from keyguard.report.sanitize import decoded, one_line, well_formed

_ID_LENGTH = 10
"""Hexadecimal digits of a commit's id: short, and unique in most repositories."""
_DAY_LENGTH = len("2026-01-31")
_REPEATED = 1 << 14
"""Masked texts to remember: messages, authors and refs are the same in many findings, and mirrors
of forges have thousands of refs."""


class Shown:
    """The methods that every untrusted string of a report passes through."""

    def __init__(self, report: Report, reveal: bool = False) -> None:
        self.redactor = Redactor(report.secrets, reveal, report.key_shapes)
        clean = self.redactor.clean
        self.words: Callable[[str], str] = lru_cache(_REPEATED)(lambda text: one_line(clean(text)))
        """Text on one line."""
        self.raw: Callable[[str], str] = lru_cache(_REPEATED)(lambda text: well_formed(clean(text)))
        """Masked text for a format that does its own escaping; it may hold any character."""

    def path(self, path: bytes) -> str:
        """A path on one line."""
        return self.words(decoded(path))

    def raw_path(self, path: bytes) -> str:
        """A masked path for a format that does its own escaping."""
        return self.raw(decoded(path))

    def rule(self, finding: Finding) -> str:
        """The id of a finding's rule, to which a rule file may have given any name."""
        return self.words(finding.rule)

    def credential(self, finding: Finding) -> str:
        """The masked credential of a finding."""
        detection = finding.detection
        return one_line(self.redactor.mask(detection.value, detection.kind))

    def commit(self, commit: Commit, what: str = "commit") -> str:
        """``commit 0123456789 by Ada Author on 2026-01-31``, as far as it is known."""
        author, day = self.words(commit.author), self.words(commit.date[:_DAY_LENGTH])
        words = f"{what} {self.commit_id(commit)}"
        return words + (f" by {author}" if author else "") + (f" on {day}" if day else "")

    def ref(self, name: str) -> str:
        """A ref by its short name."""
        return self.words(short(name))

    def commit_id(self, commit: Commit) -> str:
        """The commit's short id."""
        return self.words(commit.id[:_ID_LENGTH])
