"""A gap is noticed wherever it is, and nothing else is taken for one."""

import hashlib
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from keyguard.gitformat.delta import Changed, Reach
from keyguard.gitformat.pack_entry import EntryKind
from keyguard.gitformat.types import GitObject, LargeObject
from keyguard.gitrepo.history import compiled_walk, connectivity, oid_numbers, walk
from keyguard.gitrepo.history.reader import ObjectReader
from keyguard.gitrepo.objects.store import ObjectStore
from keyguard.gitrepo.objects.tree_delta import tree_excerpt
from keyguard.gitrepo.objects.trees import entries
from tests.gitrepo.made_trees import ELSEWHERE, STORED, tree_id, trees_of_deltas
from tests.gitrepo.prefilters import SECRET, AsItIs, Containing, judge_every_change, reader_of
from tests.gitrepo.repositories import (
    COMMIT,
    TREE,
    Entry,
    all_objects,
    blob_id,
    delta_bytes,
    objects_folder,
    whole,
    write_pack,
)
from tests.tools import Repository

FILES = 150
SAMPLES = 12


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Wide trees that change by an entry or two, a merge, a tag, a submodule."""
    repository = Repository.create(tmp_path_factory.mktemp("links") / "repository")
    chance = random.Random(1)
    stream = [b"blob\nmark :1\ndata 2\nx\n\n"]
    for commit in range(40):
        stream.append(b"commit refs/heads/main\ncommitter A <a@b> %d +0000\n" % (1 + commit))
        stream.append(b"data 1\nx\n")
        changed = range(FILES) if commit == 0 else chance.sample(range(FILES), 2)
        for file in changed:
            text = b"%d %d\n" % (file, commit)
            stream.append(b"M 100644 inline deep/er/name%d.txt\n" % file)
            stream.append(b"data %d\n%s\n" % (len(text), text))
        name = b"module" if commit % 2 else b"deep/module"
        stream.append(b"M 160000 %040x %s\n" % (commit + 1, name))
        if commit % 7 == 3:
            stream.append(b"D deep/er/name%d.txt\n" % chance.randrange(FILES))
    stream.append(b"tag v1\nfrom refs/heads/main\ntagger A <a@b> 9 +0000\ndata 1\nx\n")
    repository.git("fast-import", "--quiet", stdin=b"".join(stream))
    return repository


def packed_without(repository: Repository, gap: str, folder: Path) -> Path:
    """An object folder that holds everything but one object, in a pack of git's own making."""
    ids = [id_ for id_ in all_objects(repository) if id_ != gap]
    (folder / "pack").mkdir(parents=True)
    repository.git(
        "pack-objects", "-q", "--window=50", "--no-reuse-delta", str(folder / "pack" / "pack"),
        stdin="\n".join(ids).encode(),
    )  # fmt: skip
    return folder


def read(folder: Path, **options: int) -> ObjectReader[object]:
    reader = reader_of(folder, SECRET, **options)
    assert len(list(reader)) == 0
    return reader


@pytest.mark.parametrize("few", [0, oid_numbers.FEW], ids=["many", "few"])
def test_nothing_is_lacking_where_nothing_is_missing(
    history: Repository, few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oid_numbers, "FEW", few)
    tips = history.git("for-each-ref", "--format=%(objectname)").split()
    assert not read(packed_without(history, "", tmp_path)).lacks(tips)


@pytest.mark.parametrize("type_", ["blob", "tree", "commit"])
@pytest.mark.parametrize("few", [0, oid_numbers.FEW], ids=["many", "few"])
def test_any_object_that_is_missing_is_noticed(
    history: Repository, type_: str, few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oid_numbers, "FEW", few)
    tips = history.git("for-each-ref", "--format=%(objectname)").split()
    ids = [found.id for found in all_objects(history).values() if found.type == type_]
    for id_ in random.Random(2).sample(ids, SAMPLES):
        assert read(packed_without(history, id_, tmp_path / id_)).lacks(tips), id_
        shutil.rmtree(tmp_path / id_)


class Unimpressed(AsItIs):
    """Finds nothing anywhere, and has no doubt that there is nothing in what is made from it."""

    reach = Reach(1, 1)

    def visit(self, found: GitObject) -> tuple[Any, Any]:
        return None, self.reach

    def visit_large(self, found: LargeObject) -> tuple[Any, str]:
        return None, ""

    def is_clean(self, changed: Changed, reach: Reach) -> bool:
        return True


def test_what_a_tree_names_is_noticed_though_its_base_held_nothing(
    history: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "WORTH_A_REACH", 1)
    monkeypatch.setattr(compiled_walk, "WORTH_A_REACH", 1)
    monkeypatch.setattr(walk, "BATCH", 0)
    blobs = [found.id for found in all_objects(history).values() if found.type == "blob"]
    for id_ in random.Random(3).sample(blobs, SAMPLES):
        folder = packed_without(history, id_, tmp_path / id_)
        reader = ObjectReader(ObjectStore([str(folder)]), Containing(rb"name1", 5), Unimpressed())
        assert list(reader)
        assert reader.lacks([]), id_
        shutil.rmtree(tmp_path / id_)


