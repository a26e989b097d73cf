"""Damage, loss and killed processes: the rest is read, and what was not is told."""

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from keyguard.errors import KeyguardError
from keyguard.gitformat.types import GitObject, Unreadable
from keyguard.gitrepo.history import reader
from keyguard.gitrepo.history.reader import ObjectReader
from keyguard.gitrepo.objects import pack_dir
from keyguard.gitrepo.objects.pack_dir import ObjectsChangedError
from keyguard.gitrepo.objects.pack_index import PackIndex
from keyguard.gitrepo.objects.store import ObjectStore
from tests.gitrepo.prefilters import SECRET, AsItIs, by_id, read, reader_of
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


def test_damage_costs_the_damaged_objects_and_no_other(repository: Repository) -> None:
    write_history(repository, commits=30)
    repository.git("repack", "-adfq", "--depth=50")
    expected = all_objects(repository)
    pack = next((objects_folder(repository) / "pack").glob("*.pack"))
    sound = pack.read_bytes()
    pack.chmod(0o644)
    chance = random.Random(1)
    lost = set()
    for _ in range(40):
        damaged = bytearray(sound)
        damaged[chance.randrange(12, len(sound) - 20)] ^= 1 << chance.randrange(8)
        pack.write_bytes(damaged)
        found = by_id(read(objects_folder(repository)))
        assert found.keys() == expected.keys()
        wrong = {id_ for id_, item in found.items() if item != expected[id_]}
        lost |= {id_ for id_ in wrong if isinstance(found[id_], Unreadable)}
        # A flipped type or distance makes another object, which no checksum of the entry tells.
        assert len(wrong) < len(expected) / 2
    assert lost


def test_what_is_made_from_a_damaged_entry_is_told_too(tmp_path: Path) -> None:
    base, other = b"the base " * 20, b"another"
    made = base + b"!"
    pack = write_pack(
        tmp_path,
        [
            whole(base),
            Entry(blob_id(made), OFS_DELTA, delta_bytes(base, [(0, len(base)), b"!"]), 0),
            whole(other),
        ],
    )
    content = bytearray(pack.read_bytes())
    content[20] ^= 0xFF
    pack.write_bytes(content)
    assert [(item.id, type(item)) for item in read(tmp_path)] == [
        (blob_id(base), Unreadable),
        (blob_id(made), Unreadable),
        (blob_id(other), GitObject),
    ]


def test_a_sound_copy_stands_in_for_a_damaged_one(tmp_path: Path) -> None:
    first = write_pack(tmp_path, [whole(b"one" * 9)], "pack-1")
    write_pack(tmp_path, [whole(b"one" * 9), whole(b"two" * 9)], "pack-2")
    content = bytearray(first.read_bytes())
    content[16] ^= 0xFF
    first.write_bytes(content)
    assert {item.data for item in read(tmp_path)} == {b"one" * 9, b"two" * 9}


def test_a_damaged_loose_object_is_told(repository: Repository) -> None:
    ids = [repository.git("hash-object", "-w", "--stdin", stdin=text) for text in (b"a", b"b")]
    file = objects_folder(repository) / ids[0][:2] / ids[0][2:]
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-3])
    found = by_id(read(objects_folder(repository)))
    assert isinstance(found[ids[0]], Unreadable)
    assert found[ids[1]] == GitObject(ids[1], "blob", b"b")


def test_deltas_that_go_round_in_a_circle_end(tmp_path: Path) -> None:
    ids = blob_id(b"one"), blob_id(b"two")
    delta = delta_bytes(b"abc", [(0, 3)])
    write_pack(
        tmp_path, [Entry(ids[0], REF_DELTA, delta, ids[1]), Entry(ids[1], REF_DELTA, delta, ids[0])]
    )
    assert {item.id: type(item) for item in read(tmp_path)} == dict.fromkeys(ids, Unreadable)


def test_an_entry_that_is_its_own_base_is_told(tmp_path: Path) -> None:
    own = Entry(blob_id(b"abc"), OFS_DELTA, delta_bytes(b"abc", [(0, 3)]), 1)
    write_pack(tmp_path, [whole(b"sound"), own])
    found = by_id(read(tmp_path))
    assert isinstance(found[own.id], Unreadable)
    assert found[blob_id(b"sound")].data == b"sound"


def test_a_base_that_is_nowhere_is_told(tmp_path: Path) -> None:
    delta = Entry(blob_id(b"x"), REF_DELTA, delta_bytes(b"abc", [(0, 3)]), blob_id(b"abc"))
    write_pack(tmp_path, [delta, whole(b"sound")])
    found = by_id(read(tmp_path))
    assert isinstance(found[delta.id], Unreadable)
    assert found[blob_id(b"sound")].data == b"sound"


