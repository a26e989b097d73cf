"""What shows content in which something is encoded."""

from __future__ import annotations

from keyguard.model.record import NamedTuple

REACH = 40
"""Bytes from the beginning of an introducer to the end of its clue, or more."""


class EncodedClue(NamedTuple):
    """A pattern of bounded length, for content in lower case."""

    pattern: bytes
    word: bytes = b""
    """Bytes that each match holds; empty if there are none but those of the hints."""
    introducers: tuple[bytes, ...] = ()
    """In place of a word: patterns of which each match has one within ``REACH`` in front of its
    end. They begin with a literal, which is looked for at the speed of a substring."""
    in_run: bool = False
    """Whether it says no more than that there is a run of the encoding, which is looked into."""
    whole: bool = False
    """Whether all of the content has to be seen: what a key breaks into has no place."""
