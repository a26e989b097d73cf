"""From bytes to readable text: encodings, what is encoded in it, and what is packed.

What undoes the latter is loaded only once something calls for it: most runs never see any.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from keyguard.decode.text import encoding_of, excerpt_of, view_of
from keyguard.model import Blob, Problem, Rest, View
from keyguard.settings import Limits

if TYPE_CHECKING:
    from keyguard.decode.reader import Reader
    from keyguard.decode.worth import Worth

__all__ = [
    "encoding_of",
    "excerpt",
    "excerpt_of",
    "is_bare",
    "is_tar",
    "packed",
    "view_of",
    "views",
    "views_of_part",
]


def views(blob: Blob, worth: Worth, limits: Limits | None = None) -> Iterator[View | Problem]:
    """All readable text of a blob that can hold something: what is packed, itself, what is encoded.

    ``worth`` is asked of whatever is decoded. A Problem, which names no path, says what could not
    be read, or what the ``limits`` cut off.
    """
    from keyguard.decode.signs import hides_something

    view = view_of(blob)
    if not hides_something(view, blob.data, worth):
        yield view
        return
    from keyguard.decode.reader import Content

    yield from _reader(blob, worth, limits or Limits()).read(Content(blob.data))


def packed(blob: Blob, worth: Worth, limits: Limits) -> Iterator[bytes | Problem]:
    """The members of an archive that are worth a look, at whatever depth; none of other content."""
    from keyguard.decode.reader import Content

    yield from _reader(blob, worth, limits).packed(Content(blob.data))


def is_tar(blob: Blob, worth: Worth, limits: Limits) -> bool:
    """Whether a blob is a tar archive: then all that it holds is among what is ``packed`` in it."""
    from keyguard.decode.reader import Content

    return _reader(blob, worth, limits).is_tar(Content(blob.data))


def _reader(blob: Blob, worth: Worth, limits: Limits, size: int | None = None) -> Reader:
    """A reader of a blob, or of ``size`` bytes of it, which bound what may be unpacked."""
    from keyguard.decode.budget import Budget
    from keyguard.decode.reader import Reader

    return Reader(blob, worth, limits, Budget(limits, len(blob.data) if size is None else size))


def excerpt(
    blob: Blob, start: int, end: int, rest: Rest, worth: Worth, limits: Limits | None = None
) -> Iterator[View | Problem]:
    """All readable text between two bytes, of what speaks of ``rest`` elsewhere; all of the text
    if a character takes several."""
    return views_of_part(excerpt_of(blob, start, end, rest), worth, limits)


def views_of_part(
    part: View, worth: Worth, limits: Limits | None = None
) -> Iterator[View | Problem]:
    """A part of a text, and with what is encoded in it decoded."""
    from keyguard.decode.signs import hides_something

    yield part
    data = _bytes_of(part)
    if hides_something(part, data, worth):
        yield from _reader(part.blob, worth, limits or Limits(), len(data)).decode(part)


def is_bare(part: View, worth: Worth) -> bool:
    """Whether a part of a text means what it says, whatever stands elsewhere."""
    from keyguard.decode.mail import has_broken_lines
    from keyguard.decode.signs import hides_something

    return not (has_broken_lines(part.text) or hides_something(part, _bytes_of(part), worth))


def _bytes_of(part: View) -> bytes:
    return part.text.encode("latin-1" if part.binary else "utf-8", "replace")
