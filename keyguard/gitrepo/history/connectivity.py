"""Whether every object that another one names is stored: how a gap in a history is noticed.

Trees are searched many at a time, at the speed of an expression, and most of them only where they
change. Only a tree that holds an unknown id is parsed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, islice

from keyguard.gitformat.pack_entry import EntryKind
from keyguard.gitrepo.history.compiled_columns import CompiledOidNumbers
from keyguard.gitrepo.history.oid_numbers import MISSING, OidNumbers
from keyguard.gitrepo.objects.tree_delta import CUT, NEXT_ENTRY
from keyguard.gitrepo.objects.trees import MODE, SUBMODULE, entries, gitlinks, is_sound
from keyguard.gitrepo.provenance.recorded import END, NO_DATE, RecordedRefs
from keyguard.model.patterns import lazy_pattern

REMEMBERED = 50_000
"""Ids that are not looked up again, since neighbouring trees name nearly the same ones."""
_COMMITTED = lazy_pattern(rb"author [^\n]*\ncommitter [^\n<>]*<[^\n<>]*> ([0-9]{1,18}) [^\n<>]*\n")
"""What follows the parents, with the seconds since 1970 (gitformat-commit)."""
ENOUGH = 100
"""Unknown ids that prove a gap; after so many, keyguard looks for no more."""


class LinkCheck:
    """Collects the ids that objects name, and whether each is stored."""

    def __init__(self, stored: OidNumbers, id_length: int) -> None:
        self.unknown: set[bytes] = set()
        """Ids in binary that are named and not stored; all of them, or at least ``ENOUGH``."""
        self.submodules: set[bytes] = set()
        """What the folders of other repositories are called."""
        self.unusual: dict[int, bytes] = {}
        """By the entry in the pack of each tree that is not as git writes them: the same tree, as
        git would write it."""
        self.damaged: list[int] = []
        """The entries in the pack of those that git does not read."""
        self.recorded = RecordedRefs()
        end = self._end = os.urandom(id_length)  # hostile trees can't foretell it
        self.between_trees = NEXT_ENTRY + CUT + b"\0" + end + NEXT_ENTRY + CUT
        """Has to stand behind the text of each tree."""
        self.id_length = id_length
        self._stored = stored
        self._in_tree = re.compile(rb"\0(?=(.{%d})%s )" % (id_length, MODE), re.DOTALL)
        self._header = _header_pattern(id_length)
        self._always_known = {end: END}
        self._numbers = dict(self._always_known)
        self._strange: dict[bytes, set[bytes]] = {}
        """Ids that are not stored, with the entries in which they were seen."""

    @property
    def has_enough(self) -> bool:
        """Whether so much is missing that no further tree is parsed: the texts of trees must then
        show no false id."""
        return len(self.unknown) >= ENOUGH

    @property
    def missing(self) -> set[bytes]:
        """All ids that are named and not stored, those of submodules included, unless it has
        enough."""
        return self.unknown.union(self._strange)

    def take_apart(self, entry: int, tree: bytes) -> None:
        """Notes what a tree names that is not as git writes trees; ``entry`` is its entry in the
        pack."""
        whole = [each for each in entries(tree, self.id_length) if len(each[2]) == self.id_length]
        self.unusual[entry] = b"".join(
            b"%s%s\0%s" % (SUBMODULE + b" " if mode == SUBMODULE else NEXT_ENTRY, name, id_)
            for mode, name, id_ in whole
        )
        if not is_sound(tree, self.id_length):
            self.damaged.append(entry)

    def look_into_trees(self, numbers: Iterable[int], text: bytes) -> set[bytes]:
        """Notes what trees name.

        ``numbers`` are the trees' numbers, and ``text`` is what each adds to its base, followed by
        ``between_trees``. Returns the ids that are not stored, if any of them is new; they may be
        those of submodules.
        """
        self.recorded.trees.extend(numbers)
        lacking = self._note_ids(text)
        if self.has_enough:
            return set()
        for id_ in lacking:
            self._strange.setdefault(id_, set())
        return {
            id_ for id_ in lacking if text.count(id_) > sum(map(text.count, self._strange[id_]))
        }

    def _note_ids(self, text: bytes) -> set[bytes]:
        """Takes note of all ids in the text of trees. Returns those that are not stored."""
        named = self.recorded.named
        if isinstance(self._stored, CompiledOidNumbers):
            numbers, lacking = self._stored.in_trees(text, self._end, END)
            named.frombytes(numbers)
            return lacking
        listed = self._in_tree.findall(text)
        if len(self._numbers) > REMEMBERED:
            self._numbers = dict(self._always_known)
        new = list(set(listed).difference(self._numbers))
        self._numbers.update(zip(new, self._stored.numbers(new), strict=True))
        found = [*map(self._numbers.__getitem__, listed)]
        named.fromlist(found)
        if MISSING not in found:
            return set()
        return {id_ for id_, number in zip(listed, found, strict=True) if number == MISSING}

    def look_into_tree(self, number: int, tree: bytes) -> None:
        """Parses a tree if it holds an id that is not stored."""
        strange = self.look_into_trees([number], tree + self.between_trees)
        if strange:
            self.unknown.update(strange.intersection(_tree_ids(tree, self.id_length)))
            self.submodules.update(gitlinks(tree, self.id_length))
            for mode, name, id_ in entries(tree, self.id_length):
                if id_ in self._strange:
                    self._strange[id_].add(mode + b" " + name + b"\0" + id_)

    def look_into_joined_commits(
        self, numbers: Iterable[int], text: bytes, starts: Sequence[int], behind: int
    ) -> None:
        """Notes what commits name: they begin at ``starts`` of a text, and ``behind`` bytes follow
        each."""
        if isinstance(self._stored, CompiledOidNumbers):
            found = self._stored.in_commits(text, starts, behind, END)
            self.recorded.commits.extend(compress(numbers, found.named))
            self.recorded.roots.frombytes(found.roots)
            self.recorded.parents.frombytes(found.parents)
            self.recorded.dates.frombytes(found.dates)
            self.unknown |= found.lacking
            return
        bounds = zip(starts, [*starts[1:], len(text)], strict=True)
        self.look_into_commits(numbers, [text[start : stop - behind] for start, stop in bounds])

    def look_into_commits(self, numbers: Iterable[int], texts: Iterable[bytes]) -> None:
        """Notes what commits name."""
        matched = zip(numbers, map(self._header.match, texts), strict=True)
        headers = [(number, header) for number, header in matched if header]
        named = [_ids_of(header) for _, header in headers]
        found = iter(self._look_up(chain.from_iterable(named)))
        recorded = self.recorded
        for (number, header), ids in zip(headers, named, strict=True):
            recorded.commits.append(number)
            recorded.roots.append(next(found))
            recorded.parents.extend(islice(found, len(ids) - 1))
            recorded.parents.extend([END] if header["broken"] is None else [MISSING, END])
            date = _COMMITTED.match(header.string, header.end())
            recorded.dates.append(int(date[1]) if date else NO_DATE)

    def look_into_tags(self, tags: Iterable[bytes]) -> None:
        """Notes what tags name."""
        ids = [id_ for text in tags for id_ in _header_ids(self._header, text)]
        self.recorded.tagged.extend(self._look_up(ids))

    def _look_up(self, hexadecimal: Iterable[bytes]) -> list[int]:
        ids = _from_hex(hexadecimal, self.id_length)
        numbers = self._stored.numbers(ids)
        if MISSING in numbers:
            found = zip(ids, numbers, strict=True)
            self.unknown.update(id_ for id_, number in found if number == MISSING)
        return numbers


def linked_ids(kind: EntryKind, data: bytes, id_length: int) -> Iterable[bytes]:
    """The binary ids of the objects that an object needs."""
    if kind == EntryKind.TREE:
        return _tree_ids(data, id_length)
    if kind == EntryKind.BLOB:
        return ()
    return _from_hex(_header_ids(_header_pattern(id_length), data), id_length)


def _tree_ids(tree: bytes, id_length: int) -> Iterator[bytes]:
    """The ids in a tree, but those of submodules, which are in other repositories."""
    for mode, _, id_ in entries(tree, id_length):
        if mode != SUBMODULE and len(id_) == id_length:
            yield id_


def _header_pattern(id_length: int) -> re.Pattern[bytes]:
    id_ = b"[0-9a-f]{%d}" % (2 * id_length)
    parents = b"(?P<parents>(?:parent %s\n)*)(?P<broken>(?=parent ))?" % id_
    return re.compile(b"(?:tree|object) (?P<first>%s)\n" % id_ + parents)


def _header_ids(pattern: re.Pattern[bytes], text: bytes) -> list[bytes]:
    """The ids at the beginning of a commit or tag, in hexadecimal."""
    header = pattern.match(text)
    return _ids_of(header) if header else []


def _ids_of(header: re.Match[bytes]) -> list[bytes]:
    return [header["first"], *header["parents"].split()[1::2]]


def _from_hex(ids: Iterable[bytes], id_length: int) -> list[bytes]:
    joined = bytes.fromhex(b"".join(ids).decode("ascii"))
    return [joined[start : start + id_length] for start in range(0, len(joined), id_length)]
