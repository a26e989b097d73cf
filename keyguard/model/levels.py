"""Ordered scales: the severity and the confidence of findings, and the verdict of screening."""

from __future__ import annotations

from enum import IntEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    Label = TypeVar("Label", bound="Level")


class Level(IntEnum):
    """An ordered scale whose members are written in lower case."""

    @property
    def label(self) -> str:
        """The member's name in lower case."""
        return self._name_.lower()

    @classmethod
    def from_label(cls: type[Label], label: str) -> Label:
        """The member called ``label``. Raises ``KeyError`` for any other word."""
        return cls[label.upper()]


class Severity(Level):
    """How much harm a finding can do."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4


class Confidence(Level):
    """How sure keyguard is that a value is what it is called. ``LOW`` is shown on request only."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3


class ScreenVerdict(Level):
    """What was seen in content, before anybody asks where it is. Only ``NOTHING`` is false."""

    NOTHING = 0
    CODE = 1
    """Nothing was seen, but it may be code that handles a webhook."""
    UNREAD = 2
    """Nothing was seen, but not all of the content could be read."""
    SOMETHING = 3
