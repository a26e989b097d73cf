"""Fetching from servers that are slow, ask for a password, or speak another protocol."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from keyguard.fleet.network.fetch import fetch
from keyguard.fleet.network.source import Limits, source_of
from tests.fleet.fetch.stored import PASSWORD, everything_in
from tests.fleet.networks import Fleet
from tests.processes import PATIENCE, wait_for
from tests.servers import running
from tests.tools import Repository

PATIENT = Limits(timeout=PATIENCE)


class _Server(ThreadingHTTPServer):
    """Answers nothing as long as the test lasts, or asks for a password."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.over = threading.Event()


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self.server.asked.append(self.headers.get("Authorization", ""))
        if self.path.startswith("/slow"):
            self.server.over.wait()
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="x"')
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Says nothing."""


class _Files(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Says nothing."""


@pytest.fixture
def server() -> Iterator[_Server]:
    with running(_Server()) as started:
        yield started
        started.over.set()


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
    state = fetch(fleet.store, source_of(address_on(server, "a.git")), PATIENT)
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
    state = fetch(fleet.store, source, PATIENT)
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
    handler = partial(_Files, directory=str(tmp_path / "site"))
    with running(ThreadingHTTPServer(("127.0.0.1", 0), handler)) as serving:
        source = source_of(f"http://127.0.0.1:{serving.server_port}/a.git")
        state = fetch(fleet.store, source, PATIENT)
    assert (state.state, state.reason) == ("pending", "")
    assert state.head == upstream.git("rev-parse", "HEAD")


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
    state = fetch(fleet.store, source_of("git@example.org:owner/a.git"), PATIENT)
    assert state.state == "failed"
    assert said.read_text().splitlines() == ["git@example.org", "git-upload-pack 'owner/a.git'"]
