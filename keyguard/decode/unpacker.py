"""Opens what is packed in one blob, level by level, and yields its members as bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from keyguard.decode.content import Content
from keyguard.decode.news import hides_archive, with_news
from keyguard.formats.archive import Archive, Member, Missing, NoRoom, Rest, Stream, Whole
from keyguard.formats.budget import Budget
from keyguard.formats.opening import members
from keyguard.formats.pieces import PIECE, Read, pieces
from keyguard.formats.recognise import recognise
from keyguard.formats.table import NAMED_ONLY
from keyguard.model import Blob, Part, Problem
from keyguard.model.data import Data, opened
from keyguard.model.prefilter import ContentPrefilter
from keyguard.model.record import NamedTuple
from keyguard.model.repetition import Repetitions, without_repetition
from keyguard.settings import Limits

Wanted = Callable[[bytes], bool]
"""Says whether a path is wanted."""


class Unpacker(NamedTuple):
    """Opens the archive that a blob is, the archives in it, and those within these."""

    blob: Blob
    prefilter: ContentPrefilter
    limits: Limits
    budget: Budget

    def packed(self, content: Content) -> Iterator[Content | Problem]:
        """The members of an archive and of archives in it, without a look at their text.

        The archive's own text is left out, except for formats of which everything comes out.
        """
        archive = self.archive_of(content)
        restated = content.restated or (archive is not None and archive.format.restated)
        for item in self.members_of(content, archive):
            restated = restated and not isinstance(item, Problem)
            yield from (item,) if isinstance(item, Problem) else self.packed(item)
        is_text = content.rest_of or (content.depth and not content.file)
        if is_text and not self._comes_out_whole(content, archive):
            yield content._replace(restated=restated)

    def files(self, content: Content, wanted: Wanted) -> Iterator[tuple[bytes, bytes]]:
        """The paths and the beginnings of wanted members, at whatever depth."""
        archive = self.archive_of(content)
        if archive is None or content.depth >= self.limits.archive_depth:
            return
        for item in members(archive, self.budget):
            if isinstance(item, Member):
                inner = self._member(content, item, item.data)
                if wanted(inner.member):
                    yield inner.member, item.data
                yield from self.files(inner, wanted)
            elif isinstance(item, Whole):
                yield from self.files(self._member(content, item, file=item.file), wanted)
            elif isinstance(item, Stream):
                inner = self._member(content, item, item.beginning, read=item.read)
                yield from self.files(inner, wanted)

    def is_archive(self, content: Content) -> bool:
        """Whether content is an archive or has one in it, and archives are opened."""
        return self.archive_of(content) is not None or any(
            True for _ in self._within(content, None)
        )

    def comes_out_whole(self, content: Content) -> bool:
        """Whether content is an archive that is opened and of which everything comes out."""
        return self._comes_out_whole(content, self.archive_of(content))

    def _opens_archives_in(self, content: Content) -> bool:
        """Archives in digits are opened wherever they stand, also in a message or in a piece."""
        is_whole = self.blob.part is Part.CONTENT and self.blob.piece is None
        return self.limits.archive_depth > 0 and (is_whole or content.outer is not None)

    def _comes_out_whole(self, content: Content, archive: Archive | None) -> bool:
        return (
            archive is not None
            and archive.format.yields_all
            and content.depth < self.limits.archive_depth
        )

    def archive_of(self, content: Content) -> Archive | None:
        """The archive that content is, if archives are opened and it is one."""
        if not self._opens_archives_in(content) or content.rest_of or content.is_piece:
            return None
        archive = recognise(content.file or content.data, self._name(content))
        if archive is None:
            return None
        if content.file and archive.format.is_sequential:
            return archive._replace(data=b"", read=opened(content.file).read)
        return archive._replace(read=content.read) if content.read else archive

    def _name(self, content: Content) -> bytes:
        """The path of content, as far as it is known."""
        return content.member or next((place.path for place in self.blob.places), b"")

    def members_of(self, content: Content, archive: Archive | None) -> Iterator[Content | Problem]:
        """The members of an archive that are worth a look. Large ones come in pieces."""
        for each in (*filter(None, (archive,)), *self._within(content, archive)):
            yield from self._opened(content, each)

    def _within(self, content: Content, archive: Archive | None) -> Iterator[Archive]:
        """What stands in content beside what it is itself."""
        if not self._opens_archives_in(content) or content.is_damaged or content.is_piece:
            return
        if archive is not None and (archive.format.yields_all or archive.format.unread):
            return
        if archive is None and not content.file and not self.prefilter.is_encoded(content.data):
            return
        from keyguard.formats.embedded import archives_in

        yield from archives_in(content.file or content.data, rest_of=content.rest_of)

    def _opened(self, content: Content, archive: Archive) -> Iterator[Content | Problem]:
        if content.depth >= self.limits.archive_depth:
            yield unread("archives are nested deeper in it; raise --max-archive-depth")
            return
        repetitions = Repetitions()
        is_worth_it = may_hold = False
        found = members(archive, self.budget)
        for item, news, matches in with_news(found, repetitions, self.prefilter):
            if isinstance(item, Missing):
                yield unread(item.sentence)
            elif isinstance(item, Rest):
                yield from self._rest(content, archive, item)
            elif isinstance(item, Stream):
                yield self._member(content, item, item.beginning, read=item.read)
            elif isinstance(item, NoRoom):
                if item.is_archive or may_hold:
                    yield unread(item.sentence)
                may_hold = False
            elif isinstance(item, Whole):
                if item.is_archive or may_hold:
                    yield self._member(content, item, file=item.file)
                may_hold = False
            else:
                if not may_hold and item.is_piece and news:
                    is_suspect = matches or NAMED_ONLY.fits(item.path)
                    may_hold = is_suspect and hides_archive(news, item.path, self.prefilter)
                is_worth_it = matches if news else is_worth_it
                if is_worth_it or NAMED_ONLY.fits(item.path):
                    again = not news and item.lines_before > 0
                    yield self._member(content, item, item.data)._replace(again=again)

    def _member(
        self,
        content: Content,
        item: Member | Whole | Stream,
        data: bytes = b"",
        read: Read | None = None,
        file: Data | None = None,
    ) -> Content:
        """What a member is in the content that it is a member of."""
        inner = Content(
            data,
            (*content.via, item.step),
            b"/".join(filter(None, (content.member, item.path))),
            content.depth + 1,
            content.outer,
            content.at,
            read=read,
            file=file,
        )
        if not isinstance(item, Member):
            return inner
        return inner._replace(
            lines_before=item.lines_before, is_piece=item.is_piece, restated=item.restated
        )

    def _rest(self, content: Content, archive: Archive, rest: Rest) -> Iterator[Content]:
        """What of an archive is not packed, as a part of its own text, where that is worth it."""
        file = io.BytesIO(rest.data)
        magic = archive.format.magic if rest.is_damaged else b""
        for piece in pieces(file.read(PIECE), file.read):
            if self.prefilter.matches_behind(magic, without_repetition(piece.data)):
                yield content._replace(
                    data=piece.data,
                    lines_before=rest.lines_before + piece.lines_before,
                    file=None,
                    rest_of=archive.format.name,
                    is_damaged=rest.is_damaged,
                )


def unread(sentence: str) -> Problem:
    """The problem with this sentence; whoever knows the place adds it."""
    return Problem(b"", f"{sentence}.")
