"""The secret stays on this machine, whatever the address, the proxy or the certificate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from keyguard.errors import KeyguardError
from keyguard.http.origin import parse_url
from tests.servers import LOOPBACK, Server, make_certificate, running
from tests.webhook_test.handlers import NO, SECRET, run, sound

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
