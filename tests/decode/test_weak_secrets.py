"""A weak webhook secret is found however it is encoded, in files and in histories."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.decode.encoders import hexdump
from tests.samples import body
from tests.tools import Repository, scan_json

FOLDER = Path(__file__).parent
SECRET = "hook" + body("weak", 4, "0123456789")
ENCODERS: dict[str, Callable[[str], str]] = {
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "hex": lambda text: text.encode().hex(),
    "decimals": lambda text: ", ".join(str(ord(character)) for character in text),
    "x": lambda text: "".join(f"\\x{ord(character):02x}" for character in text),
    "dump": lambda text: hexdump(text.encode()).decode(),
}
_TO_ENCODE = re.compile(rf"\{{({'|'.join(ENCODERS)}):((?:[^{{}}]|\{{[^{{}}]*\}})*)\}}")


def fill(template: str) -> str:
    text = template.replace("{secret}", SECRET).replace("¶", "\n")
    return _TO_ENCODE.sub(lambda found: ENCODERS[found[1]](found[2]), text) + "\n"


def rows(name: str) -> list[str]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


HITS = [line.split("\t", 1) for line in rows("weak_secrets.txt")]
MISSES = rows("no_secrets.txt")


def reports(repository: Repository, texts: list[str]) -> list[dict[str, list[tuple[str, ...]]]]:
    """What is reported of each text in the work tree, and once it is history."""
    for number, text in enumerate(texts):
        repository.write(f"case{number}", text.encode())
    repository.commit("all")
    results = [scan_json("scan", "--all", cwd=repository.path)]
    repository.git("rm", "--quiet", "-r", ".")
    repository.commit("none")
    results.append(scan_json("history", "--all", cwd=repository.path))
    found: list[dict[str, list[tuple[str, ...]]]] = []
    for result in results:
        assert result.json["problems"] == []
        found.append({})
        for finding in result.json["findings"]:
            steps = (finding["rule"], *finding["via"])
            found[-1].setdefault(finding["path"], []).append(steps)
    return found


@pytest.fixture(scope="module")
def hits(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, list[tuple[str, ...]]]]:
    repository = Repository.create(tmp_path_factory.mktemp("weak") / "repository")
    return reports(repository, [fill(text) for _, text in HITS])


@pytest.mark.parametrize("number", range(len(HITS)), ids=[text for _, text in HITS])
def test_is_found(number: int, hits: list[dict[str, list[tuple[str, ...]]]]) -> None:
    via = () if HITS[number][0] == "-" else (HITS[number][0],)
    for found in hits:
        assert found.get(f"case{number}") == [("weak-webhook-secret", *via)]


def test_random_bytes_are_a_secret_as_they_are_written(repository: Repository) -> None:
    secret = body("bytes", 64, "89abcdef")
    repository.write("a.js", f'const webhookSecret = Buffer.from("{secret}", "hex");\n'.encode())
    repository.commit()
    for command in ("scan", "history"):
        (finding,) = scan_json(command, cwd=repository.path).json["findings"]
        assert (finding["rule"], finding["via"]) == ("hardcoded-webhook-secret", [])


def test_what_holds_nothing_is_silent(repository: Repository) -> None:
    found = reports(repository, [fill(text) for text in MISSES])
    named = [{MISSES[int(path[4:])]: rules for path, rules in each.items()} for each in found]
    assert named == [{}, {}]
