"""The compiled core tells what the Python walk tells, of packs of all shapes, sound or not."""

from __future__ import annotations

import random
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keyguard.gitformat.delta import Changed, Reach
from keyguard.gitformat.types import GitObject, LargeObject, Unreadable
from keyguard.gitrepo.compiled_core import PYTHON, SWITCH, compiled_core
from keyguard.gitrepo.history import batch, compiled_walk, large_entries, walk
from keyguard.gitrepo.history.reader import ObjectReader
from keyguard.gitrepo.history.tally import Tally
from keyguard.gitrepo.history.visitor import ObjectVisitor
from keyguard.gitrepo.objects.pack_index import PackIndex
from keyguard.gitrepo.objects.store import ObjectStore
from tests.gitrepo.prefilters import (
    AsItIs,
    Containing,
    held,
    hold_no_more_than,
    judge_every_change,
    weigh_changes_as_the_core,
)
from tests.gitrepo.repositories import (
    BLOB,
    COMMIT,
    OFS_DELTA,
    REF_DELTA,
    TAG,
    TREE,
    Entry,
    delta_bytes,
    write_pack,
)

pytestmark = pytest.mark.skipif(compiled_core() is None, reason="the core was not built")

PREFILTER = Containing(rb"abcab|a{5}|new", 5)
WORDS = [
    b"abc",
    b"ab",
    b"cab",
    b"\n",
    b"\0",
    b"40000 ",
    b"100644 new\0",
    b"160000 sub\0",
    b"x" * 90,
]


class Settling:
    """Takes some of what it sees to hold nothing, and then asks for what changes reach."""

    reach = Reach(2, 3)
    max_size = sys.maxsize

    def prepare(self) -> None:
        pass

    def visit(self, found: GitObject) -> tuple[Any, Reach | None]:
        return found, Reach(4, 2) if found.size % 3 else None

    def visit_large(self, found: LargeObject) -> tuple[Any, str]:
        return held(found)

    def is_clean(self, changed: Changed, reach: Reach) -> bool:
        seen = b"|".join(changed.text[max(0, start) : end] for start, end in changed.zones)
        return b"abcab" not in seen


class Told(NamedTuple):
    """All that a reading tells."""

    items: Sequence[Any]
    """In an order of their own: what is made from blobs that are not held comes at another time."""
    tally: Sequence[int]
    unknown: Sequence[str]
    submodules: set[bytes]
    commits: Sequence[str]
    recorded: Sequence[Sequence[object]]


def told_of(
    folder: Path, patch: pytest.MonkeyPatch, core: str, visitor: ObjectVisitor[Any]
) -> Told:
    """What is told of the packs in a folder, read with this core."""
    patch.setenv(SWITCH, core)
    reader = ObjectReader(ObjectStore([str(folder)]), PREFILTER, visitor)
    items: list[Any] = []
    recorded = []
    for outcome in reader.outcomes():
        items += outcome.items
        refs = outcome.recorded
        recorded.append([list(refs.trees), list(refs.named), list(refs.commits), list(refs.roots)])
    items.sort(key=lambda item: tuple(map(str, item)))
    tally = [getattr(reader.tally, name) for name in Tally.__slots__]
    told = Told(items, tally, reader.unknown, reader.submodules, reader.commits(), recorded)
    reader.close()
    return told


def commit(chance: random.Random, id_: bytes) -> bytes:
    """A commit whose header may be wrong."""
    lines = [b"tree %s\n" % id_, *[b"parent %s\n" % id_] * chance.choice([0, 1, 1, 2, 9])]
    lines += chance.choice([[], [b"parent %s" % id_], [b"parent %s\n" % id_.upper()], [b"\nabc"]])
    whole = b"".join(lines[chance.choice([0, 0, 0, 1]) :])
    return whole[: chance.choice([None, None, chance.randrange(100)])]