def test_a_tip_that_is_missing_is_noticed(history: Repository) -> None:
    reader = read(objects_folder(history))
    assert not reader.lacks([])
    assert reader.lacks(["12" * 20])


def test_what_loose_objects_name_is_noticed(repository: Repository) -> None:
    repository.commit_file("a.txt", "a")
    blob = repository.git("rev-parse", "HEAD:a.txt")
    assert not read(objects_folder(repository)).lacks([])
    (objects_folder(repository) / blob[:2] / blob[2:]).unlink()
    assert read(objects_folder(repository)).lacks([])


@pytest.mark.parametrize("mode", [b"040000", b"0100644"])
def test_what_stands_in_front_of_a_mode_with_zeros_is_noticed(mode: bytes, tmp_path: Path) -> None:
    """As in trees of rails and of other old repositories: git-fsck(1), zeroPaddedFilemode."""
    stored, lost = b"stored", b"lost"
    entries_ = ((b"100644", b"a", lost), (mode, b"b", stored))
    tree = b"".join(
        b"%s %s\0%s" % (mode, name, bytes.fromhex(blob_id(data))) for mode, name, data in entries_
    )
    made = [whole(stored), Entry(tree_id(tree), TREE, tree)]
    for folder, each in (("gap", made), ("whole", [whole(lost), *made])):
        write_pack(tmp_path / folder, each)
        assert read(tmp_path / folder).lacks([]) == (folder == "gap")


@pytest.fixture(scope="module")
def by_excerpts() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        judge_every_change(patch)
        yield


@settings(max_examples=40, deadline=None)
@example(34)  # a part of a name is as long as an id
@given(st.integers(0, 1 << 32))
def test_what_deltas_change_in_trees_is_seen_as_in_whole_trees(
    by_excerpts: None, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)
    contents, made = trees_of_deltas(chance)
    folder = tmp_path_factory.mktemp("objects")
    write_pack(folder, made)
    length = chance.choice([3, 30, 100])
    prefilter = Containing(rb"ab{%d}" % length, length + 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connectivity, "REMEMBERED", chance.choice([0, 100]))
        patch.setattr(walk, "BATCH", chance.choice([1, 100, 10_000]))
        reader = reader_of(folder, prefilter)
        found = {item.data for item in reader if item.type == "tree"}
    assert found == {tree for tree in contents if prefilter.matches(tree)}
    lacking = {
        id_
        for tree in contents
        for id_ in connectivity.linked_ids(EntryKind.TREE, tree, 20)
        if id_.hex() not in {entry.id for entry in made}
    }
    assert reader.lacks([]) == bool(lacking)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1 << 32).map(random.Random))
def test_where_blobs_stand_is_known_though_many_others_are_missing(
    by_excerpts: None, tmp_path_factory: pytest.TempPathFactory, chance: random.Random
) -> None:
    contents, made = trees_of_deltas(chance, chance.choice([(), (ELSEWHERE,)]))
    commits = [b"tree %s\n\n%d" % (tree_id(tree).encode(), n) for n, tree in enumerate(contents)]
    ids = [hashlib.sha1(b"commit %d\0%b" % (len(each), each)).hexdigest() for each in commits]
    made += [Entry(id_, COMMIT, commit) for id_, commit in zip(ids, commits, strict=True)]
    folder = tmp_path_factory.mktemp("objects")
    write_pack(folder, made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connectivity, "ENOUGH", chance.choice([0, 1, 100]))
        patch.setattr(connectivity, "REMEMBERED", chance.choice([0, 100]))
        patch.setattr(walk, "BATCH", chance.choice([1, 100, 10_000]))
        reader = reader_of(folder, SECRET)
        assert list(reader) == []
    blobs = set(map(blob_id, STORED))
    expected: dict[tuple[str, bytes], str] = {}
    for commit, tree in zip(ids, contents, strict=True):
        for _, name, id_ in entries(tree, 20):
            if id_.hex() in blobs:
                expected.setdefault((id_.hex(), name), commit)
    found = reader.appearances(blobs, []).appearances(ids)
    assert {(each.key, each.path): each.commit for each in found} == expected


def test_a_long_name_is_seen_whole() -> None:
    base = b"100644 " + b"b" * 200 + b"\0" + bytes(20)
    delta = delta_bytes(base, [(0, 7), b"a", (7, len(base) - 7)])
    text, size = tree_excerpt(base, delta, 20)
    assert b"a" + b"b" * 200 in text
    assert size == len(base) + 1


def test_everything_is_still_yielded(history: Repository) -> None:
    reader = reader_of(objects_folder(history))
    assert {found.id: found for found in reader} == all_objects(history)
