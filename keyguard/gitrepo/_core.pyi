"""What the compiled core offers: see ``core/`` in the sources."""

interface: int
"""Which of the interfaces it has had: ``compiled_core`` knows the present one."""
inflate_library: str
"""What the library that inflates is called."""

class Forest:
    """The entries of a pack, a column each, as in ``DeltaForest``."""

    def __new__(
        cls,
        offsets: bytes,
        lengths: bytes,
        kinds: bytes,
        sizes: bytes,
        parents: bytes,
        first_children: bytes,
        next_siblings: bytes,
        weights: bytes,
        /,
    ) -> Forest: ...

class Oids:
    """The number of each id that a repository stores."""

    def __new__(cls, id_length: int, tables: list[tuple[bytes, int, int, int]], /) -> Oids:
        """``tables``: bytes that hold ids in ascending order, where these begin, how many there
        are, and the number of the first. An id has the number that the first table gives it."""

    def numbers(self, ids: bytes, /) -> list[int]:
        """The number of each id; -1 if it is not stored."""

    def in_commits(
        self, text: bytes, starts: bytes, behind: int, end_number: int, /
    ) -> tuple[bytes, bytes, bytes, bytes, set[bytes]]:
        """What the commits name that begin at ``starts`` of a text, in 8 bytes each, with so many
        bytes behind each: for each 1 if it names a tree. Of those that do: the numbers of the
        trees, in 4 bytes each; the numbers of the parents, with ``end_number`` behind those of each
        commit; when each was committed, in 8 bytes, or -1 if that is not written as git writes it;
        and the ids of trees and parents that are not stored. A parent that can't be read has the
        number of one that is not stored."""

    def in_trees(self, text: bytes, end: bytes, end_number: int, /) -> tuple[bytes, set[bytes]]:
        """The numbers of all ids in the text of trees, of ``end`` that one, in 4 bytes each; and
        the ids that are not stored."""

class Contents:
    """What trees hold of what is looked for."""

    def __new__(cls, oids: Oids, flags: bytes, names: list[bytes], /) -> Contents:
        """``flags`` says of each object by its number whether it is looked for; ``names`` are,
        whatever has them."""

    def add(self, text: bytes, starts: bytes, numbers: bytes, /) -> None:
        """Takes in trees: their text, where each begins in it, in 8 bytes, and their numbers, in 4.
        The object of an entry that is cut off has no number."""

    def columns(self) -> tuple[list[tuple[bytes, int]], bytes, bytes, bytes]:
        """Name and number of all that is held, and in 4 bytes each: the trees that hold any of it,
        what each of them holds, as positions in that list, and where that of each ends."""

class Walk:
    """The walk through trees of one pack."""

    def __new__(
        cls,
        forest: Forest,
        descriptor: int,
        size: int,
        known: bytes,
        worth_a_reach: int,
        batch: int,
        large: int,
        held: int,
        most: int,
        /,
    ) -> Walk:
        """``known`` says of each entry that it is to be judged (0), or that it is only read for
        what is made from it (1), or neither (2)."""

    def use(
        self,
        kind: int,
        is_tree: bool,
        shortest_base: int,
        worth_a_sample: int,
        context: int,
        id_length: int,
        between: bytes,
        /,
    ) -> None:
        """How what is read of a kind from now on is looked at. If ``id_length`` is 0, no insertion
        is taken for an id."""

    def push(self, numbers: bytes, /) -> None:
        """Takes roots to be read next, in their order, in 4 bytes each."""

    def give(self, number: int, content: bytes, /) -> None:
        """Takes an entry whose content is told: what is made from it is read next."""

    def mark(self, number: int, is_settled: bool, /) -> None:
        """Takes note that an entry matches, or was looked into and holds nothing."""

    def advance(self) -> tuple[int, int]:
        """Reads until there is something to tell: 0 if all was read; 1 if a batch waits to be
        judged, with its kind; 2 if an entry can't be read, with its number. At the end less than
        that may wait of each kind."""

    def failed_base(self) -> bytes | None:
        """The base of what can't be read."""

    def batch(self, kind: int, /) -> tuple[bytes, bytes, bytes, list[int]]:
        """What waits of a kind: its numbers, in 4 bytes each; the small texts; where the text of
        each begins in them, in 8 bytes; and the places of those that are large."""

    def text(self, kind: int, place: int, /) -> bytes:
        """The text of one that waits."""

    def change(self, kind: int, place: int, /) -> tuple[bytes, bytes] | None:
        """The base and the delta of one that waits; None if its text is the whole content."""

    def is_change(self, kind: int, place: int, /) -> bool:
        """Whether the text of one that waits is only what is around a change."""

    def content(self, kind: int, place: int, /) -> bytes | None:
        """All of the content of one that waits; None if that is damaged."""

    def changed(
        self, kind: int, place: int, before: int, after: int, least: int, /
    ) -> tuple[bytes, bytes, int] | None:
        """What changes in one that waits, as ``Changed``: the text, the ends of the zones in 8
        bytes each, and the size. None if it is damaged, or no change, or if its base has less than
        ``least`` bytes, or a NUL."""

    def want(self, kind: int, place: int, /) -> None:
        """Takes note that one that waits is to be looked at."""

    def next(self, kind: int, place: int, /) -> int | None:
        """The next from this place on that is wanted, or is a change to what was marked by now;
        None if there is none."""

    def clear(self, kind: int, /) -> None:
        """Forgets what waits of a kind."""

    def counted(self, kind: int, /) -> tuple[int, int]:
        """How many objects of a kind were taken to be judged since this was asked for, and their
        bytes."""

def read_headers(
    descriptor: int, size: int, offsets: bytes, id_length: int, /
) -> tuple[bytes, bytes, bytes, bytes, dict[int, bytes]]:
    """Kinds, lengths, sizes and parents of the entries at these offsets, and the base's id of each
    ``REF_DELTA``."""

def pack_order(offsets: bytes, width: int, rows: bytes, /) -> tuple[bytes, bytes]:
    """The rows of an index in the order of the pack, in 4 bytes each, and their offsets, in 8:
    ``rows`` if these are sound. ``offsets`` are the index's, in ``width`` bytes each."""

def link_entries(
    offsets: bytes, parents: bytes, kinds: bytes, entry_cost: int, task_count: int, /
) -> tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes]:
    """First children, next siblings, weights, the roots of a known kind, where those of each task
    end among them, what these weigh, and the other roots. Raises ``ValueError`` if an entry is in
    front of what it is made from."""

def apply_delta(base: bytes, delta: bytes, /) -> bytes | None:
    """What a delta makes of its base; None if it is damaged."""

def flagged_refs(
    named: bytes, trees: bytes, flags: bytes, end_number: int, /
) -> tuple[bytes, bytes]:
    """Of what each of the trees named, with ``end_number`` behind it, the numbers whose flag is not
    0, with ``end_number`` behind them; and the trees that named any. All in 4 bytes each."""

def find_candidates(
    flags: bytes,
    wanted: bytes,
    striking: bytes,
    refs: list[tuple[bytes, bytes]],
    parts: list[tuple[int, bytes, Forest]],
    end: int,
    /,
) -> bytes:
    """The flags of all objects, 1 for each that is wanted or may lead to one that is. ``flags`` has
    those that are ``wanted``; these and the ``striking`` trees are told by their numbers, in 4
    bytes each. ``refs`` are the columns of ``TreeRefs`` for each task, with ``end`` behind what
    each tree named; ``parts`` the packs in the order of their numbers: the first number, the row of
    each entry in 4 bytes, and the forest."""
