"""What every stage may ask of a prefilter, whoever knows what to look for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol
else:
    Protocol = object

APART = b"\n\x01\n"
"""Stands between texts that are looked through together: no run of digits and no clue goes on
behind it."""


def places_of(ends: Iterable[int], starts: Sequence[int]) -> set[int]:
    """The places of the joined texts that something ends in, or right behind them."""
    return {bisect_right(starts, end - 1) - 1 for end in ends}


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


class ContentPrefilter(Prefilter, Protocol):
    """A prefilter for content that is unpacked."""

    def matches_behind(self, magic: bytes, data: bytes) -> bool:
        """Whether ``data`` is worth a closer look though it is known that it looks like an archive:
        the ``magic`` number that it begins with says no more than that."""


class BatchPrefilter(Prefilter, Protocol):
    """A prefilter for histories, which hold many short texts."""

    def which_match_among(self, joined: bytes, starts: Sequence[int]) -> Iterable[int]:
        """The places of texts that match, with what is behind them. ``starts`` is where each begins
        in ``joined``; behind each is ``APART``, or what else no match goes on behind."""
