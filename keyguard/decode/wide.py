"""Text in UTF-16 and UTF-32: as UTF-8, in which clues have positions, and as bytes that are not
wide text.

Neither two bytes nor a page of wide text in front of a file must hide the rest.
"""

from __future__ import annotations

from keyguard import model
from keyguard.decode import reading_of_blob
from keyguard.decode.positions import bytes_before, characters_before
from keyguard.encodings.charsets import NARROW, decoded, read_against_charset
from keyguard.model import Blob, Span, View


def against_charset(blob: Blob) -> View:
    """The bytes of a wide text that mean something if it is not wide; the rest is blank."""
    text = read_against_charset(blob.data, reading_of_blob(blob).charset)
    lines = blob.piece.lines_before if blob.piece else 0
    return model.View(blob, text, adjoining=True, lines_before=lines)


def in_utf_8(blob: Blob) -> Blob:
    """A wide text as it would be in UTF-8. Positions in it mean nothing."""
    text = decoded(blob.data, reading_of_blob(blob).charset)
    piece = blob.piece._replace(charset=NARROW) if blob.piece else None
    return blob._replace(data=text.encode("utf-8", "replace"), windows=(), piece=piece)


def as_in(blob: Blob, windows: tuple[Span, ...], narrow: Blob) -> tuple[Span, ...]:
    """Windows of a wide text's UTF-8 form, as windows of the text itself."""
    ends = sorted({end for window in windows for end in window})
    characters = characters_before(narrow.data, NARROW, ends)
    text, charset = narrow.data.decode("utf-8"), reading_of_blob(blob).charset
    own_ends = bytes_before(blob.data, charset, text, characters)
    at = dict(zip(ends, own_ends, strict=True))
    return tuple((at[start], at[end]) for start, end in windows)
