"""Histories at random, and a slow and simple account of what stood where in them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from keyguard.model import State
from tests.tools import Repository

PATHS = (
    b"a", b"b.py", b"dir/a", b"dir/deep/er/a", b"dir/deep/b.py", b"other/dir/a", b"twin/a",
    b"line\nbreak/a\tb", b"not \xff utf-8/\xfe", b":(glob)*", b':"quoted"', b"sp ace /a ", b"A",
)  # fmt: skip
CONTENTS = (b"", *(b"content %d\n" % number for number in range(12)))
WIDE = (b"", b"dir/", b"other/dir/")
ID_DIGITS = {"sha1": 40, "sha256": 64}

Found = set[tuple[bytes, State, str | None]]
"""Path, state and the id of the first commit."""
FileListing = dict[bytes, str]
"""Path -> blob."""


def write_random_history(
    repository: Repository, chance: random.Random, commits: int = 40, filler: int = 0
) -> None:
    """Branches that fork, merge (honestly or not, several at once) and begin anew.

    Files come, change, move, are copied, go and return. Clocks go wrong. Some branches are deleted
    in the end, so what only they had is reachable no more. ``filler`` more files in some folders
    make their trees large.
    """
    id_digits = ID_DIGITS[repository.git("rev-parse", "--show-object-format")]
    snapshots: list[dict[bytes, bytes]] = []
    stream: list[bytes] = []
    for number in range(commits):
        count = chance.choice([0, 1, 1, 1, 1, 2, 2, 3]) if number else 0
        recent = range(max(0, number - 8), number)
        parents = chance.sample(recent, min(count, len(recent)))
        files = {b"%sfiller%d" % (folder, n): b"" for folder in WIDE for n in range(filler)}
        for parent in reversed(parents):
            files |= snapshots[parent]
        for _ in range(chance.choice([0, 1, 1, 2, 3])):
            _edit(files, chance)
        snapshots.append(files)
        stream += _commit(number, parents, files, chance, id_digits)
    repository.git("fast-import", "--quiet", "--force", stdin=b"".join(stream))
    repository.git("update-ref", "refs/heads/main", f"refs/commits/{chance.randrange(commits)}")
    deleted = [number for number in range(commits) if chance.random() < 0.85]
    commands = "".join(f"delete refs/commits/{number}\n" for number in deleted)
    repository.git("update-ref", "--stdin", stdin=commands.encode())


def commit_ids(repository: Repository, *revisions: str) -> list[str]:
    """Parents first, as git sorts them."""
    order = ("rev-list", "--topo-order", "--reverse")
    return repository.git(*order, *revisions, GIT_NO_REPLACE_OBJECTS="1").split()


def stored(repository: Repository, type_: str) -> list[str]:
    """The ids of all objects of a type."""
    listing = repository.git(
        "cat-file", "--batch-all-objects", "--batch-check=%(objecttype) %(objectname)"
    )
    rows = (line.split() for line in listing.splitlines())
    return [id_ for found, id_ in rows if found == type_]


@dataclass
class Account:
    """Reads every snapshot in full: what the attribution is measured by."""

    repository: Repository
    _read: ClassVar[dict[str, FileListing]] = {}
    """Of commits in all repositories: an id says what a commit holds."""

    def snapshot(self, commit: str) -> FileListing:
        if commit not in self._read:
            listing = self.repository.git(
                "ls-tree", "-r", "-z", commit, GIT_NO_REPLACE_OBJECTS="1"
            ).encode("utf-8", "surrogateescape")
            rows = (line.partition(b"\t") for line in listing.split(b"\0")[:-1])
            self._read[commit] = {
                path: description.split()[2].decode() for description, _, path in rows
            }
        return self._read[commit]

    def anywhere(self, wanted: Sequence[str | bytes]) -> dict[str | bytes, Found]:
        """Where each blob (by its id) and each name (in bytes) stood, and who had it first."""
        head = self.repository.git("rev-parse", "HEAD")
        reachable = commit_ids(self.repository, "--all", "HEAD")
        rest = commit_ids(
            self.repository, *stored(self.repository, "commit"), "--not", "--all", "HEAD"
        )
        found = self._first(reachable, wanted, State.HISTORY)
        current = self._first([head], wanted, State.HEAD)
        for key, places in current.items():
            now = {path for path, _, _ in places}
            found[key] = {
                (path, State.HEAD if path in now else state, commit)
                for path, state, commit in found[key]
            }
        missing = [key for key in wanted if key not in found]
        return found | self._first(rest, missing, State.UNREACHABLE)

    def brought_by(self, commits: Sequence[str]) -> dict[str, set[tuple[bytes, str]]]:
        """Blob -> each path, and the first commit that has it there while no parent has."""
        found: dict[str, dict[bytes, str]] = {}
        for commit in commits:
            parents = self.repository.git("rev-parse", f"{commit}^@").split()
            before = [self.snapshot(parent).items() for parent in parents]
            for path, blob in self.snapshot(commit).items():
                if not any((path, blob) in items for items in before):
                    found.setdefault(blob, {}).setdefault(path, commit)
        return {blob: set(by_path.items()) for blob, by_path in found.items()}

    def _first(
        self, commits: Sequence[str], wanted: Sequence[str | bytes], state: State
    ) -> dict[str | bytes, Found]:
        first: dict[str | bytes, dict[bytes, str]] = {}
        for commit in commits:
            for path, blob in self.snapshot(commit).items():
                for key, place in _keys(path, blob):
                    if key in wanted:
                        first.setdefault(key, {}).setdefault(place, commit)
        return {
            key: {(path, state, commit) for path, commit in by_path.items()}
            for key, by_path in first.items()
        }


def _keys(path: bytes, blob: str) -> Iterator[tuple[str | bytes, bytes]]:
    yield blob, path
    parts = path.split(b"/")
    for end in range(1, len(parts) + 1):
        yield parts[end - 1], b"/".join(parts[:end])


def _edit(files: dict[bytes, bytes], chance: random.Random) -> None:
    path, other = chance.sample(PATHS, 2)
    action = chance.choice(["write", "write", "write", "copy", "move", "remove"])
    if action == "write":
        files[path] = chance.choice(CONTENTS)
    elif path in files:
        if action != "remove":
            files[other] = files[path]
        if action != "copy":
            del files[path]


def _commit(
    number: int,
    parents: Sequence[int],
    files: dict[bytes, bytes],
    chance: random.Random,
    id_digits: int,
) -> Iterator[bytes]:
    when = 1_700_000_000 + 60 * number + chance.choice([0, 0, 0, -100_000, 100_000])
    yield b"commit refs/commits/%d\nmark :%d\n" % (number, number + 1)
    yield b"author \xc3\x84da <a@example.org> %d -0330\n" % when
    yield b"committer C <c@example.org> %d +0000\ndata 0\n" % when
    for place, parent in enumerate(parents):
        yield b"%s :%d\n" % (b"merge" if place else b"from", parent + 1)
    yield b"deleteall\n"
    for path, content in files.items():
        quoted = b"".join(b"\\%03o" % byte for byte in path)
        yield b'M 100644 inline "%s"\ndata %d\n%s\n' % (quoted, len(content), content)
    if chance.random() < 0.2:
        yield b"M 160000 %s submodule\n" % (b"%x" % (number + 1)).rjust(id_digits, b"0")
    yield b"\n"
