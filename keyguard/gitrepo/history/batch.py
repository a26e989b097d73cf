"""Entries that are judged together: their texts, and the changes that the texts are around."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from keyguard.gitrepo.history.policies import Change

LARGE = 16 * 1024
"""Bytes from which a text is judged alone: joining it would cost more than the call."""


class Batch(Protocol):
    """Entries of one kind that wait to be judged."""

    @property
    def numbers(self) -> Sequence[int]:
        """The entries' numbers."""

    @property
    def small(self) -> bytes:
        """The texts that are not ``LARGE``, each with what has to stand behind it."""

    @property
    def all_are_small(self) -> bool:
        """Whether that is all of them."""

    @property
    def may_be_unseen(self) -> bool:
        """Whether one of the texts may be that of a change which has not been looked at."""

    def texts(self) -> Sequence[bytes]:
        """The text of each entry."""

    def change(self, place: int) -> Change | None:
        """The change that the text of an entry is around, by its place in the batch; None if the
        text is the whole content."""


class Waiting(NamedTuple):
    """An entry that is to be judged."""

    number: int
    text: bytes
    change: Change | None
    """What the text is around; None if it is the whole content."""


class WaitingBatch:
    """Entries that were read one by one."""

    def __init__(self, waiting: Sequence[Waiting], between: bytes) -> None:
        self._waiting = waiting
        self._texts = [each.text for each in waiting]
        small = [text for text in self._texts if len(text) <= LARGE]
        self.numbers = [each.number for each in waiting]
        self.small = between.join([*small, b""])
        self.all_are_small = len(small) == len(waiting)
        self.may_be_unseen = b"" in small

    def texts(self) -> Sequence[bytes]:
        """The text of each entry."""
        return self._texts

    def change(self, place: int) -> Change | None:
        """The change that a text is around."""
        return self._waiting[place].change
