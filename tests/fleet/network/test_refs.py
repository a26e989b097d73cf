"""What the refs of one repository lead to in a network of several."""

from __future__ import annotations

from pathlib import Path

from tests.fleet.network.forks import assert_as_alone, env, fork, paths
from tests.fleet.networks import Fleet, in_order
from tests.samples import production_key, staging_key
from tests.tools import Repository


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


def test_a_key_in_the_name_of_a_ref_is_of_one_repository(
    fleet: Fleet, upstream: Repository
) -> None:
    first = fork(upstream, "first")
    first.git("branch", f"key-{production_key('name')}")
    first.git("tag", f"webhook-secret-{'0123456789abcdef' * 2}")
    reading = fleet.scan([upstream, first])
    assert ("(name of a ref)", "message") in paths(reading, first)
    assert ("(name of a ref)", "message") not in paths(reading, upstream)
    assert_as_alone(fleet, reading, [upstream, first])


def test_all_refs_are_gone(fleet: Fleet, upstream: Repository) -> None:
    fleet.scan([upstream])
    for name in upstream.git("for-each-ref", "--format=%(refname)").splitlines():
        upstream.git("update-ref", "-d", name)
    reading = fleet.scan([upstream])
    assert {state for _, state in paths(reading, upstream)} <= {"unreachable", "message"}
    assert ("notes.txt", "unreachable") in paths(reading, upstream)


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
