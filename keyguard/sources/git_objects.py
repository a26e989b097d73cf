"""Git objects as content: blobs, messages, and the names in trees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from keyguard.gitformat.types import GitObject, Unreadable
from keyguard.gitrepo.objects.trees import entries, entry_names, gitlinks
from keyguard.model import Blob, Part, Problem
from keyguard.model.levels import ScreenVerdict
from keyguard.model.name_pattern import NamePattern
from keyguard.model.prefilter import BatchPrefilter, places_of
from keyguard.model.record import NamedTuple
from keyguard.sources.path_names import may_hold_credential

REGULAR = b"100"
"""How the modes of files begin, except those of links."""
PARTS = {"blob": Part.CONTENT, "commit": Part.COMMIT, "tag": Part.TAG}


class NamesPrefilter(NamedTuple):
    """Accepts trees with telling names, and whatever another prefilter accepts."""

    prefilter: BatchPrefilter
    names: NamePattern

    @property
    def span(self) -> int:
        """The other prefilter's span, which is longer than the end of such a name."""
        return self.prefilter.span

    def matches(self, data: bytes) -> bool:
        """Whether ``data`` is worth a closer look."""
        has_names = b"\0" in data and self.names.may_be_in(data)
        return has_names or self.prefilter.matches(data)

    def which_match(self, texts: Sequence[bytes]) -> list[bool]:
        """For each text whether it is worth a closer look."""
        return list(map(self.matches, texts))

    def which_match_among(self, joined: bytes, starts: Sequence[int]) -> set[int]:
        """The positions of the joined texts that may be worth a closer look."""
        ends = self.names.ends_in(joined) if b"\0" in joined else ()
        return places_of(ends, starts).union(self.prefilter.which_match_among(joined, starts))

    def is_encoded(self, data: bytes) -> bool:
        """Whether ``data`` can hold anything that is encoded or packed."""
        return self.prefilter.is_encoded(data)

    def which_are_encoded(self, texts: Sequence[bytes]) -> list[bool]:
        """For each text whether it can hold anything that is encoded or packed."""
        return self.prefilter.which_are_encoded(texts)


def contents(found: GitObject) -> Iterator[Blob]:
    """An object as content without a place: itself, or each name of a tree that is long enough to
    matter."""
    if found.type != "tree":
        yield Blob(found.id, found.data, part=PARTS[found.type])
    elif may_hold_credential(found.data):
        for name in entry_names(found.data, len(found.id) // 2):
            if may_hold_credential(name):
                yield Blob("name of " + name.decode("latin-1"), name, part=Part.NAME)


def blobs_with_telling_names(found: GitObject, telling: NamePattern) -> Iterator[Blob]:
    """The blobs of a tree whose names alone say what they hold, without content.

    No prefilter sees that they may hold something.
    """
    if found.type != "tree" or not telling.may_be_in(found.data):
        return
    for mode, name, id_ in entries(found.data, len(found.id) // 2):
        if mode.startswith(REGULAR) and telling.fits(name):
            yield Blob(id_.hex(), b"", screened=ScreenVerdict.UNREAD)


def submodule_commits(found: GitObject) -> Iterator[str]:
    """The commits of submodules that an object names, if it is a tree."""
    if found.type == "tree":
        yield from (id_.hex() for id_ in gitlinks(found.data, len(found.id) // 2).values())


def new_contents(blobs: Iterable[Blob], known_names: set[str]) -> Iterator[Blob]:
    """The blobs, but each name only once, however many trees have it."""
    for blob in blobs:
        if blob.part is not Part.NAME and blob.data:
            yield blob
        elif blob.id not in known_names:
            known_names.add(blob.id)
            yield blob


def unreadable(item: Unreadable) -> Problem:
    """The problem that an object is damaged."""
    return Problem(f"(object {item.id})".encode(), f"it can't be read: {item.reason}.")
