"""Fetching what a list names: hostile addresses, limits, failures, and several at a time."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from keyguard.fleet.network.fetch import fetch
from keyguard.fleet.network.incoming import remove_leftovers
from keyguard.fleet.network.source import Limits, Source, SourceError, source_of
from tests.fleet.networks import UNLIMITED, Fleet
from tests.processes import wait_for
from tests.samples import body, production_key
from tests.tools import Repository

PASSWORD = body("password of an address", 20)


@pytest.fixture
def fleet(tmp_path: Path) -> Fleet:
    return Fleet(tmp_path)


@pytest.fixture
def upstream(tmp_path: Path) -> Repository:
    repository = Repository.create(tmp_path / "upstream")
    repository.commit("begin", **{"README.md": "A shop.\n"})
    repository.commit_file("config/production.env", f"KEY={production_key('upstream')}\n")
    return repository


def everything_in(folder: Path) -> dict[str, bytes]:
    """Each file below a folder, but for the file of known networks, which may have grown."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith("networks.sqlite")
    }


@pytest.mark.parametrize(
    "url",
    [
        "",
        "\n",
        "https://example.org/a\nhttps://example.org/b",
        "ext::sh -c 'touch pwned'",
        "ext::sh -c touch% pwned",
        "fd::17",
        "transport-helper::https://example.org/",
        "--upload-pack=touch pwned",
        "-u",
        "--",
        "-oProxyCommand=touch pwned",
        "ext://sh",
        "ftp://example.org/a.git",
        "javascript://example.org/",
        "https://",
        "https:///path",
        f"https://user:{PASSWORD}/x@example.org/a.git",
        "ssh://-oProxyCommand=x/path",
        "file://elsewhere/path",
        "file://../relative",
        "http://[::1",
    ],
)
def test_refused_addresses(url: str) -> None:
    with pytest.raises(SourceError) as refused:
        source_of(url)
    assert PASSWORD not in str(refused.value)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.org/a.git", "https://example.org/a.git"),
        (f"https://user:{PASSWORD}@example.org/a.git", "https://example.org/a.git"),
        (f"https://{PASSWORD}@example.org/a.git", "https://example.org/a.git"),
        (f"https://us%40er:{PASSWORD}@example.org:8443/a", "https://example.org:8443/a"),
        (f"https://a@b:{PASSWORD}@example.org/a", "https://example.org/a"),
        (f"https://example.org/a.git?token={PASSWORD}", "https://example.org/a.git"),
        (f"https://example.org/a.git#{PASSWORD}", "https://example.org/a.git"),
        ("ssh://git@example.org/a.git", "ssh://git@example.org/a.git"),
        (f"ssh://git:{PASSWORD}@example.org:22/a.git", "ssh://git@example.org:22/a.git"),
        ("git@example.org:owner/a.git", "git@example.org:owner/a.git"),
        ("git://example.org/a", "git://example.org/a"),
        ("file:///srv/a%20b.git", "/srv/a b.git"),
        ("file://localhost/srv/a.git", "/srv/a.git"),
        ("/srv/a.git", "/srv/a.git"),
        ("/srv/../srv/a.git/", "/srv/a.git"),
    ],
)
def test_names_of_addresses(url: str, name: str) -> None:
    source = source_of(url)
    assert source.name == name
    assert source.id == source_of(name).id
    assert PASSWORD not in repr(source)


def test_hostile_source_without_check(fleet: Fleet, tmp_path: Path) -> None:
    """Whoever makes a source by hand is refused as well."""
    for url in ("ext::sh -c 'touch pwned'", f"--upload-pack=touch {tmp_path}/pwned"):
        state = fetch(fleet.store, Source("x", url, "0" * 16), UNLIMITED)
        assert state.state == "failed"
        assert state.reason
    assert not list(tmp_path.rglob("pwned"))


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