@pytest.mark.parametrize("kept", [0, 100, 1_000, 1_099])
def test_a_pack_without_a_sound_index_is_told(tmp_path: Path, kept: int) -> None:
    pack = write_pack(tmp_path, [whole(b"hidden")], "pack-bad")
    write_pack(tmp_path, [whole(b"sound")], "pack-good")
    index = pack.with_suffix(".idx")
    if kept:
        index.write_bytes(index.read_bytes()[:kept])
    else:
        index.unlink()
    told, sound = read(tmp_path)
    assert isinstance(told, Unreadable)
    assert told.id == "pack-bad.pack"
    assert sound.data == b"sound"


def test_a_pack_that_is_removed_while_it_is_read_is_read_to_its_end(tmp_path: Path) -> None:
    write_pack(tmp_path, [whole(b"one"), whole(b"two")])
    reader = reader_of(tmp_path)
    shutil.rmtree(tmp_path / "pack")
    assert [item.data for item in reader] == [b"one", b"two"]


def test_loose_objects_that_are_packed_while_they_are_read(repository: Repository) -> None:
    write_history(repository, commits=3)
    repository.commit_file("a.txt", "a")
    expected = all_objects(repository)
    reader = reader_of(objects_folder(repository))
    repository.git("repack", "-adfq")
    repository.git("prune-packed")
    assert by_id(list(reader)) == expected


def test_a_loose_object_that_is_gone_for_good_is_told(repository: Repository) -> None:
    id_ = repository.git("hash-object", "-w", "--stdin", stdin=b"a")
    reader = reader_of(objects_folder(repository))
    (objects_folder(repository) / id_[:2] / id_[2:]).unlink()
    assert list(reader) == [Unreadable(id_, "it is missing")]


@pytest.mark.parametrize("suffix", [".pack", ".idx"])
def test_a_pack_that_can_not_be_opened_is_told(tmp_path: Path, suffix: str) -> None:
    pack = write_pack(tmp_path, [whole(b"one")], "pack-bad")
    write_pack(tmp_path, [whole(b"sound")], "pack-good")
    file = pack.with_suffix(suffix)
    file.unlink()
    file.symlink_to(tmp_path / "gone")
    told, sound = read(tmp_path)
    assert told == Unreadable("pack-bad.pack", "it can't be opened (No such file or directory)")
    assert sound.data == b"sound"


def test_packs_that_never_settle_are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pack(tmp_path, [whole(b"one")], "pack-0")

    def while_another_comes(index: str) -> PackIndex:
        files = len(list((tmp_path / "pack").iterdir()))
        write_pack(tmp_path, [whole(b"one")], f"pack-{files}")
        return PackIndex(index)

    monkeypatch.setattr(pack_dir, "PackIndex", while_another_comes)
    with pytest.raises(ObjectsChangedError, match="repacked while"):
        read(tmp_path)


def test_what_the_disk_does_not_give_is_told(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, [whole(b"one")], "pack-bad")
    write_pack(tmp_path, [whole(b"sound"), whole(b"too")], "pack-good")
    pack.unlink()
    pack.mkdir()  # it can be opened, but reading it is an error
    told, *sound = read(tmp_path)
    assert isinstance(told, Unreadable)
    assert {item.data for item in sound} == {b"sound", b"too"}


def test_a_loose_object_that_is_no_file_is_told(repository: Repository) -> None:
    id_ = repository.git("hash-object", "-w", "--stdin", stdin=b"a")
    file = objects_folder(repository) / id_[:2] / id_[2:]
    file.unlink()
    file.mkdir()
    assert list(read(objects_folder(repository))) == [
        Unreadable(id_, "its file can't be read (Is a directory)")
    ]


class Killed(AsItIs):
    """Dies at the first object, if it was forked to help; the process that it helps waits for
    that."""

    def __init__(self, sign: Path) -> None:
        super().__init__()
        self._helped = os.getpid()
        self._sign = sign

    def visit(self, found: GitObject) -> tuple[GitObject, None]:
        if os.getpid() != self._helped:
            self._sign.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        while not self._sign.exists():
            time.sleep(0.001)
        return super().visit(found)


def test_a_killed_process_is_an_error_and_no_hang(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "WORTH_A_PROCESS", 0)
    write_history(repository, commits=30)
    with pytest.raises(KeyguardError, match="killed"):
        list(
            ObjectReader(
                ObjectStore([str(objects_folder(repository))]),
                SECRET,
                Killed(tmp_path / "sign"),
                jobs=2,
            )
        )


def test_processes_that_can_not_be_forked_read_the_same(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_history(repository, commits=10)
    alone = read(objects_folder(repository), SECRET)
    monkeypatch.setattr(reader, "WORTH_A_PROCESS", 0)
    monkeypatch.setattr("multiprocessing.get_all_start_methods", lambda: ["spawn"])
    assert read(objects_folder(repository), SECRET, jobs=2) == alone
