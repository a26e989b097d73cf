"""What is looked at of the objects of each kind: a delta can be judged by what it changes.

Whether that pays depends on the kind, and so does what has to be seen around a change.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from keyguard.gitformat.delta import excerpt, sizes
from keyguard.gitformat.pack_entry import EntryKind
from keyguard.gitrepo.deltas import apply_delta
from keyguard.gitrepo.history.connectivity import LinkCheck
from keyguard.gitrepo.objects.tree_delta import change_ends_with_id, replaced_ids, tree_excerpt
from keyguard.gitrepo.objects.trees import is_usual
from keyguard.model.prefilter import APART
from keyguard.model.record import NamedTuple

if TYPE_CHECKING:
    from keyguard.gitrepo.history.batch import Batch

NumbersOf = Callable[[Iterable[int]], list[int]]
"""The numbers of entries of a pack in ``OidNumbers``."""

WHOLE_CHECKED = 4096
"""Bytes of a tree that is made by a change; of a larger one only the end is checked."""


class Change(NamedTuple):
    """A delta, with the content that it is for."""

    base: bytes
    delta: bytes

    def result(self) -> bytes:
        """The content that it makes. Raises ``CorruptObjectError``."""
        return apply_delta(self.base, self.delta)


Sample = tuple[bytes, int, Change | None, bytes | None]
"""What is judged of an object: the text; the bytes of the whole object; the change, if the text is
only what is around it; and the whole object, if it was put together."""


class Policy:
    """Objects are looked through in full, and name nothing."""

    shortest_base = sys.maxsize
    """Bytes of a base; less is looked through in no time."""
    worth_a_sample = 0
    """A change is judged for itself if its base has so many times its bytes: an instruction costs
    as much as looking through some hundred bytes of a blob, or looking up a few ids of a tree."""
    worth_a_sample_in_core = 0
    """The same in the compiled core, where an instruction costs next to nothing."""
    may_be_large = False
    """Whether what is too large to be held is read part by part, and not left out."""
    between = APART
    """Has to stand behind each text that is judged together with others."""

    def __init__(self, links: LinkCheck, numbers_of: NumbersOf, context: int) -> None:
        """``links`` is shown every object; ``context`` is in bytes, one less than what the longest
        clue spans."""
        self.links = links
        self.numbers_of = numbers_of
        self.context = context

    def sample(self, change: Change) -> Sample:
        """The text around a change. Raises ``CorruptObjectError``."""
        content = change.result()
        return content, len(content), change, content

    def is_checked_whole(self, size: int) -> bool:
        """Whether all of an object of so many bytes is checked that is made by a change."""
        return False

    def is_usual(self, content: bytes | None, change: Change | None) -> bool:
        """Whether an object is as git writes it, as far as it is looked at: its content, if it was
        put together, and the change that it is judged by."""
        return True

    def note_links(self, batch: Batch) -> set[bytes]:
        """Shows what entries of the pack hold, or what they add to their bases.

        Returns ids that a tree which is taken apart may turn out to name without their being
        stored.
        """
        return set()


class CommitPolicy(Policy):
    """Commits name a tree and parents."""

    def note_links(self, batch: Batch) -> set[bytes]:
        """Shows what commits name: all of it is in the text around a change."""
        numbers = self.numbers_of(batch.numbers)
        if batch.large:
            self.links.look_into_commits(numbers, _texts(batch))
        else:
            self.links.look_into_joined_commits(
                numbers, batch.small, batch.starts, len(self.between)
            )
        return set()


class TagPolicy(Policy):
    """Tags name one object."""

    def note_links(self, batch: Batch) -> set[bytes]:
        """Shows what tags name: all of it is in the text around a change."""
        self.links.look_into_tags(_texts(batch))
        return set()


class TreePolicy(Policy):
    """Of trees the names and ids count that they add."""

    shortest_base = 512
    worth_a_sample = worth_a_sample_in_core = 4

    def __init__(self, links: LinkCheck, numbers_of: NumbersOf, context: int) -> None:
        super().__init__(links, numbers_of, context)
        self.between = links.between_trees

    def sample(self, change: Change) -> Sample:
        """The entries that are new."""
        base, delta = change
        if self.links.has_enough:
            return *tree_excerpt(base, delta, None), change, None
        ids = replaced_ids(delta, self.links.id_length)
        if ids is None:
            return *tree_excerpt(base, delta, self.links.id_length), change, None
        content = change.result()  # what follows the instructions is not checked otherwise
        return ids, len(content), change, content

    def is_checked_whole(self, size: int) -> bool:
        """Whether it is small: to look at all entries of large trees is not for every history."""
        return size <= WHOLE_CHECKED and not self.links.has_enough

    def is_usual(self, content: bytes | None, change: Change | None) -> bool:
        """Whether a tree consists of its entries; of a large one that is made by a change, whether
        it ends with one."""
        links = self.links
        if links.has_enough:
            return True
        if content is not None and (change is None or self.is_checked_whole(len(content))):
            return is_usual(content, links.id_length)
        return change is None or change_ends_with_id(change.base, change.delta, links.id_length)

    def note_links(self, batch: Batch) -> set[bytes]:
        """Most trees name nothing that is not stored."""
        text = (
            self.between.join([*self._trees(batch), b""])
            if self._has_to_join(batch)
            else batch.small
        )
        return self.links.look_into_trees(self.numbers_of(batch.numbers), text)

    def _has_to_join(self, batch: Batch) -> bool:
        return bool(batch.large or not self.links.unusual.keys().isdisjoint(batch.numbers))

    def _trees(self, batch: Batch) -> Iterator[bytes]:
        unusual = self.links.unusual
        for number, text in zip(batch.numbers, _texts(batch), strict=True):
            yield unusual.get(number, text)


class BlobPolicy(Policy):
    """Of blobs the text counts that they add, and the seams."""

    shortest_base = 2048
    worth_a_sample = 64
    worth_a_sample_in_core = 2
    may_be_large = True

    def sample(self, change: Change) -> Sample:
        """The text within reach of a clue from what is new."""
        return *excerpt(change.base, change.delta, self.context), change, None


POLICIES: dict[int, type[Policy]] = {
    EntryKind.COMMIT: CommitPolicy,
    EntryKind.TREE: TreePolicy,
    EntryKind.BLOB: BlobPolicy,
    EntryKind.TAG: TagPolicy,
}


def unseen(change: Change) -> Sample:
    """A change of an object that was looked into already: what it reaches is asked for later."""
    return b"", sizes(change.delta)[1], change, None


def _texts(batch: Batch) -> list[bytes]:
    """The text of each entry."""
    return [batch.text(place) for place in range(len(batch.numbers))]