class _Server(ThreadingHTTPServer):
    """Answers nothing for long, or asks for a password."""

    daemon_threads = True
    asked: list[str]


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self.server.asked.append(self.headers.get("Authorization", ""))
        if self.path.startswith("/slow"):
            time.sleep(20)
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="x"')
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Says nothing."""


@pytest.fixture
def server() -> Iterator[_Server]:
    started = _Server(("127.0.0.1", 0), _Handler)
    started.asked = []
    thread = threading.Thread(target=started.serve_forever, daemon=True)
    thread.start()
    yield started
    started.shutdown()


def address_on(server: _Server, path: str, login: str = "") -> str:
    return f"http://{login}127.0.0.1:{server.server_port}/{path}"


def children() -> set[str]:
    listed = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True)
    return {line for line in listed.stdout.splitlines() if "git" in line and "127.0.0.1" in line}


def test_timeout_ends_all_processes(fleet: Fleet, server: _Server) -> None:
    source = source_of(address_on(server, "slow/a.git"))
    state = fetch(fleet.store, source, Limits(timeout=1))
    assert state.state == "failed"
    assert "over 1 seconds" in state.reason
    wait_for(lambda: not any(str(server.server_port) in line for line in children()))


def test_nobody_is_asked(
    fleet: Fleet, server: _Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tmp_path / "asked"
    program = tmp_path / "askpass"
    program.write_text(f"#!/bin/sh\ntouch {asked}\n")
    program.chmod(0o700)
    for name in ("GIT_ASKPASS", "SSH_ASKPASS"):
        monkeypatch.setenv(name, str(program))
    state = fetch(fleet.store, source_of(address_on(server, "a.git")), Limits(timeout=20))
    assert state.state == "failed"
    assert not asked.exists()


def test_password_is_sent_and_kept_nowhere(
    fleet: Fleet, server: _Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    seen: set[str] = set()
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            seen.update(children())

    watcher = threading.Thread(target=watch)
    watcher.start()
    source = source_of(address_on(server, "a.git", f"user:{PASSWORD}@"))
    state = fetch(fleet.store, source, Limits(timeout=20))
    done.set()
    watcher.join()
    assert any(authorization.startswith("Basic ") for authorization in server.asked)
    assert state.state == "failed"
    assert PASSWORD not in repr(state)
    assert not any(PASSWORD in line for line in seen)
    assert not any(PASSWORD.encode() in each for each in everything_in(fleet.store).values())


def test_over_http(
    fleet: Fleet, upstream: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The simple protocol of files, which any server of files speaks."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    bare = tmp_path / "site" / "a.git"
    upstream.git("clone", "--quiet", "--mirror", ".", str(bare))
    Repository(bare).git("update-server-info")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["python3", "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    serving = subprocess.Popen(
        command, cwd=tmp_path / "site", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port)
        state = fetch(fleet.store, source_of(f"http://127.0.0.1:{port}/a.git"), Limits(0, 60))
    finally:
        serving.kill()
        serving.wait()
    assert (state.state, state.reason) == ("pending", "")
    assert state.head == upstream.git("rev-parse", "HEAD")


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def test_several_at_a_time(fleet: Fleet, upstream: Repository) -> None:
    forks = [upstream.copy(upstream.path.parent / f"fork{number}") for number in range(8)]
    for number, each in enumerate(forks):
        each.commit_file("own.env", f"KEY={production_key(('own', number))}\n")
    with ThreadPoolExecutor(4) as pool:
        states = list(pool.map(fleet.fetch, forks))
    assert {state.state for state in states} == {"pending"}
    assert len({state.network for state in states}) == 1
    reading = fleet.read(forks)
    for number, each in enumerate(forks):
        assert [finding["path"] for finding in reading.findings[str(each.path)]].count("own.env"), (
            number
        )
    assert len(fleet.network_of(forks[0]).forks()) == len(forks)


def test_network_is_known_by_its_root(fleet: Fleet, upstream: Repository) -> None:
    """A fork none of whose tips is the tip of another."""
    upstream.commit_file("later.txt", "later\n")
    fleet.fetch(upstream)
    old = upstream.copy(upstream.path.parent / "old")
    old.git("reset", "--quiet", "--hard", "HEAD~1")
    old.commit_file("other.txt", "other\n")
    state = fleet.fetch(old)
    assert state.network == fleet.network_of(upstream).network
    packs = list(fleet.network_of(upstream).packs.glob("*.pack"))
    assert len(packs) == 2
    listed = Repository(fleet.network_of(upstream).path)
    assert listed.git("count-objects", "-v").splitlines()[0] == "count: 0"
    listed.git("fsck", "--strict")


def test_nothing_new_is_no_fetch(fleet: Fleet, upstream: Repository) -> None:
    fleet.scan([upstream])
    before = everything_in(fleet.store)
    assert fleet.fetch(upstream).state == "pending"
    assert everything_in(fleet.store) == before


@pytest.mark.parametrize("is_known", [False, True])
def test_shallow_source(fleet: Fleet, upstream: Repository, tmp_path: Path, is_known: bool) -> None:
    if is_known:  # what it lacks is in its network, and would be taken for its own
        fleet.scan([upstream])
    upstream.git("clone", "--quiet", "--depth=1", f"file://{upstream.path}", str(tmp_path / "cut"))
    state = fleet.fetch(tmp_path / "cut")
    assert state.state == "failed"
    assert "(it lacks commits, as a shallow clone does" in state.reason
    assert "networks/" not in state.reason


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
    assert f"1 objects that the history needs are not stored, {lost} for one" in message
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
        assert f"1 objects that the history needs are not stored, {lost} for one" in message
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


def test_only_what_is_allowed_is_asked_by_ssh(
    fleet: Fleet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forges answer to git-upload-pack alone, and the user says how they are reached."""
    said = tmp_path / "said"
    program = tmp_path / "ssh"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {said}\nexit 1\n')
    program.chmod(0o700)
    monkeypatch.setenv("GIT_SSH", str(program))
    monkeypatch.setenv("GIT_SSH_VARIANT", "simple")
    state = fetch(fleet.store, source_of("git@example.org:owner/a.git"), Limits(timeout=20))
    assert state.state == "failed"
    assert said.read_text().splitlines() == ["git@example.org", "git-upload-pack 'owner/a.git'"]


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
