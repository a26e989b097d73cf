"""How ``verify`` reports what is alive, dead or unknown, in every format."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.servers import Reply, Server, running
from tests.tools import keyguard
from tests.verify.gateway import NO_MESSAGE, error, gateway, liveness, verify
from tests.verify.keys import FIRST, SECOND, STAGING, with_files


def test_what_is_alive_comes_first(tmp_path: Path) -> None:
    files = {"a.py": f'a = "{FIRST}"\n', "b.py": f'b = "{STAGING}"\n', "c.py": f'c = "{SECOND}"\n'}
    folder = with_files(tmp_path, **files)
    replies = {STAGING: NO_MESSAGE, SECOND: error(500, "AUTH_004")}
    with running(Server(gateway(replies))) as server:
        result = verify(server, folder, "--yes", "-f", "json")
        text = verify(server, folder, "--yes").out
    assert result.code == 2
    assert liveness(result) == ["alive", "dead", "unknown"]
    assert [finding["path"] for finding in result.json["findings"]] == ["b.py", "a.py", "c.py"]
    assert not result.json["complete"]
    assert "1 key could not be verified" in result.json["problems"][0]["message"]
    assert "3 keys: 1 alive, 1 dead, 1 unknown; revoke what is alive first." in result.err
    assert text.startswith("b.py\n")
    assert "Alive: the Gateway accepts it" in text
    assert "Dead, as of now" in text
    assert "Unknown whether it is alive" in text
    assert not any(key in text + result.out + result.err for key in (FIRST, STAGING, SECOND))


@pytest.mark.parametrize("reply", [NO_MESSAGE, error(401, "AUTH_001"), Reply(503)])
def test_what_is_unknown_or_dead_is_as_severe_as_before(reply: Reply, folder: Path) -> None:
    plain = keyguard("scan", "-f", "json", cwd=folder).json["findings"]
    with running(Server(gateway({FIRST: reply}))) as server:
        told = verify(server, folder, "--yes", "-f", "json").json["findings"]
    assert [each["severity"] for each in told] == [each["severity"] for each in plain]
    assert [each["fingerprint"] for each in told] == [each["fingerprint"] for each in plain]


@pytest.mark.parametrize("format", ["text", "json", "sarif", "html", "markdown", "junit"])
def test_what_is_alive_comes_first_in_every_format(format: str, tmp_path: Path) -> None:
    """Even where what is not is the more severe. GitHub counts errors and warnings apart."""
    folder = with_files(tmp_path, **{"a.py": f'a = "{FIRST}"\n', "b.py": f'b = "{STAGING}"\n'})
    with running(Server(gateway({STAGING: NO_MESSAGE}))) as server:
        text = verify(server, folder, "--yes", "-f", format).out
    assert 0 <= text.index("b.py") < text.index("a.py")


@pytest.mark.parametrize("format", ["text", "json", "sarif", "github", "html", "markdown", "junit"])
def test_every_format_says_that_it_is_alive(format: str, folder: Path) -> None:
    with running(Server(gateway({FIRST: NO_MESSAGE}))) as server:
        result = verify(server, folder, "--yes", "-f", format)
    said = "alive, high" if format == "markdown" else "Alive: the Gateway accepts it"
    assert said in result.out
    assert FIRST not in result.out
