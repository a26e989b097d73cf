"""Every object of a repository, however it is stored; git itself is the oracle."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyguard.gitformat.types import CorruptObjectError, GitObject
from keyguard.gitrepo.history import batch, reader, walk
from keyguard.gitrepo.objects.store import ObjectStore
from tests.gitrepo.prefilters import SECRET, Containing, by_id, judge_every_change, read, reader_of
from tests.gitrepo.repositories import (
    OFS_DELTA,
    REF_DELTA,
    Entry,
    all_objects,
    blob_id,
    delta_bytes,
    objects_folder,
    whole,
    write_history,
    write_pack,
)
from tests.tools import Repository


def keep_loose(repository: Repository) -> None:
    packs = objects_folder(repository) / "pack"
    aside = repository.path / "aside"
    packs.rename(aside)
    packs.mkdir()
    for pack in aside.glob("*.pack"):
        repository.git("unpack-objects", "-q", stdin=pack.read_bytes())


def repack(*options: str, **config: str) -> Callable[[Repository], None]:
    def change(repository: Repository) -> None:
        for name, value in config.items():
            repository.git("config", name.replace("_", "."), value)
        repository.git("repack", "-adfq", *options)

    return change


def two_packs_with_the_same_objects(repository: Repository) -> None:
    repack("--depth=0")(repository)
    aside = repository.path / "aside"
    shutil.copytree(objects_folder(repository) / "pack", aside)
    write_history(repository, commits=5, seed=1)
    repack("--depth=50")(repository)
    for file in aside.iterdir():
        shutil.copy(file, objects_folder(repository) / "pack" / file.name)


def packs_and_loose_copies(repository: Repository) -> None:
    repack()(repository)
    pack = next((objects_folder(repository) / "pack").glob("*.pack"))
    content = pack.read_bytes()
    aside = repository.path / "aside"
    (objects_folder(repository) / "pack").rename(aside)
    repository.git("unpack-objects", "-q", stdin=content)
    aside.rename(objects_folder(repository) / "pack")


LAYOUTS = {
    "as imported": lambda repository: None,
    "loose": keep_loose,
    "no deltas": repack("--depth=0"),
    "shallow chains": repack("--depth=3", "--window=20"),
    "usual": repack("--depth=50", "--window=10"),
    "chains without end": repack("--depth=4095", "--window=50"),
    "deltas by id": repack("--depth=50", repack_useDeltaBaseOffset="false"),
    "index of version 1": repack(pack_indexVersion="1"),
    "reverse index": repack(pack_writeReverseIndex="true"),
    "multi-pack-index": repack("--write-midx"),
    "two packs": two_packs_with_the_same_objects,
    "packs and loose copies": packs_and_loose_copies,
}


@pytest.fixture(scope="module", params=["sha1", "sha256"])
def history(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    folder = tmp_path_factory.mktemp(request.param) / "repository"
    repository = Repository.create(folder, f"--object-format={request.param}")
    write_history(repository)
    return repository


@pytest.fixture(scope="module", params=LAYOUTS.values(), ids=LAYOUTS)
def laid_out(
    request: pytest.FixtureRequest, history: Repository, tmp_path_factory: pytest.TempPathFactory
) -> Repository:
    """Made once: tests only read it."""
    repository = history.copy(tmp_path_factory.mktemp("laid out") / "copy")
    request.param(repository)
    return repository


@pytest.fixture(scope="module")
def expected(laid_out: Repository) -> dict[str, GitObject]:
    return all_objects(laid_out)


def test_every_object_is_read_once_from_every_layout(
    laid_out: Repository, expected: dict[str, GitObject]
) -> None:
    reader = reader_of(objects_folder(laid_out))
    assert by_id(list(reader)) == expected
    assert reader.total == reader.tally.objects == len(expected)
    assert reader.tally.bytes == sum(len(found.data) for found in expected.values())
    assert reader.commits() == sorted(
        found.id for found in expected.values() if found.type == "commit"
    )


def test_what_the_prefilter_wants_is_found_in_every_layout(
    laid_out: Repository, expected: dict[str, GitObject]
) -> None:
    wanted = {found for found in expected.values() if b"secret" in found.data}
    assert wanted
    assert set(read(objects_folder(laid_out), SECRET)) == wanted


def test_any_object_is_found_by_its_id(
    laid_out: Repository, expected: dict[str, GitObject]
) -> None:
    store = ObjectStore([objects_folder(laid_out)])
    for id_, found in expected.items():
        assert store.find(id_) == found
    with pytest.raises(CorruptObjectError, match="missing"):
        store.find("12" * (len(id_) // 2))


def test_any_number_of_jobs_gives_the_same_in_the_same_order(
    laid_out: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "WORTH_A_PROCESS", 0)
    alone = read(objects_folder(laid_out), SECRET, jobs=1)
    assert read(objects_folder(laid_out), SECRET, jobs=2) == alone
    assert read(objects_folder(laid_out), SECRET, jobs=3) == alone


def test_alternates_are_followed_wherever_they_lead(repository: Repository) -> None:
    write_history(repository, commits=5)
    main = objects_folder(repository)
    near, far = repository.path / "near", repository.path / "far"
    for folder, others in (
        (near, b'# a comment\n"../f\\141r"\n'),
        (far, b"%s\n../near" % os.fsencode(main)),
    ):
        (folder / "info").mkdir(parents=True)
        (folder / "info" / "alternates").write_bytes(others)
    write_pack(far, [whole(b"borrowed from afar")])
    expected = {*all_objects(repository), blob_id(b"borrowed from afar")}
    assert by_id(read(near)).keys() == expected


def test_a_chain_of_4095_deltas(repository: Repository) -> None:
    content = b"".join(b"line %d\n" % number for number in range(500))
    entries = [whole(content)]
    for number in range(4095):
        middle = number * 7 % len(content)
        new = content[:middle] + b"%d" % number + content[middle:]
        instructions = [(0, middle), b"%d" % number, (middle, len(content) - middle)]
        delta = delta_bytes(content, instructions)
        entries.append(Entry(blob_id(new), OFS_DELTA, delta, len(entries) - 1))
        content = new
    write_pack(objects_folder(repository), entries)
    found = by_id(read(objects_folder(repository)))
    assert found.keys() == {entry.id for entry in entries}
    assert all(blob_id(item.data) == id_ for id_, item in found.items())
    assert ObjectStore([objects_folder(repository)]).find(entries[-1].id).data == content


def test_bases_in_other_packs_and_loose(repository: Repository) -> None:
    folder = objects_folder(repository)
    far, loose = b"in another pack " * 9, b"loose " * 9
    loose_id = repository.git("hash-object", "-w", "--stdin", stdin=loose)
    write_pack(folder, [whole(far)], "pack-far")
    made = [
        Entry(blob_id(base + b"!"), REF_DELTA, delta_bytes(base, [(0, len(base)), b"!"]), id_)
        for base, id_ in ((far, blob_id(far)), (loose, loose_id))
    ]
    write_pack(folder, made, "pack-thin")
    assert {item.data for item in read(folder)} == {far, loose, far + b"!", loose + b"!"}


def test_a_base_that_stands_behind_its_delta(repository: Repository) -> None:
    folder = objects_folder(repository)
    base = b"the base " * 9
    delta = Entry(
        blob_id(base + b"!"), REF_DELTA, delta_bytes(base, [(0, len(base)), b"!"]), blob_id(base)
    )
    write_pack(folder, [delta, whole(base)])
    assert {item.data for item in read(folder)} == {base, base + b"!"}


def test_offsets_beyond_4_gib(tmp_path: Path) -> None:
    contents = b"near", b"far away", b"far away!"
    delta = Entry(blob_id(contents[2]), OFS_DELTA, delta_bytes(contents[1], [(0, 8), b"!"]), 1)
    write_pack(tmp_path, [whole(contents[0]), whole(contents[1]), delta], gap=5 << 30)
    assert [item.data for item in read(tmp_path)] == list(contents)
    assert ObjectStore([tmp_path]).find(delta.id).data == contents[2]


def entries_from(chance: random.Random, count: int) -> Iterator[tuple[Entry, bytes]]:
    """Blobs of few letters, most of them deltas of one before; and their content."""
    contents: list[bytes] = []
    seen = set()
    while len(contents) < count:
        if not contents or chance.random() < 0.2:
            content = bytes(chance.choices(b"abc", k=chance.randrange(200)))
            entry = whole(content)
        else:
            number = chance.randrange(len(contents))
            base = contents[number]
            instructions: list[tuple[int, int] | bytes] = []
            for _ in range(chance.randrange(1, 6)):
                start = chance.randrange(len(base) + 1)
                instructions.append((start, chance.randrange(len(base) - start + 1)))
                instructions.append(bytes(chance.choices(b"abc", k=chance.randrange(4))))
            content = b"".join(
                part if isinstance(part, bytes) else base[part[0] : sum(part)]
                for part in instructions
            )
            entry = Entry(blob_id(content), OFS_DELTA, delta_bytes(base, instructions), number)
        if entry.id not in seen and len(content) < 500:
            seen.add(entry.id)
            contents.append(content)
            yield entry, content


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 1 << 32).map(random.Random),
    st.sampled_from([(rb"abcab", 5), (rb"a{4}b|c{5}", 5)]),
)
def test_judging_what_deltas_add_finds_what_judging_all_content_finds(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random, pattern: tuple[bytes, int]
) -> None:
    made = list(entries_from(chance, 60))
    folder = tmp_path_factory.mktemp("objects")
    write_pack(folder, [entry for entry, _ in made])
    prefilter = Containing(*pattern)
    with pytest.MonkeyPatch.context() as patch:
        judge_every_change(patch)
        patch.setattr(walk, "BATCH", chance.choice([1, 100, 10_000]))
        patch.setattr(batch, "LARGE", chance.choice([1, 100, 10_000]))
        found = {item.data for item in read(folder, prefilter)}
    assert found == {content for _, content in made if prefilter.matches(content)}
