"""Undoes what hides text in one blob, level by level: escapes, runs of digits, archives."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterable, Iterator

from keyguard.decode.content import Content, content_of
from keyguard.decode.opened import Opened
from keyguard.decode.positions import unless_cut_off
from keyguard.decode.substitution import replaced, surroundings, without_overlaps
from keyguard.decode.unpacker import Unpacker, unread
from keyguard.encodings.base_n import as_text, runs
from keyguard.encodings.charsets import decoded, reading_of
from keyguard.encodings.quoted_printable import has_broken_lines
from keyguard.encodings.replacement import Replacement
from keyguard.encodings.table import ENCODINGS
from keyguard.formats.pieces import LONGEST, PIECE, pieces
from keyguard.model import PackedText, Problem, Segment, Segments, TextTopics, View
from keyguard.model.entry_point import load
from keyguard.model.piece import PieceOf
from keyguard.model.repetition import without_repetition

REACH = 320
"""Characters around decoded text that are looked at with it: a name, and what a clue needs."""
_DECODERS = tuple(load(each.decoder) for each in ENCODINGS)


class Decoder(Unpacker):
    """Reads a blob and what is packed in it as text, and decodes that."""

    __slots__ = ()

    def read(self, content: Content) -> Iterator[View | Problem]:
        """All readings of content: its members, its text, and what is encoded in that."""
        archive = self.archive_of(content)
        restated = content.restated or (archive is not None and archive.format.restated)
        for item in self.members_of(content, archive):
            restated = restated and not isinstance(item, Problem)
            yield from (item,) if isinstance(item, Problem) else self.read(item)
        if content.file or self._comes_out_whole(content, archive):
            return
        if archive is not None and content.outer is not None:
            magic, said = archive.format.magic, without_repetition(content.data)
            if not self.prefilter.matches_behind(magic, said):
                return
        yield from self._texts(content, restated)

    def read_text(self, text: PackedText) -> Iterator[View | Problem]:
        """The readings of text that was found in an archive, decoded parts included."""
        yield from self._texts(content_of(text), text.restated)

    def _texts(self, content: Content, restated: bool) -> Iterator[View | Problem]:
        """What content says, a piece of it after the other."""
        if len(content.data) <= LONGEST or content.outer or not content.depth:
            yield from self._text(content, restated)
            return
        file = io.BytesIO(content.data)
        for piece in pieces(file.read(PIECE), file.read):
            if self.prefilter.matches(without_repetition(piece.data)):
                lines = content.lines_before + piece.lines_before
                yield from self._text(content._replace(data=piece.data, lines_before=lines))

    def _text(self, content: Content, restated: bool = False) -> Iterator[View | Problem]:
        """What content, or a piece of it, is as text, and what is encoded in that."""
        view = self.as_it_is(content, restated)
        yield view
        yield from self.decode(view, content.depth)

    def as_it_is(self, content: Content, restated: bool) -> View:
        """The content as text."""
        reading = reading_of(content.data, piece.charset if (piece := self._piece(content)) else "")
        text = decoded(content.data, reading.charset)
        whole = Segment(0, len(text), *content.at, content.via)
        return View(
            self.blob,
            text,
            via=() if content.outer else content.via,
            binary=reading.binary,
            topics=(piece.topics if piece else None) or TextTopics(),
            adjoining=reading.adjoining,
            member=content.member,
            outer=content.outer,
            segments=Segments((whole,) if content.outer else ()),
            restated=restated or bool(piece and piece.restated),
            lines_before=piece.lines_before if piece else content.lines_before,
        )

    def _piece(self, content: Content) -> PieceOf | None:
        """Where the content is in its file, if it is but a piece of it."""
        return self.blob.piece if content.data is self.blob.data else None

    def decode(self, view: View, depth: int = 0) -> Iterator[View | Problem]:
        """The decoded readings of a text, level by level."""
        opened = Opened()
        for _ in range(self.limits.decode_depth):
            further = yield from self._decode_once(view, depth, opened)
            if further is view:
                return
            view = further
        if self.limits.decode_depth and any(True for _ in self._decode_once(view, depth, opened)):
            yield unread("something in it is encoded more often; raise --max-decode-depth")

    def _decode_once(
        self, view: View, depth: int, opened: Opened
    ) -> Generator[View | Problem, None, View]:
        """Digits last, since they can be escaped. Returns the view that goes furthest."""
        first = view
        for find in _DECODERS:
            if (plain := self._undone(view, find(view.text))) is not None:
                view = plain
                yield view
        if view is not first and has_broken_lines(first.text):
            yield from self._digits(first, depth, opened)
        return (yield from self._digits(view, depth, opened))

    def _digits(
        self, view: View, depth: int, opened: Opened
    ) -> Generator[View | Problem, None, View]:
        """What runs of digits stand for. Returns the view that goes furthest."""
        replacements = []
        for run in runs(view.text, self.prefilter):
            at = (run.start, run.end)
            if self.limits.archive_depth and run.text is None:
                if not opened.is_new(view, run):
                    continue
                inner = Content(run.data, (run.name,), view.member, depth, view, at)
                yield from unless_cut_off(view, *at, self.read(inner))
            else:
                replacements.append(Replacement(*at, run.text or as_text(run.data), run.name))
        if replacements:
            view = replaced(view, replacements)
            yield view
        return view

    def _undone(self, view: View, found: Iterable[Replacement]) -> View | None:
        """The view with all of these decoded, if that is worth a look."""
        replacements = without_overlaps(found)
        if not replacements:
            return None
        plain = replaced(view, replacements)
        if plain.text == view.text:  # a reference to a character that there is not
            return None
        around = surroundings(plain, REACH).encode("utf-8", "replace")
        return plain if self.prefilter.matches(around) else None
