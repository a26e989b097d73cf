"""What is packed and then written in digits is opened, as scripts, sessions and JSON hold it."""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.decode.encoders import zipped
from tests.samples import production_key
from tests.tools import NO_HYPERSCAN, Repository, scan_json, with_modules

LINE = f"API_KEY={production_key('packed in text')}\n".encode()
NOISE = Random("noise").randbytes(900)
SHORT = gzip.compress(f"K={production_key('short')}\n".encode(), mtime=0).hex()
LEVELS = {f"level {level}": zlib.compress(LINE, level) for level in (1, 3, 6, 9)}


def in_json(data: bytes, slash: bytes = b"\\/", lines: bool = False) -> bytes:
    """As ``json_encode`` of PHP writes it, which escapes a slash."""
    digits = base64.encodebytes(data) if lines else base64.b64encode(data)
    return b'{"a": "' + digits.replace(b"/", slash).replace(b"\n", b"\\n") + b'"}\n'


def once(data: bytes) -> bytes:
    return b"a: b\ndata: " + base64.b64encode(data) + b"\n"


def in_xml(data: bytes, end: bytes) -> bytes:
    """As Word writes a shape: an end of line is a reference in a value."""
    return b'<v:shape o:gfxdata="' + base64.encodebytes(data).replace(b"\n", end) + b'"/>\n'


def in_java(data: bytes) -> bytes:
    """As literals that are filled up to a width: the last has room for one digit more."""
    digits = base64.b64encode(data.ljust((10 * 81 + 82) * 3 // 4, b"\0"))
    lines = [*(digits[at : at + 81] for at in range(0, 810, 81)), digits[810:]]
    return b'A =\n    "' + b'" +\n    "'.join(lines) + b'";\n'


CASES = {
    **{name: (once(packed), ["base64", "zlib"]) for name, packed in LEVELS.items()},
    "twice": (once(base64.b64encode(LEVELS["level 6"])), ["base64", "base64", "zlib"]),
    "session of Flask": (
        b"Set-Cookie: session=." + base64.urlsafe_b64encode(zlib.compress(LINE)).rstrip(b"="),
        ["base64", "zlib"],
    ),
    "string of Python": (
        b'DATA = """\n' + base64.encodebytes(zlib.compress(LINE + NOISE)) + b'"""\n',
        ["base64", "zlib"],
    ),
    "short in hexadecimal": (f"Buffer.from('{SHORT}', 'hex')\n".encode(), ["hex", "gzip"]),
    "short in capital hexadecimal": (f"data: {SHORT.upper()}\n".encode(), ["hex", "gzip"]),
    "JSON of PHP": (in_json(NOISE + b" " + LINE), ["base64"]),
    "JSON of PHP within JSON": (in_json(NOISE + b" " + LINE, b"\\\\/"), ["base64"]),
    "gzip in JSON of PHP": (in_json(gzip.compress(LINE + NOISE)), ["base64", "gzip"]),
    "zlib in JSON of PHP": (in_json(zlib.compress(NOISE + LINE)), ["base64", "zlib"]),
    "zip in XML": (in_xml(zipped(NOISE + LINE), b"&#xA;"), ["base64", "zip:inner/path.txt"]),
    "zip in a form": (in_xml(zipped(NOISE + LINE), b"%0D%0A"), ["base64", "zip:inner/path.txt"]),
    "gzip in Java": (in_java(gzip.compress(NOISE[:500] + LINE)), ["base64", "gzip"]),
    "lines in JSON of PHP": (in_json(gzip.compress(LINE + NOISE), lines=True), ["base64", "gzip"]),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, list[str]]]:
    """What leads to the findings, by path, in a scan, a commit hook and a history, with what looks
    for all clues at once and without."""
    folder = tmp_path_factory.mktemp("packed")
    repository = Repository.create(folder / "r")
    for name, (content, _) in CASES.items():
        repository.write(name, content)
    repository.git("add", "--all")
    repository.commit("all of them")
    portable = with_modules(folder / "modules", NO_HYPERSCAN)
    results = [
        scan_json(command, cwd=repository.path, env=env)
        for command in ("scan", "history")
        for env in ({}, portable)
    ]
    assert not any(result.json["problems"] for result in results)
    return [{each["path"]: each["via"] for each in result.json["findings"]} for result in results]


@pytest.mark.parametrize("name", CASES)
def test_it_is_opened(name: str, told: list[dict[str, list[str]]]) -> None:
    assert [each.get(name) for each in told] == [CASES[name][1]] * len(told)


@pytest.mark.parametrize(
    "write",
    [
        lambda data: once(data)[:-40],
        lambda data: b"decodeNode = 'eJw" + b"a" * 60 + b"'\n",
        lambda data: b"eN" + data.hex().encode(),
    ],
    ids=["cut off", "begins so", "hexadecimal"],
)
def test_what_only_looks_like_it_is_no_problem(
    write: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(write(zlib.compress(b"nothing " * 9 + NOISE[:80])))
    result = scan_json("scan", "a.txt", cwd=tmp_path)
    assert (result.code, result.json["problems"]) == (0, [])
