"""Undoes what hides text in one blob, level by level: archives, escapes, runs of digits."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass

from keyguard.decode.archives import TAR, TAR_OFFSET, Member, members, outside_members, packed_as
from keyguard.decode.base_n import as_text, runs
from keyguard.decode.budget import Budget
from keyguard.decode.call_literals import stated
from keyguard.decode.char_codes import lists
from keyguard.decode.escapes import escapes
from keyguard.decode.hexdump import dumps
from keyguard.decode.quoted_printable import quoted_printable
from keyguard.decode.substitution import Replacement, replaced, surroundings, without_overlaps
from keyguard.decode.text import read_text
from keyguard.model import Blob, Part, Problem, Segment, View
from keyguard.model.prefilter import Prefilter
from keyguard.settings import Limits

REACH = 320
"""Characters around what was decoded that are looked at with it: a name, and what a clue needs."""
_SPELLINGS = (quoted_printable, escapes, stated, dumps, lists)
"""How single characters are written; each may write those of the next."""


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes, and the way to them. ``outer`` and ``at``: the text, and where in it they stood."""

    data: bytes
    via: tuple[str, ...] = ()
    member: bytes = b""
    depth: int = 0
    outer: View | None = None
    at: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Decoder:
    """Reads one blob, or what stands in it."""

    blob: Blob
    prefilter: Prefilter
    limits: Limits
    budget: Budget

    def read(self, content: Content) -> Iterator[View | Problem]:
        """All that content can be read as: its members, its text, and what is encoded in that."""
        for item in self._members(content):
            yield from (item,) if isinstance(item, Problem) else self.read(item)
        text, binary = read_text(content.data)
        segments = (Segment(0, len(text), *content.at, content.via),) if content.outer else ()
        view = View(
            self.blob,
            text,
            via=() if content.outer else content.via,
            binary=binary,
            member=content.member,
            outer=content.outer,
            segments=segments,
        )
        yield view
        yield from self.decode(view, content.depth)

    def packed(self, content: Content) -> Iterator[bytes | Problem]:
        """What an archive holds and what that holds, without a look at what it can be read as.

        The text of a tar archive is that of its members, and of little else.
        """
        if self.is_tar(content):
            yield outside_members(content.data)
        elif content.depth:
            yield content.data
        for item in self._members(content):
            if isinstance(item, Problem):
                yield item
            else:
                yield from self.packed(item)

    def is_tar(self, content: Content) -> bool:
        """Whether it is a tar archive that is opened."""
        if not (content.data.startswith(TAR, TAR_OFFSET) and self.limits.archive_depth):
            return False
        name = content.member or next((place.path for place in self.blob.places), b"")
        return packed_as(content.data, name) == "tar"

    def _members(self, content: Content) -> Iterator[Content | Problem]:
        """The members, if it is an archive."""
        if not self.limits.archive_depth or self.blob.part is not Part.CONTENT:
            return
        name = content.member or next((place.path for place in self.blob.places), b"")
        kind = packed_as(content.data, name)
        if not kind:
            return
        if content.depth >= self.limits.archive_depth:
            yield _problem("archives are nested deeper in it; raise --max-archive-depth")
            return
        for item in members(kind, content.data, name, self.budget):
            if not isinstance(item, Member):
                yield _problem(item.sentence)
            elif self.prefilter.matches(item.data):
                path = b"/".join(filter(None, (content.member, item.path)))
                via = (*content.via, item.step)
                yield Content(item.data, via, path, content.depth + 1, content.outer, content.at)

    def decode(self, view: View, depth: int = 0) -> Iterator[View | Problem]:
        """What is encoded in a text, level by level."""
        for _ in range(self.limits.decode_depth):
            further = yield from self._decode_once(view, depth)
            if further is view:
                return
            view = further
        if self.limits.decode_depth and any(True for _ in self._decode_once(view, depth)):
            yield _problem("something in it is encoded more often; raise --max-decode-depth")

    def _decode_once(self, view: View, depth: int) -> Generator[View | Problem, None, View]:
        """Digits last, since they can be escaped. Returns the view that goes furthest."""
        for find in _SPELLINGS:
            if (plain := self._undone(view, find(view.text))) is not None:
                view = plain
                yield view
        replacements = []
        for run in runs(view.text, self.prefilter.matches):
            at = (run.start, run.end)
            if self.limits.archive_depth and packed_as(run.data):
                yield from self.read(Content(run.data, (run.name,), view.member, depth, view, at))
            else:
                replacements.append(Replacement(*at, as_text(run.data), run.name))
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


def _problem(sentence: str) -> Problem:
    """What was not read; whoever knows the place adds it."""
    return Problem(b"", f"{sentence}.")
