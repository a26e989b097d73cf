"""One key's rotation: its steps, and those still to be taken."""

from __future__ import annotations

from enum import Enum

from keyguard.model.record import NamedTuple


class Step(str, Enum):
    """The steps of replacing a leaked key, in the order in which to take them."""

    STARTED = "started"
    REVOKED = "revoked"
    """The key is revoked on the Gateway's dashboard."""
    REPLACED = "replaced"
    """A new key is made."""
    ENVIRONMENT_UPDATED = "environment-updated"
    """The new key is where the deployments read it."""
    RESTARTED = "restarted"
    """The running programs have read the new key."""
    HISTORY_CLEANED = "history-cleaned"
    """The old key is out of git's history."""
    CLOSED = "closed"
    """The Gateway does not know the old key, and it is not at HEAD."""


MARKED = tuple(step for step in Step if step not in (Step.STARTED, Step.CLOSED))
"""The steps that a person takes and marks. keyguard marks the others."""


class Mark(NamedTuple):
    """When a step was taken (``2026-01-31``), and by whom."""

    step: Step
    date: str
    by: str


class Rotation(NamedTuple):
    """The rotation of one key, which is named by its digest."""

    digest: str
    kind: str
    marks: tuple[Mark, ...]

    @property
    def is_open(self) -> bool:
        """Whether the rotation has not been closed."""
        return self.mark_of(Step.CLOSED) is None

    @property
    def missing(self) -> tuple[Step, ...]:
        """The steps that nobody has taken."""
        return tuple(step for step in MARKED if self.mark_of(step) is None)

    def mark_of(self, step: Step) -> Mark | None:
        """The mark of a step; None if it was not taken."""
        return next((mark for mark in self.marks if mark.step is step), None)

    def marked(self, mark: Mark) -> Rotation:
        """The rotation with one more step, in the order of the steps."""
        order = list(Step)
        marks = sorted((*self.marks, mark), key=lambda each: order.index(each.step))
        return self._replace(marks=tuple(marks))

    def joined(self, other: Rotation) -> Rotation:
        """The rotation together with another one of the same key, whose steps were taken first."""
        mine = self._replace(marks=other.marks)
        for mark in self.marks:
            mine = mine if mine.mark_of(mark.step) else mine.marked(mark)
        return mine
