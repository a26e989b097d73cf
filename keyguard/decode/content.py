"""Bytes to be read, and the way that led to them."""

from __future__ import annotations

from keyguard.decode.text_windows import AROUND, WORTH_IT
from keyguard.formats.pieces import LONGEST, Read
from keyguard.model import PackedText, Span, View
from keyguard.model.data import Data
from keyguard.model.record import NamedTuple
from keyguard.model.repetition import without_repetition


class Content(NamedTuple):
    """Bytes, and the way to them. ``outer`` and ``at`` are the text, and where in it they were."""

    data: bytes
    via: tuple[str, ...] = ()
    member: bytes = b""
    depth: int = 0
    outer: View | None = None
    at: tuple[int, int] = (0, 0)
    lines_before: int = 0
    again: bool = False
    """Whether this is a piece that says nothing more than the one before it."""
    read: Read | None = None
    """Reads the bytes that follow, if ``data`` is only the beginning of a large archive."""
    file: Data | None = None
    """All of it, if it is large: archives are looked for in it.

    Then ``data`` is empty, since its pieces have its text.
    """
    is_piece: bool = False
    """Whether this is a piece of something, so that no archive is looked for in it."""
    restated: bool = False
    """Whether what is packed in the whole says everything that this does."""
    rest_of: str = ""
    """The format of the archive whose unpacked part this is; no archive begins it."""
    is_damaged: bool = False
    """Whether it begins with bytes that could not be unpacked."""

    @property
    def is_long(self) -> bool:
        """Whether it is worth judging in parts, and can be."""
        return WORTH_IT * 2 * AROUND <= len(self.data) <= LONGEST

    @property
    def said(self) -> bytes:
        """The bytes to look at; positions in them mean nothing."""
        return without_repetition(self.data)

    def as_text(self, windows: tuple[Span, ...]) -> PackedText:
        """The content in a form that travels, without the archives that it is in."""
        return PackedText(
            self.data, self.via, self.member, self.depth, self.lines_before, self.restated, windows
        )


def content_of(text: PackedText) -> Content:
    """The content that has this text."""
    return Content(text.data, text.via, text.member, text.depth, lines_before=text.lines_before)