def contents(chance: random.Random, ids: Sequence[str]) -> Iterator[tuple[int, bytes]]:
    """The kind and the content of objects without end, which name each other or nothing at all."""
    while True:
        kind = chance.choice([BLOB, BLOB, TREE, TREE, COMMIT, TAG])
        known = chance.choice(ids) if ids and chance.random() < 0.9 else "5a" * 20
        if kind == BLOB:
            yield kind, b"".join(chance.choices(WORDS, k=chance.choice([0, 1, 9, 60, 900])))
        elif kind == TREE:
            names = [b"100644 file%d" % chance.randrange(99) for _ in range(chance.randrange(30))]
            named = [bytes.fromhex(chance.choice([*ids, known])) for _ in names]
            yield kind, b"".join(b"%s\0%s" % row for row in zip(names, named, strict=True))
        elif kind == COMMIT:
            yield kind, commit(chance, known.encode())
        else:
            yield kind, b"object %s\ntype commit\n" % known.encode()


def delta_for(chance: random.Random, base: bytes, ids: Sequence[str]) -> tuple[bytes, bytes]:
    """What is made of a base, and the delta that makes it."""
    instructions: list[tuple[int, int] | bytes] = []
    position = 0
    while position < len(base) and len(instructions) < 12:
        size = chance.randrange(len(base) - position + 1)
        instructions.append((position, size))
        new = chance.choice([*WORDS, bytes.fromhex(chance.choice([*ids, "77" * 20]))])
        instructions.append(new)
        skipped = len(new) if chance.random() < 0.7 else chance.randrange(40)
        position += size + skipped
    made = b"".join(
        part if isinstance(part, bytes) else base[part[0] : sum(part)] for part in instructions
    )
    return made, delta_bytes(base, instructions)


def made_up(chance: random.Random, count: int, deep: bool) -> list[Entry]:
    """Entries of every kind. An id is only a name here: what has it can be anything."""
    entries: list[Entry] = []
    known: list[bytes] = []
    ids: list[str] = []
    endless = contents(chance, ids)
    for _ in range(count):
        id_ = (
            chance.randbytes(20).hex() if not ids or chance.random() < 0.95 else chance.choice(ids)
        )
        if known and chance.random() < 0.6:
            number = len(known) - 1 if deep else chance.randrange(len(known))
            content, stored = delta_for(chance, known[number], ids)
            kind = chance.choice([OFS_DELTA, OFS_DELTA, REF_DELTA])
            base: int | str = number if kind == OFS_DELTA else entries[number].id
            if kind == REF_DELTA and chance.random() < 0.1:
                base = chance.choice(["99" * 20, id_])
            entries.append(Entry(id_, kind, stored, base))
        else:
            kind, content = next(endless)
            entries.append(Entry(id_, kind, content))
        known.append(content)
        ids.append(id_)
    return entries


def damage(chance: random.Random, path: Path) -> None:
    """Makes a file wrong in one of several ways."""
    data = bytearray(path.read_bytes())
    way = chance.randrange(4)
    if way == 0:
        del data[chance.randrange(len(data)) :]
    elif way == 1:
        start = chance.randrange(len(data))
        data[start : start + 8] = chance.randbytes(8)
    else:
        for _ in range(way):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def same(folder: Path, chance: random.Random) -> Told:
    """Asserts that both tell the same of a folder, whatever the bounds; what they tell."""
    with pytest.MonkeyPatch.context() as patch:
        weigh_changes_as_the_core(patch)
        if chance.random() < 0.7:
            judge_every_change(patch)
        patch.setattr(walk, "BATCH", chance.choice([1, 100, 10_000]))
        patch.setattr(walk, "HELD", chance.choice([1, 1_000, 100_000]))
        patch.setattr(batch, "LARGE", chance.choice([1, 100, 10_000]))
        reach = chance.choice([0, 3, 64])
        patch.setattr(walk, "WORTH_A_REACH", reach)
        patch.setattr(compiled_walk, "WORTH_A_REACH", reach)
        visitor: AsItIs | Settling = chance.choice([AsItIs(), Settling()])
        visitor.max_size = chance.choice([sys.maxsize, sys.maxsize, 300])
        hold_no_more_than(patch, chance.choice([50, 2_000, 1 << 24]))
        patch.setattr(large_entries, "LARGEST_BASE", chance.choice([300, 1 << 30]))
        expected = told_of(folder, patch, PYTHON, visitor)
        assert told_of(folder, patch, "", visitor) == expected
    return expected


