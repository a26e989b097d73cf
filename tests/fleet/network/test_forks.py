"""A network of forks, read once: each repository has what a clone of it alone has."""

from __future__ import annotations

import random
from pathlib import Path

from keyguard.fleet.network.kept import load
from keyguard.fleet.network.suspects import Kind
from tests.fleet.network.forks import assert_as_alone, env, fork, paths, remove
from tests.fleet.networks import STAMP, Fleet
from tests.samples import production_key, staging_key, webhook_secret
from tests.tools import Repository


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
    assert len(fleet.packs_of(upstream)) == 3


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


def test_sha256(fleet: Fleet, tmp_path: Path) -> None:
    first = Repository.create(tmp_path / "first", "--object-format=sha256")
    first.commit_file("a/production.env", env(production_key("a")))
    second = fork(first, "second")
    second.commit_file("b/production.env", env(production_key("a")))
    assert_as_alone(fleet, fleet.scan([first, second]), [first, second])
    second.commit_file("c/staging.env", env(production_key("a")))
    assert_as_alone(fleet, fleet.scan([first, second]), [first, second])


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
