"""Which files git stores in a form that differs from the work tree's: git-check-attr(1)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import IO

from keyguard.gitrepo.command.answering import AnsweringGit
from keyguard.gitrepo.command.run import git
from keyguard.gitrepo.repository import Repository

_AS_THEY_ARE = (b"unspecified", b"unset", b"lfs")
"""Values of ``filter`` that change nothing of what is published: Git LFS publishes the file."""

_COMMAND = ("check-attr", "--cached", "-z", "--stdin", "filter")
"""The filter is not run, and attributes are those of the index: git would wait for a pipe in the
work tree."""

_FIELDS = 3
"""Of each answer: the path, the attribute, its value."""

AT_A_TIME = 4096
"""Bytes of paths that fit into a pipe: with more, git and keyguard could wait for each other to
read."""


class Filters:
    """Knows the paths that a filter, such as git-crypt, changes on their way into the index."""

    def __init__(self, repository: Repository) -> None:
        self._folder = repository.folder
        self._git = AnsweringGit(_COMMAND, self._folder)

    def among(self, paths: Sequence[bytes]) -> frozenset[bytes]:
        """The paths among these that a filter changes. Raises ``KeyguardError`` if git fails."""
        return frozenset(
            path
            for group in _groups(paths)
            for path, value in self._values(group)
            if value not in _AS_THEY_ARE
        )

    def _values(self, paths: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        question = b"".join(path + b"\0" for path in paths)
        fields = _read_fields(self._git.ask(question), _FIELDS * len(paths))
        if len(fields) < _FIELDS * len(paths):  # it has ended: another says why
            self._git.end()
            fields = git(_COMMAND, self._folder, stdin=question).split(b"\0")[:-1]
        return zip(fields[::_FIELDS], fields[2::_FIELDS], strict=True)


def _groups(paths: Sequence[bytes]) -> Iterator[list[bytes]]:
    group: list[bytes] = []
    room = AT_A_TIME
    for path in paths:
        room -= len(path) + 1
        if group and room < 0:
            yield group
            group, room = [], AT_A_TIME - len(path) - 1
        group.append(path)
    if group:
        yield group


def _read_fields(output: IO[bytes], count: int) -> list[bytes]:
    """So many of what ends with a NUL, or fewer if there are no more."""
    fields: list[bytes] = []
    begun = b""
    while len(fields) < count and (chunk := os.read(output.fileno(), AT_A_TIME)):
        *whole, begun = (begun + chunk).split(b"\0")
        fields += whole
    return fields
