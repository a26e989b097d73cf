"""A network of forks, read once: each repository has what a clone of it alone has."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from keyguard.fleet.network.kept import load
from keyguard.fleet.network.read import MOST_PACKS
from keyguard.fleet.network.suspects import Kind
from keyguard.pipeline.stamp import Stamp
from tests.fleet.networks import STAMP, Fleet, Reading, in_order
from tests.samples import production_key, staging_key, webhook_secret
from tests.tools import Repository


@pytest.fixture
def fleet(tmp_path: Path) -> Fleet:
    return Fleet(tmp_path)


@pytest.fixture
def upstream(tmp_path: Path) -> Repository:
    """A repository with a key that is there, one that is not any more, and a tag."""
    repository = Repository.create(tmp_path / "upstream")
    repository.commit("begin", **{"README.md": "A shop.\n", "src/app.py": "print('shop')\n"})
    repository.commit_file("config/staging.env", env(staging_key("common")))
    repository.commit_file("notes.txt", f"key: {production_key('gone')}\n")
    repository.git("tag", "--annotate", "--message", "first", "v1")
    (repository.path / "notes.txt").unlink()
    repository.commit("remove notes")
    return repository


def env(key: str) -> str:
    return f"GATEWAY_API_KEY={key}\n"


def fork(repository: Repository, name: str) -> Repository:
    return repository.copy(repository.path.parent / name)


def remove(repository: Repository, name: str, message: str = "remove") -> str:
    (repository.path / name).unlink()
    return repository.commit(message)


def assert_as_alone(fleet: Fleet, reading: Reading, repositories: list[Repository]) -> None:
    for repository in repositories:
        name = str(repository.path)
        assert reading.states[name].state == "scanned"
        assert reading.unread[name] == []
        assert in_order(reading.findings[name]) == fleet.alone(repository), name


def paths(reading: Reading, repository: Repository) -> set[tuple[str, str]]:
    return {(each["path"], each["state"]) for each in reading.findings[str(repository.path)]}


def test_ten_forks(fleet: Fleet, upstream: Repository) -> None:
    forks = [fork(upstream, f"fork{number}") for number in range(10)]
    for number, each in enumerate(forks):
        each.commit_file(f"own{number}.py", f"n = {number}\n")
    own, removed, renamed, later, shared, side, named, said, merged, old = forks

    own.commit_file("deploy/production.env", env(production_key("own")))

    removed.commit_file("tmp/keys.txt", staging_key("removed"))
    remove(removed, "tmp/keys.txt")

    renamed.commit_file("a/settings.py", f'KEY = "{production_key("renamed")}"\n')
    (renamed.path / "b").mkdir()
    renamed.git("mv", "a/settings.py", "b/settings.py")
    renamed.commit("move")

    for each in (renamed, later):  # the same file at the same path since another commit
        each.commit_file("lib/client.py", f'KEY = "{staging_key("both")}"\n')

    shared.commit_file("config/production.env", env(staging_key("common")))
    shared.commit_file("config/test.env", env(staging_key("common")))

    side.git("switch", "--quiet", "--create", "side")
    side.commit_file("side.env", env(production_key("side")))
    side.git("switch", "--quiet", "main")

    named.commit_file(f"{staging_key('name')}.txt", "nothing\n")
    for each in (named, said):
        each.commit_file("hook.py", f'webhook_secret = "{webhook_secret("hook")}"\n')

    said.commit(f"use {production_key('said')}")
    said.git("tag", "--annotate", "--message", f"with {staging_key('tag')}", "v2")

    merged.git("switch", "--quiet", "--create", "topic", "HEAD~2")
    merged.commit_file("lib/client.py", f'KEY = "{staging_key("both")}"\n')
    merged.git("switch", "--quiet", "main")
    merged.commit_file("lib/other.py", f'KEY = "{staging_key("both")}"\n')
    merged.git("merge", "--quiet", "--no-edit", "topic", GIT_COMMITTER_DATE="2026-03-01T00:00Z")

    old.git("reset", "--quiet", "--hard", "v1")

    every = [upstream, *forks]
    reading = fleet.scan(every)
    assert_as_alone(fleet, reading, every)
    assert {state.network for state in reading.states.values()} == {
        reading.states[str(upstream.path)].network
    }
    assert ("deploy/production.env", "head") in paths(reading, own)
    assert not any(path == "deploy/production.env" for path, _ in paths(reading, removed))
    assert ("notes.txt", "tag") in paths(reading, upstream) or ("notes.txt", "history") in paths(
        reading, upstream
    )
    assert ("notes.txt", "head") in paths(reading, old)
    assert_as_alone(fleet, fleet.scan(every), every)


def test_one_new_commit(fleet: Fleet, upstream: Repository) -> None:
    first, second = fork(upstream, "first"), fork(upstream, "second")
    every = [upstream, first, second]
    fleet.scan(every)
    first.commit_file("new/staging.env", env(staging_key("new")))
    # An old blob at a new path, which no new object but trees leads to.
    second.commit_file("copied/notes.txt", f"key: {production_key('gone')}\n")
    reading = fleet.scan(every)
    assert_as_alone(fleet, reading, every)
    assert ("new/staging.env", "head") in paths(reading, first)
    assert ("copied/notes.txt", "head") in paths(reading, second)
    assert len(reading.packs) == 3


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
    assert len(reading.packs) == 1
    assert_as_alone(fleet, fleet.scan(every), every)


def test_force_push_and_deleted_branch(fleet: Fleet, upstream: Repository) -> None:
    first = fork(upstream, "first")
    first.git("switch", "--quiet", "--create", "topic")
    first.commit_file("topic.env", env(production_key("topic")))
    first.git("switch", "--quiet", "main")
    first.commit_file("main.env", env(production_key("main")))
    every = [upstream, first]
    fleet.scan(every)

    first.git("branch", "--quiet", "-D", "topic")
    first.git("reset", "--quiet", "--hard", "HEAD~1")
    first.commit_file("other.env", env(staging_key("other")))
    reading = fleet.scan(every)
    now = {path for path, _ in paths(reading, first)}
    assert {("topic.env", "unreachable"), ("main.env", "unreachable")} <= paths(reading, first)
    assert ("other.env", "head") in paths(reading, first)
    assert now.isdisjoint({"topic"})
    assert_as_alone(fleet, reading, [upstream])
    alone = fleet.alone(first)
    assert [each for each in in_order(reading.findings[str(first.path)]) if each in alone] == alone

    first.git("reset", "--quiet", "--hard", "main@{2}")  # what was left is there again
    reading = fleet.scan(every)
    assert ("main.env", "head") in paths(reading, first)
    assert ("other.env", "unreachable") in paths(reading, first)


def test_empty_repository(fleet: Fleet, tmp_path: Path, upstream: Repository) -> None:
    empty = Repository.create(tmp_path / "empty")
    state = fleet.fetch(empty)
    assert (state.state, state.network) == ("scanned", "")
    empty.commit_file("first.env", env(production_key("first")))
    assert_as_alone(fleet, fleet.scan([empty, upstream]), [empty, upstream])


def test_all_refs_are_gone(fleet: Fleet, upstream: Repository) -> None:
    fleet.scan([upstream])
    for name in upstream.git("for-each-ref", "--format=%(refname)").splitlines():
        upstream.git("update-ref", "-d", name)
    reading = fleet.scan([upstream])
    assert {state for _, state in paths(reading, upstream)} <= {"unreachable", "message"}
    assert ("notes.txt", "unreachable") in paths(reading, upstream)


def test_join_of_two_networks(fleet: Fleet, tmp_path: Path, upstream: Repository) -> None:
    other = Repository.create(tmp_path / "other")
    other.commit_file("other/production.env", env(production_key("other")))
    reading = fleet.scan([upstream, other])
    assert len({state.network for state in reading.states.values()}) == 2
    upstream.git("fetch", "--quiet", str(other.path), "main")
    date = "2026-04-01T00:00Z"
    upstream.git(
        "merge", "--quiet", "--allow-unrelated-histories", "--no-edit", "FETCH_HEAD",
        GIT_COMMITTER_DATE=date, GIT_AUTHOR_DATE=date,
    )  # fmt: skip
    late = fork(upstream, "late")
    every = [upstream, other, late]
    reading = fleet.scan(every)
    assert_as_alone(fleet, reading, every)
    assert ("other/production.env", "head") in paths(reading, late)


def test_tags_beside_commits(fleet: Fleet, upstream: Repository) -> None:
    """What refs lead to by another way than a commit: a tag of a tag, a blob, a tree."""
    first = fork(upstream, "first")
    blob = first.git("hash-object", "-w", "--stdin", stdin=env(production_key("blob")).encode())
    tree = first.git("mktree", stdin=f"100644 blob {blob}\tinner.env\n".encode())
    inside = first.git("hash-object", "-w", "--stdin", stdin=env(staging_key("inside")).encode())
    nested = first.git("mktree", stdin=f"100644 blob {inside}\tnested.env\n".encode())
    first.git("tag", "-a", "-m", f"inner {staging_key('inner')}", "inner")
    first.git("tag", "-a", "-m", "outer", "outer", "inner")
    first.git("tag", "-d", "inner")
    first.git("update-ref", "refs/tags/blob", blob)
    first.git("tag", "-a", "-m", "tree", "tree", nested)
    first.git("update-ref", "refs/tags/plain-tree", tree)
    every = [upstream, first]
    reading = fleet.scan(every)
    assert_as_alone(fleet, reading, every)
    assert len(reading.findings[str(first.path)]) > len(reading.findings[str(upstream.path)]) + 2
    assert_as_alone(fleet, fleet.scan(every), every)


def test_detached_head_and_odd_refs(fleet: Fleet, upstream: Repository) -> None:
    first = fork(upstream, "first")
    first.git("switch", "--quiet", "--detach")
    first.commit_file("detached.env", env(production_key("detached")))
    second = fork(upstream, "second")
    second.git("update-ref", "refs/forks/of/another", "HEAD")
    second.git("update-ref", "refs/pull/1/head", second.commit_file("p.env", env("x")))
    second.commit_file("stashed.env", env(staging_key("stash")))
    second.git("update-ref", "refs/stash", "HEAD")
    second.git("reset", "--quiet", "--hard", "HEAD~2")
    second.git("branch", "größe/ä")
    second.git("update-ref", b"refs/heads/gr\xf6\xdfe".decode("utf-8", "surrogateescape"), "HEAD")
    second.git("branch", "topic")
    every = [upstream, first, second]
    assert_as_alone(fleet, fleet.scan(every), every)
    second.git("branch", "-D", "topic")  # where a branch was, a folder of branches is
    second.git("branch", "topic/a")
    reading = fleet.scan(every)
    assert_as_alone(fleet, reading, every)


def test_sha256(fleet: Fleet, tmp_path: Path) -> None:
    first = Repository.create(tmp_path / "first", "--object-format=sha256")
    first.commit_file("a/production.env", env(production_key("a")))
    second = fork(first, "second")
    second.commit_file("b/production.env", env(production_key("a")))
    assert_as_alone(fleet, fleet.scan([first, second]), [first, second])
    second.commit_file("c/staging.env", env(production_key("a")))
    assert_as_alone(fleet, fleet.scan([first, second]), [first, second])


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


def test_many_small_packs(fleet: Fleet, upstream: Repository) -> None:
    """Each fetch brings a pack; they are joined before there are too many, and not read again."""
    fleet.scan([upstream])
    for number in range(MOST_PACKS):
        upstream.commit_file(f"files/{number}.env", env(production_key(("many", number // 10))))
        fleet.fetch(upstream)
    reading = fleet.read([upstream])
    assert len(reading.packs) == MOST_PACKS + 1
    assert_as_alone(fleet, reading, [upstream])
    upstream.commit_file("last.txt", "nothing\n")
    reading = fleet.scan([upstream])
    assert len(reading.packs) < MOST_PACKS // 5
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


def test_key_only_in_a_name_of_two_forks(fleet: Fleet, upstream: Repository) -> None:
    """Names are known by trees, of which one fork may have none that the other has."""
    name = f"dumps/{production_key('named')}/data.txt"
    first, second = fork(upstream, "first"), fork(upstream, "second")
    first.commit_file(name, "first\n")
    fleet.scan([upstream, first, second])
    second.commit_file(f"more/{name}", "second\n")
    every = [upstream, first, second]
    assert_as_alone(fleet, fleet.scan(every), every)
    assert_as_alone(fleet, fleet.scan(every), every)
    kept = load(fleet.network_of(first).own, STAMP).kept
    assert kept is not None
    assert [each.kind for each in kept.suspects].count(Kind.NAMES) == 1


def test_files_beside_a_key(fleet: Fleet, upstream: Repository) -> None:
    """What a key means depends on other files of the same commit, which differ by fork."""
    first, second = fork(upstream, "first"), fork(upstream, "second")
    code = f'export const key = "{production_key("code")}";\n'
    first.write("package.json", '{"dependencies": {"express": "4"}}')
    first.commit_file("src/key.js", code)
    second.write("package.json", '{"dependencies": {"react": "18", "react-dom": "18"}}')
    second.commit_file("src/key.js", code)
    every = [first, second]
    reading = fleet.scan(every)
    assert_as_alone(fleet, reading, every)
    rules = [
        {each["rule"] for each in reading.findings[str(one.path)] if each["path"] == "src/key.js"}
        for one in every
    ]
    assert rules[0] != rules[1]


def test_large_history_in_steps(fleet: Fleet, tmp_path: Path) -> None:
    """Deltas of deltas, with keys that come and go, fetched and read in six steps by two forks."""
    first = Repository.create(tmp_path / "first")
    chance = random.Random(20)
    lines = [f"line {number} {chance.random()}\n" for number in range(300)]
    seconds = [first]
    for step in range(6):
        for number in range(15):
            lines[chance.randrange(len(lines))] = f"changed {step} {number} {chance.random()}\n"
            if chance.random() < 0.3:
                where = chance.randrange(len(lines))
                lines[where] = env(production_key(("steps", chance.randrange(5))))
            if chance.random() < 0.3:
                lines = [line for line in lines if "GATEWAY" not in line]
            folder = f"f{chance.randrange(4)}/g{chance.randrange(3)}"
            first.commit_file(f"{folder}/settings.env", "".join(lines))
        first.git("gc", "--quiet")
        if step == 2:
            seconds.append(fork(first, "second"))
        if step > 2:
            seconds[1].commit_file("own.env", env(staging_key(("step", step))))
        if step == 4:
            Repository(fleet.network_of(first).path).git("repack", "-a", "-d", "--quiet")
        assert_as_alone(fleet, fleet.scan(seconds), seconds)
