"""How objects of each kind are looked at: a delta can often be judged by what it changes.

Whether that pays depends on the kind, and so does how much must be seen around a change.
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
"""A function that gives the ``OidNumbers`` of entries of a pack."""

WHOLE_CHECKED = 4096
"""Bytes up to which a tree made by a delta is checked in full; of a larger one the end is."""


class Change(NamedTuple):
    """A delta together with the content that it applies to."""

    base: bytes
    delta: bytes

    def result(self) -> bytes:
        """The content that the delta makes. Raises ``CorruptObjectError``."""
        return apply_delta(self.base, self.delta)


Sample = tuple[bytes, int, Change | None, bytes | None]
"""The part of an object that is judged.

It has the text; how many bytes the whole object has; the change, if the text is only its
surroundings; and the whole object, if it was put together.
"""


class Policy:
    """The policy for objects that are looked through in full and name no other."""

    shortest_base = sys.maxsize
    """Bytes; an object whose base is shorter is looked through in full, which takes no time."""
    worth_a_sample = 0
    """How many times its own bytes the base of a change must have, for the change to be judged
    alone.

    An instruction of a delta costs as much as looking through some hundred bytes of a blob, or
    looking up a few ids of a tree.
    """
    worth_a_sample_in_core = 0
    """``worth_a_sample`` in the compiled core, where an instruction costs next to nothing."""
    may_be_large = False
    """Whether an object too large for the memory is read part by part, not left out."""
    between = APART
    """Separates texts that are judged together."""

    def __init__(self, links: LinkCheck, numbers_of: NumbersOf, context: int) -> None:
        """``links`` is shown every object; ``context`` is in bytes, one less than what the longest
        clue spans."""
        self.links = links
        self.numbers_of = numbers_of
        self.context = context

    def sample(self, change: Change) -> Sample:
        """The text surrounding a change. Raises ``CorruptObjectError``."""
        content = change.result()
        return content, len(content), change, content

    def is_checked_whole(self, size: int) -> bool:
        """Whether an object of ``size`` bytes that a delta makes is checked as a whole."""
        return False

    def is_usual(self, content: bytes | None, change: Change | None) -> bool:
        """Whether an object is as git writes it, as far as it is looked at.

        ``content`` is all of it, if it was put together, and ``change`` is what it is judged by.
        """
        return True

    def note_links(self, batch: Batch) -> set[bytes]:
        """Notes the objects that entries of the pack name, or that they name and their bases do
        not.

        Returns ids that are not stored and that a tree may turn out to name once it is parsed.
        """
        return set()


class CommitPolicy(Policy):
    """The policy for commits: they name a tree and parents."""

    def note_links(self, batch: Batch) -> set[bytes]:
        """Notes what commits name: the text surrounding a change holds all of it."""
        numbers = self.numbers_of(batch.numbers)
        if batch.large:
            self.links.look_into_commits(numbers, _texts(batch))
        else:
            self.links.look_into_joined_commits(
                numbers, batch.small, batch.starts, len(self.between)
            )
        return set()


class TagPolicy(Policy):
    """The policy for tags: they name one object."""

    def note_links(self, batch: Batch) -> set[bytes]:
        """Notes what tags name: the text surrounding a change holds all of it."""
        self.links.look_into_tags(_texts(batch))
        return set()


class TreePolicy(Policy):
    """The policy for trees: only the names and ids that they add count."""

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
        """Whether a tree is small: checking all entries of large ones suits few histories."""
        return size <= WHOLE_CHECKED and not self.links.has_enough

    def is_usual(self, content: bytes | None, change: Change | None) -> bool:
        """Whether a tree consists of entries; of a large tree that a delta makes, whether it ends
        with one."""
        links = self.links
        if links.has_enough:
            return True
        if content is not None and (change is None or self.is_checked_whole(len(content))):
            return is_usual(content, links.id_length)
        return change is None or change_ends_with_id(change.base, change.delta, links.id_length)

    def note_links(self, batch: Batch) -> set[bytes]:
        """Notes what trees name. Most name nothing that is not stored."""
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
    """The policy for blobs: only the text that they add counts, and the seams around it."""

    shortest_base = 2048
    worth_a_sample = 64
    worth_a_sample_in_core = 2
    may_be_large = True

    def sample(self, change: Change) -> Sample:
        """The text within reach of a clue around what is new."""
        return *excerpt(change.base, change.delta, self.context), change, None


POLICIES: dict[int, type[Policy]] = {
    EntryKind.COMMIT: CommitPolicy,
    EntryKind.TREE: TreePolicy,
    EntryKind.BLOB: BlobPolicy,
    EntryKind.TAG: TagPolicy,
}


def unseen(change: Change) -> Sample:
    """A change to an object that was looked into already; the caller asks for its reach later."""
    return b"", sizes(change.delta)[1], change, None


def _texts(batch: Batch) -> list[bytes]:
    """The text of each entry."""
    return [batch.text(place) for place in range(len(batch.numbers))]
