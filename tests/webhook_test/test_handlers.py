"""Handlers, good and bad: what is sent to each, and what is said of its answers."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from keyguard.webhook_test.outcome import ANSWER_WITHIN
from tests.servers import Answer, Received, Reply, Server, running
from tests.webhook_test.handlers import (
    ALL,
    NO,
    OK,
    RIGHT,
    SECRET,
    compares_with,
    failed,
    run,
    sound,
)


def at(hook: Callable[[Received], bool]) -> Answer:
    return lambda call: OK if hook(call) else NO


HANDLERS: dict[str, tuple[Answer, list[str]]] = {
    "sound": (sound, []),
    "checks nothing": (lambda call: OK, ALL[:-1]),
    "refuses everything": (lambda call: NO, ["right secret"]),
    "refuses with 403": (lambda call: OK if call.authorization == RIGHT else Reply(403), ALL[:-1]),
    "is elsewhere": (lambda call: Reply(404), ALL),
    "redirects": (lambda call: Reply(308, headers={"Location": "/"}), ALL),
    "fails on a missing header": (
        lambda call: Reply(500) if call.authorization is None else sound(call),
        ["no header"],
    ),
    "JavaScript, unset": (compares_with("Bearer undefined"), ["undefined"]),
    "Python, unset": (compares_with("Bearer None"), ["None"]),
    "Java, unset": (compares_with("Bearer null"), ["null"]),
    "Go, unset": (at(lambda call: (call.authorization or "x").strip() in (RIGHT, "Bearer")),
                  ["empty secret"]),
    "optional": (at(lambda call: call.authorization in (RIGHT, None)), ["no header"]),
    "PHP, loose": (at(lambda call: call.authorization in (RIGHT, "")), ["empty header"]),
    "includes": (at(lambda call: SECRET in (call.authorization or "")), ["without the scheme"]),
    "any bearer": (
        at(lambda call: (call.authorization or "").startswith("Bearer")),
        ["empty secret", "wrong secret", "undefined", "None", "null"],
    ),
    "answers 202": (lambda call: Reply(202) if sound(call) is OK else NO, ["right secret"]),
}  # fmt: skip


@pytest.mark.parametrize("name", HANDLERS)
def test_handlers(name: str, tmp_path: Path) -> None:
    answer, faults = HANDLERS[name]
    with running(Server(answer)) as server:
        result = run(f"{server.url}/hook", tmp_path, "-f", "json")
    assert failed(result) == faults
    assert result.code == (1 if faults else 0)
    assert [check["case"] for check in result.json["checks"]] == ALL
    assert result.json["complete"]


def test_what_is_sent(tmp_path: Path) -> None:
    with running(Server(sound)) as server:
        assert run(f"{server.url}/hook?from=test", tmp_path).code == 0
    sent = [call.authorization for call in server.received]
    assert sent[:3] == [None, "", "Bearer "]
    assert sent[3] not in (RIGHT, None)
    assert sent[4:] == ["Bearer undefined", "Bearer None", "Bearer null", SECRET, RIGHT]
    assert {(call.method, call.target) for call in server.received} == {("POST", "/hook?from=test")}
    bodies = [json.loads(call.body) for call in server.received]
    values = [body["entry"][0]["changes"][0]["value"] for body in bodies]
    assert {value["messaging_product"] for value in values} == {"whatsapp"}
    ids = {value["messages"][0]["id"] for value in values}
    assert len(ids) == len(bodies)
    assert all(id_.startswith("wamid.") for id_ in ids)


def test_the_table_says_how_long_it_took(tmp_path: Path) -> None:
    with running(Server(compares_with("Bearer null"))) as server:
        result = run(server.url, tmp_path)
    assert result.code == 1
    assert "anyone can make it" in result.out
    assert re.search(r"The right secret was answered after \d+\.\d+ s", result.out)
    assert "8 passed, 1 failed, 0 untested." in result.out


@pytest.mark.parametrize("limit", [ANSWER_WITHIN])
def test_an_answer_that_comes_too_late_fails(tmp_path: Path, limit: float) -> None:
    over = Event()

    def works_first(call: Received) -> Reply:
        if call.authorization == RIGHT:
            over.wait()
        return sound(call)

    with running(Server(works_first)) as server:
        result = run(server.url, tmp_path, "-f", "json")
        over.set()
    assert (result.code, failed(result)) == (1, ["right secret"])
    assert "no answer within 5 s" in result.json["checks"][-1]["reason"]


NODE = """
const check = auth => auth === `Bearer ${process.env.HOOK_SECRET}`
require('http').createServer((request, response) => {
  response.statusCode = check(request.headers.authorization) ? 200 : 401
  response.end()
}).listen(0, '127.0.0.1', function () { console.log(this.address().port) })
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not on this machine")
@pytest.mark.parametrize(
    ("env", "faults"),
    [({"HOOK_SECRET": SECRET}, []), ({}, ["undefined", "right secret"])],
    ids=["set", "unset"],
)
def test_a_real_handler(env: dict[str, str], faults: list[str], tmp_path: Path) -> None:
    """The comparison of the Gateway's documentation, with its variable set and unset."""
    command = ["node", "--eval", NODE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | env) as handler:
        assert handler.stdout
        port = int(handler.stdout.readline())
        result = run(f"http://127.0.0.1:{port}/webhook", tmp_path, "-f", "json")
        handler.terminate()
    assert failed(result) == faults


BROKEN = {
    "no HTTP": b"hello\r\n\r\n",
    "cut": b"",
    "cut in a chunk": b"HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc",
    "no number": b"HTTP/1.1 abc\r\n\r\n",
    "endless headers": b"HTTP/1.1 401 No\r\n" + b"".join(b"a%d: b\r\n" % n for n in range(500)),
    "a header without end": b"HTTP/1.1 401 No\r\na: " + b"b" * 200_000,
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_could_not_be_tested_is_no_result(name: str, tmp_path: Path) -> None:
    with running(Server(lambda call: Reply(raw=BROKEN[name]))) as server:
        result = run(server.url, tmp_path, "-f", "json")
    assert result.code == 2
    assert {check["result"] for check in result.json["checks"]} == {"untested"}
    assert not result.json["complete"]


def test_a_huge_answer_is_not_read_to_its_end(tmp_path: Path) -> None:
    def flood(call: Received) -> Reply:
        return Reply(sound(call).status, b"x" * 20_000_000)

    with running(Server(flood)) as server:
        assert run(server.url, tmp_path).code == 0


def test_nobody_is_there(tmp_path: Path) -> None:
    with running(Server(sound)) as server:
        url = server.url
    result = run(url, tmp_path)
    assert result.code == 2
    assert result.out.count("nothing listens there") == len(ALL)
