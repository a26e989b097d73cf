"""From bytes to readable text: character sets, encodings, and packed content.

The code that undoes the latter two is loaded only once something needs it: most runs never see any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from keyguard import model
from keyguard.encodings.charsets import (
    BINARY,
    NARROW,
    Reading,
    decoded,
    is_wide,
    reading_of,
    whole_characters,
)
from keyguard.formats.table import NAMED_ONLY, RESTATED, WHOLE
from keyguard.model import Part
from keyguard.settings import Limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from keyguard.decode.content import Content
    from keyguard.decode.decoder import Decoder
    from keyguard.decode.unpacker import Unpacker
    from keyguard.formats.budget import Budget
    from keyguard.model import Blob, PackedText, Problem, Span, TextTopics, View
    from keyguard.model.prefilter import ContentPrefilter

__all__ = [
    "Reading",
    "begins_as_whole",
    "comes_out_whole",
    "decoded_parts",
    "depends_on_name",
    "has_telling_name",
    "is_archive",
    "is_bare",
    "is_restated",
    "is_wide",
    "is_wide_blob",
    "may_be_packed",
    "packed",
    "packed_files",
    "reading_of",
    "reading_of_blob",
    "view_inside",
    "view_of",
    "views",
    "views_inside",
    "window_of",
]


def view_of(blob: Blob) -> View:
    """The text of a blob, whatever its character set."""
    reading = reading_of_blob(blob)
    text = decoded(blob.data, reading.charset)
    lines = blob.piece.lines_before if blob.piece else 0
    return model.View(
        blob,
        text,
        binary=reading.binary,
        adjoining=reading.adjoining,
        topics=(blob.piece.topics if blob.piece else None) or model.TextTopics(),
        restated=bool(blob.piece and blob.piece.restated),
        lines_before=lines,
    )


def reading_of_blob(blob: Blob) -> Reading:
    """How the bytes of a blob are to be read."""
    return reading_of(blob.data, blob.piece.charset if blob.piece else "")


def is_wide_blob(blob: Blob) -> bool:
    """Whether a blob is read as text in UTF-16 or UTF-32."""
    return reading_of_blob(blob).charset not in (NARROW, BINARY)


def window_of(blob: Blob, start: int, end: int, topics: TextTopics) -> View:
    """The text of a blob between two bytes; all of it if characters take several bytes."""
    reading = reading_of_blob(blob)
    charset = reading.charset
    if charset not in (NARROW, BINARY):
        return view_of(blob)
    part = blob.data[start:end]
    text = decoded(whole_characters(part) if charset == NARROW else part, charset)
    return model.View(blob, text, binary=reading.binary, adjoining=reading.adjoining, topics=topics)


def views(
    blob: Blob, prefilter: ContentPrefilter, limits: Limits | None = None
) -> Iterator[View | Problem]:
    """All readable text of a blob that can hold something: packed, plain and decoded.

    The ``prefilter`` is asked about everything that is decoded. A Problem, which names no path,
    says what could not be read, or what the ``limits`` cut off.
    """
    is_packed = begins_as_whole(blob) and comes_out_whole(blob, prefilter, limits or Limits())
    if blob.file or is_packed:
        yield from _decoder(blob, prefilter, limits or Limits()).read(_content_of(blob))
        return
    from keyguard.decode.indicators import hides_something

    if is_wide_blob(blob):
        from keyguard.decode.wide import against_charset  # few texts are

        narrow = against_charset(blob)
        if prefilter.matches(_bytes_of(narrow)):
            yield narrow
            if hides_something(narrow, blob.data, prefilter):
                yield from _decoder(blob, prefilter, limits or Limits()).decode(narrow)
    view = view_of(blob)
    if not (hides_something(view, blob.data, prefilter) or has_telling_name(blob)):
        yield view
        return
    yield from _decoder(blob, prefilter, limits or Limits()).read(_content_of(blob))


def views_inside(
    blob: Blob, text: PackedText, prefilter: ContentPrefilter, limits: Limits
) -> Iterator[View | Problem]:
    """Everything that text known to be in an archive says, without opening the archive again."""
    yield from _decoder(blob, prefilter, limits).read_text(text)


def view_inside(blob: Blob, text: PackedText, prefilter: ContentPrefilter, limits: Limits) -> View:
    """Text known to be in an archive, as it is."""
    from keyguard.decode.content import content_of

    return _decoder(blob, prefilter, limits).as_it_is(content_of(text), text.restated)


def packed(blob: Blob, prefilter: ContentPrefilter, limits: Limits) -> Iterator[Content | Problem]:
    """The members of an archive that are worth a look, at whatever depth; nothing for other
    content."""
    yield from _unpacker(blob, prefilter, limits).packed(_content_of(blob))


def packed_files(
    blob: Blob, wanted: Callable[[bytes], bool], prefilter: ContentPrefilter, limits: Limits
) -> Iterator[tuple[bytes, bytes]]:
    """The paths and contents of wanted members of an archive, at whatever depth.

    Of a large member only the beginning.
    """
    yield from _unpacker(blob, prefilter, limits).files(_content_of(blob), wanted)


def has_telling_name(blob: Blob) -> bool:
    """Whether only its name says that a blob is an archive, so that no prefilter sees it."""
    return blob.part is Part.CONTENT and any(NAMED_ONLY.fits(place.path) for place in blob.places)


def depends_on_name(blob: Blob, limits: Limits) -> bool:
    """Whether something else would be ``inside`` a blob if its name were known."""
    if has_telling_name(blob):
        return True
    from keyguard.decode.named import is_alike_unnamed  # few contents are archives

    name = next((place.path for place in blob.places), b"")
    holds_text = any(isinstance(each, model.PackedText) for each in blob.inside)
    data = blob.file or blob.data
    return not is_alike_unnamed(data, name, _budget(blob, limits), with_paths=holds_text)


def begins_as_whole(blob: Blob) -> bool:
    """Whether to ask if a blob ``comes_out_whole`` before it is read as text."""
    return blob.part is Part.CONTENT and _begins(blob, WHOLE)


def _begins(blob: Blob, magics: Iterable[tuple[bytes, int]]) -> bool:
    return any(blob.data.startswith(magic, offset) for magic, offset in magics)


def is_archive(blob: Blob, prefilter: ContentPrefilter, limits: Limits) -> bool:
    """Whether a blob is an archive of any known format, and archives are opened."""
    return _unpacker(blob, prefilter, limits).is_archive(_content_of(blob))


def may_be_packed(piece: Blob, limits: Limits) -> bool:
    """Whether a piece, or the beginning, of large content shows that something is packed in it."""
    from keyguard.formats.embedded import may_be_in

    path = next((place.path for place in piece.places), b"")
    is_content = limits.archive_depth > 0 and piece.part is Part.CONTENT
    return is_content and (has_telling_name(piece) or may_be_in(piece.data, path))


def is_restated(beginning: Blob, limits: Limits) -> bool:
    """Whether what is packed in large content says everything that its text does."""
    if not limits.archive_depth or not _begins(beginning, RESTATED):
        return False
    from keyguard.formats.recognise import recognise

    archive = recognise(beginning.data)
    return archive is not None and archive.format.restated


def comes_out_whole(blob: Blob, prefilter: ContentPrefilter, limits: Limits) -> bool:
    """Whether everything that a blob says is among what is ``packed`` in it."""
    return _unpacker(blob, prefilter, limits).comes_out_whole(_content_of(blob))


def _content_of(blob: Blob) -> Content:
    from keyguard.decode.content import Content

    return Content(b"", file=blob.file) if blob.file else Content(blob.data)


def _decoder(
    blob: Blob, prefilter: ContentPrefilter, limits: Limits, size: int | None = None
) -> Decoder:
    """A decoder of a blob, or of ``size`` bytes of it, which bound what may be unpacked."""
    from keyguard.decode.decoder import Decoder

    return Decoder(blob, prefilter, limits, _budget(blob, limits, size))


def _unpacker(blob: Blob, prefilter: ContentPrefilter, limits: Limits) -> Unpacker:
    from keyguard.decode.unpacker import Unpacker

    return Unpacker(blob, prefilter, limits, _budget(blob, limits))


def _budget(blob: Blob, limits: Limits, size: int | None = None) -> Budget:
    from keyguard.formats.budget import Budget

    if size is None:
        size = len(blob.data) if blob.file is None else len(blob.file)
    return Budget(limits, size)


def decoded_parts(
    blob: Blob,
    spans: Iterable[Span],
    topics: TextTopics,
    prefilter: ContentPrefilter,
    limits: Limits,
) -> Iterator[Iterator[View | Problem]]:
    """Each of these parts of a blob, decoded.

    The size of the blob bounds what is unpacked in all of them together.
    """
    decoder = _decoder(blob, prefilter, limits)
    return (decoder.decode(window_of(blob, *span, topics)) for span in spans)


def is_worth_decoding(window: View, prefilter: ContentPrefilter) -> bool:
    """Whether something in a part of a text may be encoded, judged by that text alone."""
    from keyguard.decode.indicators import hides_something

    return hides_something(window, _bytes_of(window), prefilter)


def decoded_of_window(
    window: View, prefilter: ContentPrefilter, limits: Limits
) -> Iterator[View | Problem]:
    """A part of a text, decoded."""
    size = len(_bytes_of(window))
    yield from _decoder(window.blob, prefilter, limits, size).decode(window, len(window.via))


def is_bare(window: View, prefilter: ContentPrefilter) -> bool:
    """Whether a part of a text means what it says, whatever is elsewhere."""
    from keyguard.encodings.quoted_printable import has_broken_lines

    return not (has_broken_lines(window.text) or is_worth_decoding(window, prefilter))


def _bytes_of(window: View) -> bytes:
    return window.text.encode("latin-1" if window.binary else "utf-8", "replace")
