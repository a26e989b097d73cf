"""Clues to encoded content."""

from __future__ import annotations

from keyguard.model.record import NamedTuple

REACH = 40
"""Bytes from the beginning of an introducer to the end of its clue, or more."""


class EncodedClue(NamedTuple):
    """A pattern of bounded length, for lower-case content."""

    pattern: bytes
    word: bytes = b""
    """Bytes that each match contains; empty if there are none but those of the hints."""
    introducers: tuple[bytes, ...] = ()
    """Patterns, in place of a word, one of which each match has within ``REACH`` in front of its
    end.

    They begin with a literal, which is found at the speed of a substring.
    """
    in_run: bool = False
    """Whether the clue merely says that there is a run of the encoding to look into."""
    whole: bool = False
    """Whether all of the content must be seen: what a key breaks into has no position."""
