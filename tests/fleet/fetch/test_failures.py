"""What can't be fetched, and what is hostile: it is told, and changes nothing that is stored."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from keyguard.fleet.network.incoming import remove_leftovers
from keyguard.fleet.network.source import Limits
from tests.fleet.fetch.stored import everything_in
from tests.fleet.networks import Fleet
from tests.samples import production_key
from tests.tools import Repository


def test_hostile_repository(fleet: Fleet, upstream: Repository, tmp_path: Path) -> None:
    """What its own settings and hooks name is not run."""
    pwned = tmp_path / "pwned"
    script = upstream.write(".git/hooks/post-upload-pack", f"#!/bin/sh\ntouch {pwned}\n")
    script.chmod(0o700)
    for name in ("uploadpack.packObjectsHook", "core.fsmonitor", "core.sshCommand", "core.pager"):
        upstream.git("config", name, str(script))
    upstream.git("config", "core.alternateRefsCommand", str(script))
    assert fleet.fetch(upstream).state == "pending"
    assert fleet.read([upstream]).findings[str(upstream.path)]
    assert not pwned.exists()


@pytest.mark.parametrize("what", ["nothing", "file", "folder", "cut off"])
def test_no_repository(fleet: Fleet, tmp_path: Path, upstream: Repository, what: str) -> None:
    path = tmp_path / "named"
    if what == "file":
        path.write_text("x")
    elif what == "folder":
        path.mkdir()
    elif what == "cut off":
        upstream.copy(path)
        for file in (path / ".git" / "objects").rglob("??/*"):
            file.chmod(0o600)
            file.write_bytes(file.read_bytes()[:-5])
    state = fleet.fetch(path)
    assert state.state == "failed"
    assert "could not be fetched" in state.reason
    assert not list((fleet.store / "networks").glob("incoming-*"))


def test_failure_leaves_the_network(fleet: Fleet, upstream: Repository) -> None:
    fork = upstream.copy(upstream.path.parent / "fork")
    fleet.scan([upstream, fork])
    before = everything_in(fleet.store)
    fork.commit_file("new.env", f"KEY={production_key('new')}\n")
    blob = fork.git("rev-parse", "HEAD:new.env")
    (fork.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    state = fleet.fetch(fork)
    assert (state.state, state.network) == ("failed", fleet.network_of(upstream).network)
    assert everything_in(fleet.store) == before


def test_too_large(fleet: Fleet, upstream: Repository) -> None:
    fleet.scan([upstream])
    before = everything_in(fleet.store)
    upstream.commit_file("large.bin", os.urandom(3_000_000))
    state = fleet.fetch(upstream, Limits(max_size=1_000_000))
    assert state.state == "skipped"
    assert "1,000,000 bytes" in state.reason
    assert everything_in(fleet.store) == before
    assert fleet.fetch(upstream, Limits(max_size=10_000_000)).state == "pending"


@pytest.mark.parametrize("is_known", [False, True])
def test_shallow_source(fleet: Fleet, upstream: Repository, tmp_path: Path, is_known: bool) -> None:
    if is_known:  # what it lacks is in its network, and would be taken for its own
        fleet.scan([upstream])
    upstream.git("clone", "--quiet", "--depth=1", f"file://{upstream.path}", str(tmp_path / "cut"))
    state = fleet.fetch(tmp_path / "cut")
    assert state.state == "failed"
    assert "(it lacks commits, as a shallow clone does" in state.reason
    assert "networks/" not in state.reason


def test_leftovers(fleet: Fleet, upstream: Repository) -> None:
    fleet.scan([upstream])
    before = everything_in(fleet.store)
    network = fleet.network_of(upstream)
    for folder in (network.path.parent / "incoming-x", network.path / "incoming-y"):
        (folder / "git").mkdir(parents=True)
        (folder / "git" / "HEAD").touch()
    (network.own / "view-z").mkdir()
    remove_leftovers(fleet.store)
    assert everything_in(fleet.store) == before
    assert not list(network.own.glob("view-*"))


def test_variables_of_a_hook(
    fleet: Fleet, upstream: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The repository that a hook runs in is another one."""
    other = Repository.create(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.path / ".git" / "index"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(other.path / ".git" / "objects"))
    assert fleet.fetch(upstream).state == "pending"
    assert fleet.read([upstream]).findings[str(upstream.path)]
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    assert other.git("count-objects") == "0 objects, 0 kilobytes"
