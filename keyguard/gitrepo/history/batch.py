"""Entries that are judged together: their texts, and the changes that some texts surround."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Protocol

from keyguard.gitformat.delta import Changed, Reach, changed
from keyguard.gitformat.types import CorruptObjectError
from keyguard.gitrepo.history.policies import Change
from keyguard.model.record import NamedTuple

LARGE = 16 * 1024
"""Bytes from which a text is judged alone: joining it would cost more than the call."""


class Batch(Protocol):
    """Entries of one kind that wait to be judged."""

    @property
    def numbers(self) -> Sequence[int]:
        """The entries' numbers."""

    @property
    def small(self) -> bytes:
        """The texts that are shorter than ``LARGE``, joined, each followed by what separates it
        from the next."""

    @property
    def starts(self) -> Sequence[int]:
        """Where the text of each entry begins in ``small``; for a large one, where the next text
        does."""

    @property
    def large(self) -> Sequence[int]:
        """The places in the batch of the texts that are large."""

    def text(self, place: int) -> bytes:
        """The text of an entry, by its place in the batch."""

    def is_change(self, place: int) -> bool:
        """Whether the text of an entry is only the surroundings of a change."""

    def content(self, place: int) -> bytes:
        """The whole content of an entry. Raises ``CorruptObjectError``."""

    def changed(self, place: int, reach: Reach, least: int) -> Changed | None:
        """The change of an entry, in its surroundings up to ``reach``.

        None if the delta is damaged, or if its base is binary or has fewer than ``least`` bytes.
        """


class Waiting(NamedTuple):
    """An entry that waits to be judged."""

    number: int
    text: bytes
    change: Change | None
    """The change that the text surrounds; None if the text is the whole content."""


class WaitingBatch:
    """Entries that were read one by one."""

    def __init__(self, between: bytes) -> None:
        """``between`` has to stand behind each text."""
        self.waiting: list[Waiting] = []
        self.size = 0
        """Bytes of all texts."""
        self.held = 0
        """Bytes of the bases that wait with them."""
        self._between = between

    def add(self, waiting: Waiting) -> None:
        """Adds an entry to those that wait."""
        self.waiting.append(waiting)
        self.size += len(waiting.text)
        self.held += len(waiting.change.base) if waiting.change else 0

    @property
    def numbers(self) -> Sequence[int]:
        """The entries' numbers."""
        return [each.number for each in self.waiting]

    @property
    def small(self) -> bytes:
        """The texts that are not large."""
        small = (each.text for each in self.waiting if len(each.text) <= LARGE)
        return self._between.join([*small, b""])

    @property
    def starts(self) -> Sequence[int]:
        """Where each text begins in ``small``."""
        starts = array("Q")
        start = 0
        for each in self.waiting:
            starts.append(start)
            if len(each.text) <= LARGE:
                start += len(each.text) + len(self._between)
        return starts

    @property
    def large(self) -> Sequence[int]:
        """The places of the texts that are large."""
        return [place for place, each in enumerate(self.waiting) if len(each.text) > LARGE]

    def text(self, place: int) -> bytes:
        """The text of an entry."""
        return self.waiting[place].text

    def is_change(self, place: int) -> bool:
        """Whether a text is only the surroundings of a change."""
        return self.waiting[place].change is not None

    def content(self, place: int) -> bytes:
        """The whole content of an entry. Raises ``CorruptObjectError``."""
        _, text, change = self.waiting[place]
        return change.result() if change else text

    def changed(self, place: int, reach: Reach, least: int) -> Changed | None:
        """The change that a text surrounds, in its surroundings."""
        change = self.waiting[place].change
        if change is None or len(change.base) < least or b"\0" in change.base:
            return None
        try:
            return changed(change.base, change.delta, reach)
        except CorruptObjectError:
            return None
