"""Repositories whose objects are missing or damaged: it is told, and hides nothing else."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest

from tests.fleet.networks import Fleet
from tests.samples import production_key
from tests.tools import Repository


def test_what_is_missing_is_told(fleet: Fleet, upstream: Repository, tmp_path: Path) -> None:
    """A repository on this machine that git does not hand out any more."""
    upstream.commit_file("old.txt", "once\n")
    lost = upstream.git("rev-parse", "HEAD:old.txt")
    (upstream.path / "old.txt").unlink()
    upstream.commit("remove")
    damaged = upstream.copy(tmp_path / "damaged")
    (damaged.path / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    name = str(damaged.path)
    reading = fleet.scan([damaged])
    assert {finding["path"] for finding in reading.findings[name]} == {"config/production.env"}
    ((path, message),) = reading.unread[name]
    assert path == ""
    assert f"1 object that the history needs is not stored, {lost}" in message
    assert fleet.scan([upstream]).unread[str(upstream.path)] == []
    assert fleet.scan([damaged]).unread[name] == [(path, message)]

    damaged.commit_file("new.env", f"KEY={production_key('new')}\n")
    reading = fleet.scan([damaged])
    assert "new.env" in {finding["path"] for finding in reading.findings[name]}
    assert reading.unread[name] == [(path, message)]

    damaged.git("hash-object", "-w", "--stdin", stdin=b"once\n")  # it is there again
    reading = fleet.scan([upstream, damaged])
    assert reading.unread[name] == []
    assert len({state.network for state in reading.states.values()}) == 1


@pytest.mark.parametrize("content", [b"", b"nothing", zlib.compress(b"blob 9\0cut")])
def test_what_is_damaged_does_not_hide_the_rest(
    fleet: Fleet, upstream: Repository, tmp_path: Path, content: bytes
) -> None:
    """One loose object of many."""
    upstream.commit_file("old.txt", "once\n")
    lost = upstream.git("rev-parse", "HEAD:old.txt")
    damaged = upstream.copy(tmp_path / "damaged")
    file = damaged.path / ".git" / "objects" / lost[:2] / lost[2:]
    file.chmod(0o600)
    file.write_bytes(content)
    for _ in range(2):
        reading = fleet.scan([damaged])
        ((path, message),) = reading.unread[str(damaged.path)]
        assert path == ""
        assert f"1 object that the history needs is not stored, {lost}" in message
        found = {finding["path"] for finding in reading.findings[str(damaged.path)]}
        assert found == {"config/production.env"}


@pytest.mark.parametrize("which", ["HEAD", "HEAD~1"])
@pytest.mark.parametrize("is_there", [True, False])
def test_without_a_commit_nothing_is_known(
    fleet: Fleet, upstream: Repository, tmp_path: Path, which: str, is_there: bool
) -> None:
    """It fails: without its commits, what is there would be nobody's, and nothing be found."""
    upstream.commit_file("more.txt", "more\n")
    lost = upstream.git("rev-parse", which)
    damaged = upstream.copy(tmp_path / "damaged")
    file = damaged.path / ".git" / "objects" / lost[:2] / lost[2:]
    file.chmod(0o600)
    if is_there:
        file.write_bytes(b"nothing")
    else:
        file.unlink()
    state = fleet.fetch(damaged)
    assert state.state == "failed"
    assert "`git fsck`" in state.reason


@pytest.mark.parametrize("name", ["ev\x1b[31mil", "a b", "a..b", "x\x07", "\\", "a~1", "end.lock"])
def test_a_ref_that_git_refuses_hides_nothing(
    fleet: Fleet, upstream: Repository, name: str
) -> None:
    tip = upstream.git("rev-parse", "HEAD")
    with (upstream.path / ".git" / "packed-refs").open("a") as file:
        file.write(f"{tip} refs/heads/{name}\n")
    reading = fleet.scan([upstream])
    found = {finding["path"] for finding in reading.findings[str(upstream.path)]}
    assert found == {"config/production.env"}


def test_cloned_with_a_filter(fleet: Fleet, upstream: Repository, tmp_path: Path) -> None:
    """Nothing is fetched from where its settings say, and what is missing is told."""
    upstream.commit_file("large.bin", os.urandom(10_000))
    upstream.git("config", "uploadpack.allowFilter", "true")
    cut = tmp_path / "cut"
    address = f"file://{upstream.path}"
    upstream.git("clone", "--quiet", "--mirror", "--filter=blob:limit=5k", address, str(cut))
    pwned = tmp_path / "pwned"
    Repository(cut).git("config", "remote.origin.uploadpack", f"touch {pwned}; git-upload-pack")
    assert fleet.fetch(cut).state == "pending"
    reading = fleet.read([Repository(cut)])
    assert {finding["path"] for finding in reading.findings[str(cut)]} == {"config/production.env"}
    ((_, message),) = reading.unread[str(cut)]
    assert "clone it without --filter" in message
    assert not pwned.exists()
