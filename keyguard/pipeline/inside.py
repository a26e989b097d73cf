"""What was seen inside an archive, as far as it can travel with it to where it is judged."""

from __future__ import annotations

from keyguard.model import PackedText, Problem

MOST = 1_000
"""Texts, and sentences about what can't be read, that are kept at most."""
MOST_BYTES = 8 << 20
"""Bytes of all texts together that are kept at most."""


class Inside:
    """What was seen so far. If it is too much, the archive is opened once more for judging."""

    def __init__(self) -> None:
        self._items: list[PackedText | Problem] = []
        self._bytes = 0
        self.is_too_much = False

    def add(self, item: PackedText | Problem) -> None:
        """Adds a text or a sentence."""
        if self.is_too_much:
            return
        if isinstance(item, PackedText):
            self._bytes += len(item.data)
        self._items.append(item)
        if self._bytes > MOST_BYTES or len(self._items) > MOST:
            self.is_too_much = True
            self._items.clear()

    @property
    def items(self) -> tuple[PackedText | Problem, ...]:
        """Everything that was seen; nothing if it is too much."""
        return () if self.is_too_much else tuple(self._items)