examples = settings(suppress_health_check=[HealthCheck.too_slow])
chances = st.integers(0, 1 << 32).map(random.Random)


@examples
@given(chances, st.integers(0, 80), st.booleans())
def test_both_tell_the_same_of_any_pack(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random, count: int, deep: bool
) -> None:
    folder = tmp_path_factory.mktemp("objects")
    entries = made_up(chance, count, deep)
    write_pack(folder, entries)
    if chance.random() < 0.5:
        thin = [*made_up(chance, 5, deep=False), *chance.sample(entries, k=len(entries) // 3)]
        write_pack(folder, [each for each in thin if each.kind != OFS_DELTA], "pack-other")
    told = same(folder, chance)
    assert len(told.items) <= 2 * count + 10


@examples
@given(chances, st.integers(1, 80), st.booleans(), st.booleans())
def test_both_tell_the_same_of_a_damaged_pack(
    tmp_path_factory: pytest.TempPathFactory,
    chance: random.Random,
    count: int,
    deep: bool,
    has_damaged_index: bool,
) -> None:
    folder = tmp_path_factory.mktemp("objects")
    pack = write_pack(folder, made_up(chance, count, deep))
    damage(chance, pack.with_suffix(".idx") if has_damaged_index else pack)
    same(folder, chance)


def fields_of(pack: Path, chance: random.Random) -> Iterator[int]:
    """Where each entry of a pack has its kind, its size, its base and how it is packed, and a place
    in what is packed."""
    starts = sorted(PackIndex(str(pack.with_suffix(".idx"))).offsets)
    for start, end in zip(starts, [*starts[1:], pack.stat().st_size - 20], strict=True):
        yield from range(start, min(start + 5, end))
        yield chance.randrange(start, end)


def test_a_flipped_bit_in_any_field_of_a_pack_is_told_alike(tmp_path: Path) -> None:
    chance = random.Random(19)
    pack = write_pack(tmp_path, made_up(chance, 12, deep=False))
    sound = pack.read_bytes()
    losses = 0
    for place in list(fields_of(pack, chance)):
        damaged = bytearray(sound)
        damaged[place] ^= 1 << chance.randrange(8)
        pack.write_bytes(damaged)
        told = same(tmp_path, chance)
        losses += any(isinstance(item, Unreadable) for item in told.items)
    assert losses


def test_a_pack_that_ends_within_the_id_of_a_base_is_told_alike(tmp_path: Path) -> None:
    base = b"abcab" * 20
    delta = delta_bytes(base, [(0, len(base)), b"new"])
    entries = [Entry("11" * 20, BLOB, base), Entry("22" * 20, REF_DELTA, delta, "11" * 20)]
    pack = write_pack(tmp_path, entries)
    sound = pack.read_bytes()
    begin = sound.index(b"\x11" * 20)
    for kept in (0, 1, 19, 20):
        pack.write_bytes(sound[: begin + kept])
        same(tmp_path, random.Random(kept))


@pytest.mark.parametrize("size", [0, 1, 31, 32, 33, 16 * 1024, 300_000])
@pytest.mark.parametrize("level", [0, 1, 9])
def test_content_of_every_size_and_level(
    tmp_path: Path, size: int, level: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    compress = zlib.compress
    monkeypatch.setattr(zlib, "compress", lambda data: compress(data, level))
    chance = random.Random(size)
    noise, words = chance.randbytes(size), b" ".join(chance.choices(WORDS, k=size // 9))[:size]
    entries = [Entry(chance.randbytes(20).hex(), BLOB, b"new " + each) for each in (noise, words)]
    write_pack(tmp_path, entries)
    told = same(tmp_path, chance)
    found = {item.data for item in told.items if isinstance(item, GitObject)}
    assert found == {b"new " + noise, b"new " + words}


def test_a_core_of_another_interface_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that was built before the code changed."""
    core = compiled_core()
    assert core is not None
    monkeypatch.setattr(core, "interface", core.interface - 1)
    assert compiled_core() is None
