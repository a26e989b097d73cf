"""The content at a path of a commit, read from its trees without git."""

from __future__ import annotations

from keyguard.gitformat.types import CorruptObjectError
from keyguard.gitrepo.discovery import UnusualError
from keyguard.gitrepo.objects.lookup import Lookup
from keyguard.gitrepo.objects.trees import whole_entries
from keyguard.model.patterns import lazy_pattern

MOST_ENTRIES = 1 << 17
"""Entries of trees that are remembered, since callers ask for neighbouring files of commit after
commit.

Even if each tree has one entry, this is more than a path is deep, so no tree is read anew for every
question.
"""
_TREE = lazy_pattern(rb"tree ([0-9a-f]{40,64})\n")
_FOLDER = (b"40000", b"040000")
_REGULAR = (b"100644", b"100755", b"100664")
_LINK = b"120000"

_Entries = dict[bytes, tuple[bytes, str]]


class CommittedFiles:
    """Reads files of commits; each tree once, since most commits share most of their trees."""

    def __init__(self, lookup: Lookup, id_length: int) -> None:
        self._lookup = lookup
        self._id_length = id_length
        self._trees: dict[str, _Entries] = {}
        self._remembered = 0
        self._roots: dict[str, str] = {}

    def read(self, commit: str, path: bytes) -> bytes | None:
        """The content of a file; None if the commit has none there.

        Raises one of ``LEFT_TO_GIT`` where only git can tell, for instance if a link is on the way.
        """
        mode, id_ = self._entry(commit, path)
        if mode == _LINK:
            raise UnusualError
        return self._lookup.find(id_).data if mode in _REGULAR else None

    def has(self, commit: str, path: bytes) -> bool:
        """Whether the commit has anything at a path. Raises like ``read``."""
        return bool(self._entry(commit, path)[1])

    def _entry(self, commit: str, path: bytes) -> tuple[bytes, str]:
        """Mode and id of what is at a path; empty if nothing is."""
        *folders, name = path.split(b"/")
        if not {b"", b".", b".."}.isdisjoint((*folders, name)):
            raise UnusualError
        tree = self._root(commit)
        for folder in folders:
            mode, id_ = self._entries(tree).get(folder, (b"", ""))
            if mode == _LINK:
                raise UnusualError
            if mode not in _FOLDER:
                return b"", ""
            tree = id_
        return self._entries(tree).get(name, (b"", ""))

    def _root(self, commit: str) -> str:
        if commit not in self._roots:
            found = self._lookup.find(commit)
            named = _TREE.match(found.data)
            if found.type != "commit" or named is None:
                raise CorruptObjectError("it is no commit")
            self._roots[commit] = named[1].decode("ascii")
        return self._roots[commit]

    def _entries(self, tree: str) -> _Entries:
        if tree not in self._trees:
            if self._remembered >= MOST_ENTRIES:
                self._trees.clear()
                self._remembered = 0
            found = whole_entries(self._lookup.find(tree).data, self._id_length)
            self._trees[tree] = {name: (mode, id_.hex()) for mode, name, id_ in found}
            self._remembered += len(self._trees[tree])
        return self._trees[tree]
