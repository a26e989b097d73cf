"""Versions of a made-up tree, each a delta of the one before, cut as chance will have it."""

import hashlib
import random
from collections.abc import Iterator, Sequence

from tests.gitrepo.repositories import OFS_DELTA, TREE, Entry, blob_id, delta_bytes, whole

STORED = [b"%d" % number for number in range(12)]
ELSEWHERE = "ab" * 20
MODES = [b"100644", b"100755", b"0100644"]


def tree_of(
    chance: random.Random, names: dict[bytes, str], others: Sequence[str] = (ELSEWHERE,)
) -> bytes:
    for _ in range(chance.randrange(1, 4)):
        word = b"b" * chance.choice([1, 3, 20, 90, 200]) + b"c" * chance.randrange(3)
        if names and chance.random() < 0.6:
            name = chance.choice(sorted(names))
            position = chance.randrange(len(name) + 1)
            word = name[:position] + chance.choice([b"a", b"b", b"c", b""]) + name[position:]
            names.pop(name)
        names[word] = chance.choice([blob_id(chance.choice(STORED)), *others])
        if chance.random() < 0.3:
            names.pop(chance.choice(sorted(names)))
        if others and chance.random() < 0.05:
            names[chance.choice([b"gone", b"c" * 70])] = hashlib.sha1(word).hexdigest()
    return b"".join(
        (b"160000 " if id_ == ELSEWHERE else chance.choice(MODES) + b" ")
        + name + b"\0" + bytes.fromhex(id_)
        for name, id_ in sorted(names.items())
    )  # fmt: skip


def delta_between(chance: random.Random, base: bytes, result: bytes) -> bytes:
    """Copies as short or as long as chance will have them."""
    shortest = chance.choice([1, 4, 16])
    instructions: list[tuple[int, int] | bytes] = []
    for start, size, added in copies(base, result, shortest):
        middle = chance.randrange(size) if size else 0
        instructions += [(start, middle), (start + middle, size - middle)] if size else []
        instructions += [added] if added else []
    return delta_bytes(base, instructions)


def copies(base: bytes, result: bytes, shortest: int) -> Iterator[tuple[int, int, bytes]]:
    """What of the base comes next, as start and size, and what is added behind it.

    What follows the last copy is preferred, else the first place that has so many bytes alike.
    """
    places: dict[bytes, int] = {}
    for place in range(len(base) - shortest + 1):
        places.setdefault(base[place : place + shortest], place)
    at = following = 0
    while at < len(result):
        wanted = result[at : at + shortest]
        start = following if base.startswith(wanted, following) else places.get(wanted, -1)
        size = 0 if start < 0 else alike(base[start:], result[at:])
        begin = at = at + size
        following = start + size
        while at < len(result) and result[at : at + shortest] not in places:
            at += 1
        yield max(start, 0), size, result[begin:at]


def alike(first: bytes, second: bytes) -> int:
    """How many bytes they begin with are the same."""
    differ = (n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b)
    return next(differ, min(len(first), len(second)))


def trees_of_deltas(
    chance: random.Random, others: Sequence[str] = (ELSEWHERE,)
) -> tuple[list[bytes], list[Entry]]:
    """Versions of a tree, and a pack in which each but the first is a delta of the one before.

    Besides stored blobs they hold ``others``.
    """
    names: dict[bytes, str] = {}
    contents = [tree_of(chance, names, others)]
    made = [whole(data) for data in STORED]
    made.append(Entry(tree_id(contents[0]), TREE, contents[0]))
    for _ in range(8):
        tree = tree_of(chance, names, others)
        if tree not in contents:
            delta = delta_between(chance, contents[-1], tree)
            made.append(Entry(tree_id(tree), OFS_DELTA, delta, len(made) - 1))
            contents.append(tree)
    return contents, made


def tree_id(tree: bytes) -> str:
    return hashlib.sha1(b"tree %d\0%b" % (len(tree), tree)).hexdigest()
