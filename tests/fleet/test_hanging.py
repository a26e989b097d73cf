"""A server that accepts and never answers ends at the time limit, with all that git has started."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fleet.running import Run, kept
from tests.processes import assert_gone, below
from tests.tools import Repository

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for in /proc")


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of such a server."""
    with socket.create_server(("127.0.0.1", 0), backlog=16) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def listed(tmp_path: Path, silent: str) -> Path:
    clean = Repository.create(tmp_path / "clean")
    clean.commit("begin", **{"x.py": "print(1)\n"})
    addresses = [f"git://{silent}/a", f"http://{silent}/b.git", str(clean.path)]
    file = tmp_path / "list.txt"
    file.write_text("".join(f"{address}\n" for address in addresses))
    return file


def test_who_does_not_answer_fails_and_the_others_are_read(listed: Path, tmp_path: Path) -> None:
    run = Run(tmp_path, listed, "--store", "store", "--timeout", "10")
    run.until(": scanned")
    helpers = below(run.id)
    code, said = run.end()
    assert code == 2
    assert said.count("failed: it could not be fetched (it took over 10 seconds)") == 2, said
    assert {name: each.state for name, each in kept(tmp_path / "store").items()} == {
        "a": "failed",
        "b.git": "failed",
        "clean": "scanned",
    }
    assert_gone(helpers)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_nothing_goes_on_waiting_for_an_answer(listed: Path, tmp_path: Path, number: int) -> None:
    run = Run(tmp_path, listed, "--store", "store", "--timeout", "600")
    run.until(": scanned")
    helpers = below(run.id)
    assert len(helpers) > 3, "git, and what it has started"
    run.signal(number)
    run.end()
    assert_gone(helpers)
