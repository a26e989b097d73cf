"""Repositories to measure on: those of others, read only, and made-up ones that look like code."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_VOCABULARY = """
account address amount append batch buffer cache channel client close config connect context
count cursor customer data delay delete encode entry error event fetch field filter find flag
format frame group handle header index insert item join key length limit list load lock log map
match message method name next node offset option order output page parse path payload pool port
query queue read record remove render request reset result retry route row save schema search
send session size socket sort source start state status store stream string table tag task time
token total trace type update user value verify version view window worker write
"""
WORDS = _VOCABULARY.split()
SHAPES = (
    "    {a}_{b} = {c}.{d}({e}, {n})",
    "    if {a}.{b} is None or {c} > {n}:",
    '    log.debug("{a} {b} %s", {c}_{d})',
    "    return {a}({b}={c}, {d}={n})",
    "    for {a} in {b}.{c}({d}):",
    "def {a}_{b}({c}, {d}_{e}={n}):",
    "    # The {a} of a {b} must {c} before its {d}.",
    "",
)
"""Lines of code, as far as a compressor can tell."""
IDENTITY = b"Ada Author <ada@example.org>"
EPOCH = 1_700_000_000
HOUR = 3_600


@dataclass(frozen=True)
class Recipe:
    """What a made-up repository is made of. The same recipe gives the same commit ids."""

    files: int = 400
    commits: int = 400
    changed: int = 60
    """Files that a commit changes."""
    lines: int = 200
    """Lines of a file at first."""
    seed: int = 0


@dataclass(frozen=True)
class Sizes:
    """Of one repository; sizes are in bytes."""

    blobs: int
    content: int
    """The sum of all blobs, each in full."""
    packs: int

    @property
    def facts(self) -> dict[str, str]:
        """As columns of a table."""
        return {
            "blobs": f"{self.blobs:,}",
            "their sum": f"{self.content / 1e6:,.0f} MB",
            "packs": f"{self.packs / 1e6:,.1f} MB",
        }


def git(*arguments: str | Path, folder: Path | None = None) -> str:
    """What git prints. Raises ``CalledProcessError`` if it fails."""
    finished = subprocess.run(
        ["git", *arguments], cwd=folder, stdout=subprocess.PIPE, check=True, text=True
    )
    return finished.stdout.rstrip("\n")


def git_dir(repository: Path) -> Path:
    """The git directory that all work trees of a repository share."""
    return Path(git("rev-parse", "--path-format=absolute", "--git-common-dir", folder=repository))


def sizes(repository: Path) -> Sizes:
    """Asks git for every object."""
    listing = git(
        "cat-file", "--batch-all-objects", "--batch-check=%(objecttype) %(objectsize)",
        folder=repository,
    )  # fmt: skip
    blobs = [int(line[5:]) for line in listing.splitlines() if line.startswith("blob ")]
    packs = (git_dir(repository) / "objects" / "pack").glob("*.pack")
    return Sizes(len(blobs), sum(blobs), sum(pack.stat().st_size for pack in packs))


def make(folder: Path, recipe: Recipe) -> Path:
    """A bare repository in ``folder``, or the one that was made there before; packed tightly."""
    if (folder / "packed-refs").exists():
        return folder
    git("init", "--quiet", "--bare", "--initial-branch=main", folder)
    importing = subprocess.Popen(
        ["git", "fast-import", "--quiet", "--force"], cwd=folder, stdin=subprocess.PIPE
    )
    assert importing.stdin is not None
    with importing, importing.stdin as stream:
        for part in _commits(recipe):
            stream.write(part)
    git("repack", "-a", "-d", "-f", "-q", "--window=20", "--depth=50", folder=folder)
    git("pack-refs", "--all", folder=folder)
    return folder


def copy(repository: Path, folder: Path) -> Path:
    """A work tree of HEAD whose git directory lies elsewhere, so that nobody reads that as files.

    Objects are shared with ``repository``, which is not touched.
    """
    tree = folder / "tree"
    git(
        "clone", "--quiet", "--shared", "--no-tags", f"--separate-git-dir={folder / 'git'}",
        repository.resolve(), tree,
    )  # fmt: skip
    return tree


def _commits(recipe: Recipe) -> Iterator[bytes]:
    """A stream for git-fast-import(1). The first commit holds every file."""
    source = random.Random(recipe.seed)
    files = [[_line(source) for _ in range(recipe.lines)] for _ in range(recipe.files)]
    for number in range(recipe.commits):
        when = b"%d +0000" % (EPOCH + number * HOUR)
        message = f"Change {number}\n".encode()
        yield b"commit refs/heads/main\ncommitter %s %s\n" % (IDENTITY, when)
        yield b"data %d\n%s" % (len(message), message)
        everything = range(recipe.files)
        chosen = source.sample(everything, recipe.changed) if number else everything
        for index in chosen:
            if number:
                _edit(files[index], source)
            content = "\n".join(files[index]).encode()
            yield b"M 100644 inline %s\n" % _name(index)
            yield b"data %d\n%s\n" % (len(content), content)


def _edit(lines: list[str], source: random.Random) -> None:
    """Changes a few neighbouring lines, as a commit does."""
    start = source.randrange(len(lines))
    removed = source.randint(0, 3)
    added = removed if len(lines) > 2 * start else source.randint(0, 3)
    lines[start : start + removed] = [_line(source) for _ in range(max(1, added))]


def _line(source: random.Random) -> str:
    a, b, c, d, e = source.choices(WORDS, k=5)
    return source.choice(SHAPES).format(a=a, b=b, c=c, d=d, e=e, n=source.randrange(1_000))


def _name(index: int) -> bytes:
    folder, word = WORDS[index % 17], WORDS[index % len(WORDS)]
    return os.fsencode(f"src/{folder}/{word}_{index}.py")
