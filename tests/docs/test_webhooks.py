"""The handlers of docs/webhooks.md: run where their runtime is there, and without a finding."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.processes import PATIENCE, wait_for
from tests.samples import body
from tests.tools import Repository, scan_json

PAGE = Path(__file__).parents[2] / "docs" / "webhooks.md"
_HANDLER = re.compile(r"<!-- handler: (\S+) -->\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HANDLERS = dict(_HANDLER.findall(PAGE.read_text("utf-8")))
RUNTIMES = {"server.mjs": shutil.which("node"), "server.py": sys.executable}
SECRET = body("a webhook's secret", 40)
REFUSED = (
    None,
    "",
    "Bearer",
    "Bearer ",
    "Bearer undefined",
    "Bearer None",
    "Bearer null",
    SECRET,
    f"Bearer {SECRET[:-1]}",
    f"Bearer {SECRET}x",
    f"bearer {SECRET}",
)


@contextmanager
def running(file: Path, runtime: str) -> Iterator[int]:
    """The port on which a handler listens while the block runs: nobody else gets it meanwhile."""
    with socket.socket() as ours:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        ours.bind(("127.0.0.1", 0))
        port = ours.getsockname()[1]
        process = subprocess.Popen(
            [runtime, file],
            env=os.environ | {"WEBHOOK_SECRET": SECRET, "PORT": str(port)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(lambda: process.poll() is not None or is_answered(port))
            yield port
        finally:
            process.kill()
            process.wait()


def is_answered(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def status_of(port: int, header: str | None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    headers = {} if header is None else {"Authorization": header}
    connection.request("POST", "/webhook", b'{"messages": []}', headers)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize("name", RUNTIMES)
def test_refuses_what_it_must(name: str, tmp_path: Path) -> None:
    runtime = RUNTIMES[name]
    if runtime is None:
        pytest.skip("its runtime is not on this machine")
    file = tmp_path / name
    file.write_text(HANDLERS[name])
    with running(file, runtime) as port:
        assert {header: status_of(port, header) for header in REFUSED} == dict.fromkeys(
            REFUSED, 401
        )
        assert status_of(port, f"Bearer {SECRET}") == 200


@pytest.mark.parametrize("name", RUNTIMES)
@pytest.mark.parametrize("secret", [None, ""])
def test_does_not_start_without_a_secret(name: str, secret: str | None, tmp_path: Path) -> None:
    runtime = RUNTIMES[name]
    if runtime is None:
        pytest.skip("its runtime is not on this machine")
    file = tmp_path / name
    file.write_text(HANDLERS[name])
    env = {key: value for key, value in os.environ.items() if key != "WEBHOOK_SECRET"}
    env |= {"PORT": "0"} if secret is None else {"PORT": "0", "WEBHOOK_SECRET": secret}
    finished = subprocess.run(
        [runtime, file], env=env, capture_output=True, timeout=PATIENCE, check=False
    )
    assert finished.returncode != 0


def test_no_rule_fires_on_them(repository: Repository) -> None:
    assert len(HANDLERS) == 8
    for name, code in HANDLERS.items():
        repository.write(f"connexease/webhook/{name}", code)
    assert scan_json("scan", cwd=repository.path).found == set()
