"""What every stage may ask of a prefilter, whoever knows what to look for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Prefilter(Protocol):
    """Tells whether content can hold anything of interest. False is certain, true is a guess.

    It looks for patterns, wherever they are: whatever contains a text that matches, matches.
    It travels to other processes as a pickle where they can't inherit it.
    """

    @property
    def span(self) -> int:
        """Bytes that are enough for any match: a text that matches has a part, no longer than
        this, that matches by itself."""

    def matches(self, data: bytes) -> bool:
        """Whether ``data`` is worth a closer look, be what it holds encoded or not."""

    def which_match(self, texts: Sequence[bytes]) -> list[bool]:
        """Of each of these texts whether it matches. They are looked through together."""

    def is_encoded(self, data: bytes) -> bool:
        """Whether ``data`` can hold anything that is encoded or packed."""

    def which_are_encoded(self, texts: Sequence[bytes]) -> list[bool]:
        """Of each of these texts whether it can, looked through together."""
