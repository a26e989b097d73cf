"""The repositories that a list names: lines of a file, or a folder with repositories."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from keyguard.fleet.coordinator.address import identity_of, is_bare_name, name_of, with_base
from keyguard.fleet.network.source import Source, SourceError, source_of
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple
from keyguard.report.redact import Redactor
from keyguard.report.sanitize import well_formed

_COMMENT = lazy_pattern(r"(?:^|\s)#.*")
_TELLING = 8
"""Digits of an id that tell a few repositories apart."""
_NO_FORGE = (
    "there is no folder {!r} here; if that is the name of a repository of a forge, say of which "
    "(--base-url https://github.com)."
)


class LeftOut(NamedTuple):
    """A line or a folder that names no repository."""

    what: str
    """``line 3 of the list``, or a folder's path."""
    reason: str

    @property
    def sentence(self) -> str:
        """What it is and why it was left out, as one sentence."""
        return f"{self.what} is left out: {self.reason}"


class Listed(NamedTuple):
    """The contents of a list."""

    sources: tuple[Source, ...]
    """Each repository once, in the order of the list."""
    left_out: tuple[LeftOut, ...] = ()
    """Lines with a mistake, each with its number."""
    again: int = 0
    """How many lines name a repository that was named before."""

    def shard(self, number: int, count: int) -> Listed:
        """The part of the list for one of ``count`` machines, which are numbered from 1."""
        mine = [each for each in self.sources if shard_of(each, count) == number]
        return self._replace(sources=tuple(mine))


def shard_of(source: Source, count: int) -> int:
    """The shard of a repository: equal on every machine, and for all repositories of one name, so
    that forks stay together."""
    digest = hashlib.sha256(os.fsencode(name_of(source.name))).digest()
    return int.from_bytes(digest[:8], "big") % count + 1


def from_lines(lines: Iterable[str], base: str = "") -> Listed:
    """The contents of a file's lines; ``base`` is put before an ``owner/name``.

    A bad line is a problem, and no reason to stop.
    """
    sources, left_out = [], []
    for number, line in enumerate(lines, 1):
        text = _COMMENT.sub("", line.lstrip("\ufeff")).strip()
        if not text:
            continue
        try:
            sources.append(_source_of(text, base))
        except SourceError as error:
            left_out.append(LeftOut(f"line {number} of the list", str(error)))
    return _once(sources, left_out)


def from_folder(folder: Path) -> Listed:
    """The repositories below a folder, or the folder itself, in the order of their paths."""
    sources, left_out = [], []
    for path in sorted(os.path.abspath(path) for path in _repositories(os.fspath(folder))):
        try:
            sources.append(source_of(path))
        except SourceError as error:
            left_out.append(LeftOut(repr(path), str(error)))
    return _once(sources, left_out)


def _source_of(text: str, base: str) -> Source:
    if not base and is_bare_name(text):
        raise SourceError(_NO_FORGE.format(text))
    return source_of(os.path.expanduser(with_base(text, base)))


def _once(sources: Iterable[Source], left_out: Iterable[LeftOut]) -> Listed:
    listed = list(sources)
    once: dict[str, Source] = {}
    for source in listed:
        once.setdefault(identity_of(well_formed(source.name)), source)
    clean = Redactor(()).clean
    named = (each._replace(name=_name_to_keep(each, clean)) for each in once.values())
    told = (LeftOut(clean(each.what), clean(each.reason)) for each in left_out)
    return Listed(tuple(named), tuple(told), len(listed) - len(once))


def _name_to_keep(source: Source, clean: Callable[[str], str]) -> str:
    """A name without any key; two that differ in their keys alone are told apart by their ids."""
    name = well_formed(source.name)
    masked = clean(name)
    return name if masked == name else f"{masked}#{source.id[:_TELLING]}"


def _repositories(folder: str) -> Iterator[str]:
    """Every repository, bare or not. What lies within one is a part of it."""
    if _is_git_directory(folder) or os.path.lexists(os.path.join(folder, ".git")):
        yield folder
        return
    try:
        entries = [each for each in os.scandir(folder) if each.is_dir(follow_symlinks=False)]
    except PermissionError:
        yield folder  # it is told as one that can't be read
        return
    for entry in entries:
        yield from _repositories(entry.path)


def _is_git_directory(folder: str) -> bool:
    """As git sees one: setup.c, is_git_directory."""
    return all(os.path.lexists(os.path.join(folder, name)) for name in ("HEAD", "objects", "refs"))
