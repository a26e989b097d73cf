"""What of a network is read again: packs that are new or were damaged, and all by another stamp."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from keyguard.fleet.network import read
from keyguard.pipeline.stamp import Stamp
from tests.fleet.network.forks import assert_as_alone, env, fork
from tests.fleet.networks import STAMP, Fleet
from tests.samples import production_key, staging_key
from tests.tools import Repository

MOST_PACKS = 20
"""So many that they are joined, and no more than it takes to tell."""


def test_only_new_packs_are_read(fleet: Fleet, upstream: Repository) -> None:
    """What holds nothing in a pack that was read is not looked at again, whatever it holds now."""
    fleet.scan([upstream])
    folder = fleet.network_of(upstream)
    (pack,) = folder.packs.glob("*.pack")
    damaged = bytearray(pack.read_bytes())
    begin = upstream.git("rev-parse", "HEAD:README.md")
    rows = folder.repository.folder / "objects"
    offset = _offset(rows / "pack" / pack.with_suffix(".idx").name, begin)
    damaged[offset + 2 : offset + 6] = b"\0\0\0\0"
    pack.chmod(0o600)
    pack.write_bytes(damaged)
    upstream.commit_file("new.txt", "nothing\n")
    reading = fleet.scan([upstream])
    assert reading.unread[str(upstream.path)] == []
    changed = fleet.scan([upstream], STAMP._replace(rules="others"))
    assert [path for path, _ in changed.unread[str(upstream.path)]] == [f"(object {begin})"]


def _offset(index: Path, id_: str) -> int:
    from keyguard.gitrepo.objects.pack_index import PackIndex

    opened = PackIndex(str(index))
    row = opened.find(bytes.fromhex(id_))
    assert row is not None
    return opened.offset_at(row)


@pytest.mark.parametrize(
    ("stamp", "words"),
    [
        (STAMP._replace(version="2"), "version of keyguard"),
        (STAMP._replace(rules="others"), "set of rules"),
        (STAMP._replace(settings="others"), "settings"),
        (Stamp("2", "others", "settings"), "version of keyguard and another set of rules"),
    ],
)
def test_another_stamp(fleet: Fleet, upstream: Repository, stamp: Stamp, words: str) -> None:
    fleet.scan([upstream])
    reading = fleet.read([upstream], stamp)
    assert words in reading.states[str(upstream.path)].reason
    assert_as_alone(fleet, reading, [upstream])
    assert fleet.read([upstream], stamp).states[str(upstream.path)].reason == ""


@pytest.mark.parametrize("new_commit", [False, True])
def test_repacked(fleet: Fleet, upstream: Repository, new_commit: bool) -> None:
    first = fork(upstream, "first")
    first.commit_file("own.env", env(production_key("own")))
    every = [upstream, first]
    fleet.scan(every)
    if new_commit:
        first.commit_file("new/app.env", env(staging_key("new")))
        first.commit_file("again.txt", f"key: {production_key('gone')}\n")
        fleet.fetch(first)
    network = Repository(fleet.network_of(first).path)
    network.git("repack", "-a", "-d", "--quiet", "--no-write-bitmap-index")
    reading = fleet.scan(every)
    assert_as_alone(fleet, reading, every)
    assert len(fleet.packs_of(first)) == 1
    assert_as_alone(fleet, fleet.scan(every), every)


def test_file_that_only_its_name_tells(fleet: Fleet, upstream: Repository) -> None:
    """An old blob under a name that says that it can't be read."""
    upstream.commit_file("data.bin", b"\x01\x02 nothing of interest\n")
    fleet.scan([upstream])
    upstream.commit_file("data.kdbx", b"\x01\x02 nothing of interest\n")
    fleet.scan([upstream])


@pytest.mark.parametrize("damage", ["cut", "other", "writable"])
def test_damaged_state(fleet: Fleet, upstream: Repository, damage: str) -> None:
    fleet.scan([upstream])
    file = fleet.network_of(upstream).own / "read.bin"
    content = file.read_bytes()
    if damage == "cut":
        file.write_bytes(content[:-5])
    elif damage == "other":
        file.write_bytes(content.replace(b'"gaps": false', b'"gaps": null '))
    else:
        file.chmod(0o666)
    reading = fleet.scan([upstream])
    assert reading.states[str(upstream.path)].reason
    assert_as_alone(fleet, reading, [upstream])
    assert fleet.scan([upstream]).states[str(upstream.path)].reason == ""


def test_many_small_packs(
    fleet: Fleet, upstream: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each fetch brings a pack; they are joined before there are too many, and not read again."""
    monkeypatch.setattr(read, "MOST_PACKS", MOST_PACKS)
    fleet.scan([upstream])
    for number in range(MOST_PACKS):
        upstream.commit_file(f"files/{number}.env", env(production_key(("many", number // 10))))
        fleet.fetch(upstream)
    assert len(fleet.packs_of(upstream)) == MOST_PACKS + 1
    reading = fleet.read([upstream])
    assert len(fleet.packs_of(upstream)) < MOST_PACKS // 5
    assert_as_alone(fleet, reading, [upstream])
    upstream.commit_file("last.txt", "nothing\n")
    reading = fleet.scan([upstream])
    assert len(fleet.packs_of(upstream)) < MOST_PACKS // 5
    assert_as_alone(fleet, reading, [upstream])


@pytest.mark.parametrize("file", ["packed-refs", "HEAD", "objects", "keyguard"])
def test_damaged_network(fleet: Fleet, upstream: Repository, file: str) -> None:
    """It is told, and never taken for a network in which nothing is."""
    fleet.scan([upstream])
    damaged = fleet.network_of(upstream).path / file
    if damaged.is_dir():
        shutil.rmtree(damaged)
    else:
        damaged.write_text("nothing\n")
    reading = fleet.read([upstream], STAMP._replace(rules="others"))
    (state,) = reading.states.values()
    unread = reading.unread[state.source]
    assert state.state == "failed" or unread or reading.findings[state.source]
    assert state.state != "failed" or state.reason.endswith(".")
