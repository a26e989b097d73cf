"""Handlers, good and bad, as real servers; what is said of each, and where the secret goes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from keyguard.errors import KeyguardError
from keyguard.http.origin import parse_url
from tests.samples import webhook_secret
from tests.servers import LOOPBACK, Answer, Received, Reply, Server, make_certificate, running
from tests.tools import Result, keyguard

SECRET = webhook_secret("webhook-test")
RIGHT = f"Bearer {SECRET}"
OK, NO = Reply(200), Reply(401)
ALL = [
    "no header", "empty header", "empty secret", "wrong secret", "undefined", "None", "null",
    "without the scheme", "right secret",
]  # fmt: skip


def run(url: str, cwd: Path, *options: str, env: dict[str, str] | None = None) -> Result:
    variables = {"WEBHOOK_SECRET": SECRET} if env is None else env
    result = keyguard("webhook-test", url, *options, cwd=cwd, env=variables)
    assert SECRET not in result.out + result.err
    return result


def failed(result: Result) -> list[str]:
    return [check["case"] for check in result.json["checks"] if check["result"] == "failed"]


def sound(call: Received) -> Reply:
    return OK if call.authorization == RIGHT else NO


def compares_with(unset: str) -> Answer:
    """A handler that runs without its secret, and was written in a careless language."""
    return lambda call: OK if (call.authorization or "") in (RIGHT, unset) else NO


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
    assert "The right secret was answered after 0." in result.out
    assert "8 passed, 1 failed, 0 untested." in result.out


def test_an_answer_that_comes_too_late_fails(tmp_path: Path) -> None:
    def works_first(call: Received) -> Reply:
        if call.authorization == RIGHT:
            time.sleep(7)
        return sound(call)

    with running(Server(works_first)) as server:
        result = run(server.url, tmp_path, "-f", "json")
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


@pytest.mark.parametrize("source", ["--secret-stdin", "--secret-env"])
def test_where_the_secret_comes_from(source: str, tmp_path: Path) -> None:
    options = [source] if source == "--secret-stdin" else [source, "HOOK"]
    with running(Server(sound)) as server:
        result = keyguard(
            "webhook-test", server.url, *options, cwd=tmp_path, stdin=f"{SECRET}\n",
            env={"HOOK": SECRET},
        )  # fmt: skip
    assert result.code == 0


@pytest.mark.parametrize("secret", [None, "", " first", "line\nbreak", "snow☃man", "tab\t"])
def test_no_usable_secret(secret: str | None, tmp_path: Path) -> None:
    env = {} if secret is None else {"WEBHOOK_SECRET": secret}
    with running(Server(sound)) as server:
        assert run(server.url, tmp_path, env=env).code == 2
    assert not server.received


def test_a_secret_of_several_words(tmp_path: Path) -> None:
    words = "correct horse battery staple (and so on)"
    with running(Server(lambda call: OK if call.authorization == f"Bearer {words}" else NO)) as it:
        assert run(it.url, tmp_path, env={"WEBHOOK_SECRET": words}).code == 0


NOT_MINE = [
    "http://192.0.2.7/hook",
    "http://[2001:db8::1]:8080/",
    "http://0.0.0.0:{port}/",
    "http://user@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}@192.0.2.7/",
    "http://127.0.0.1:{port}#@192.0.2.7/",
    "http://127.0.0.1:{port}\\@192.0.2.7/",
    "http://127.0.0.1.{port}.invalid/",
    "http:///hook",
    "ftp://127.0.0.1:{port}/",
    "http://127.0.0.1:{port}/ hook",
    "http://127.0.0.1:{port}/\r\nX: y",
    "http://127.0.0.1:99999/",
    "http://127。0。0。1:{port}/",
    "file:///etc/passwd",
    "",
]


@pytest.mark.parametrize("url", NOT_MINE)
def test_the_secret_stays_on_this_machine(url: str, tmp_path: Path) -> None:
    with running(Server(sound)) as server:
        result = run(url.format(port=server.port), tmp_path)
    assert (result.code, result.out) == (2, "")
    assert not server.received


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "localhost.", "127.1"])
def test_names_of_this_machine(host: str, tmp_path: Path) -> None:
    with running(Server(sound)) as server:
        assert run(f"http://{host}:{server.port}/hook", tmp_path).code == 0


def test_a_host_that_is_mine_has_to_be_the_one_of_the_url(tmp_path: Path) -> None:
    with running(Server(sound)) as server:
        url = f"http://0.0.0.0:{server.port}/"
        assert "--host-is-mine 0.0.0.0" in run(url, tmp_path).err
        assert run(url, tmp_path, "--host-is-mine", "example.org").code == 2
        assert not server.received
        assert run(url, tmp_path, "--host-is-mine", "0.0.0.0").code == 0


def test_a_proxy_of_the_environment_gets_nothing(tmp_path: Path) -> None:
    proxy_env = {"WEBHOOK_SECRET": SECRET}
    with running(Server(lambda call: NO)) as proxy, running(Server(sound)) as server:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
            proxy_env[name] = proxy.url
        assert run(server.url, tmp_path, env=proxy_env).code == 0
    assert not proxy.received


def test_tls_needs_a_certificate_that_is_trusted(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path, f"IP:{LOOPBACK}")
    with running(Server(sound, certificate.context)) as server:
        result = run(server.url, tmp_path)
        assert result.code == 2
        assert "certificate is not trusted" in result.out
        assert not server.received
        assert run(server.url, tmp_path, "--ca", str(certificate.path)).code == 0
        other = f"https://localhost:{server.port}"
        assert run(other, tmp_path, "--ca", str(certificate.path)).code == 2


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"\xff\xfe"])
def test_a_bad_file_of_certificates(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_bytes(content)
    result = run("https://127.0.0.1:1/", tmp_path, "--ca", str(file))
    assert (result.code, result.out) == (2, "")
    assert "--ca" in result.err


SPELLINGS: list[tuple[str, Any]] = [
    ("HTTPS://API.Gateway.Connexease.COM./x", "https://api.gateway.connexease.com/x"),
    ("api.gateway.connexease.com:443", "https://api.gateway.connexease.com/"),
    ("http://[::1]:80/?a=b", "http://[::1]/?a=b"),
    ("https://a.b?c", "https://a.b/?c"),
    ("https://api.gateway.connexease.com@evil.example", None),
    ("https://evil.example\\.api.gateway.connexease.com", None),
    ("https://api.gateway.connexease.com:0", None),
    ("https://api.gateway.connexease.com:", None),
    ("https://a..b", None),
    ("https://" + "a." * 127 + "aa", None),
    ("https://" + "a" * 64, None),
    ("https://api%2egateway.connexease.com", None),
    ("//api.gateway.connexease.com", None),
]


@pytest.mark.parametrize(("text", "meant"), SPELLINGS)
def test_spellings_of_addresses(text: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(KeyguardError):
            parse_url(text, "it")
    else:
        assert str(parse_url(text, "it")) == meant
