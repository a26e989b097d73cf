"""A key is found however it is written, in every input, and the finding says how and where."""

from __future__ import annotations

import base64
import gzip
import json
import marshal
import plistlib
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.decode.encoders import (
    BY_NAME,
    TEXTUAL,
    base64_url,
    byte_array,
    debian,
    decimals,
    hexdump,
    in_lines,
    letters,
    mail,
    obfuscated,
    pdf,
    png,
    tarred,
    utf_16,
    wrapped,
    xxd,
    zipped,
)
from tests.inputs import in_each_state
from tests.samples import body, production_key
from tests.tools import NO_HYPERSCAN, Repository, scan_json, with_modules

KEY = production_key("encoded")
LINE = f"API_KEY={KEY}\n".encode()
ENCODED = base64.b64encode(KEY.encode())


@dataclass(frozen=True)
class Case:
    content: bytes
    via: tuple[str, ...]
    line: int


def rich_text(data: bytes) -> bytes:
    """How Word keeps the theme of a document: lines of 128 digits, of which the last is longer."""
    lines = in_lines(data.hex().encode(), 128)
    at = lines.rindex(b"\n")
    return b"{\\rtf1{\\*\\themedata " + lines[:at] + lines[at + 1 :] + b"}\r\n{\\*\\end}}"


def base64_behind(before: bytes) -> bytes:
    return b"first\nauth: " + base64.b64encode(before + KEY.encode()) + b"\n"


LONG = b"some words\n" * 30 + LINE + b"more words\n" * 30
LONG_LINES = base64.encodebytes(LONG).splitlines()
LONG_AT = LONG.index(KEY.encode())
LONG_DIGIT = LONG_AT * 4 // 3
KEY_LINE = 1 + LONG.index(KEY.encode()) // 57
"""Each line of 76 digits holds 57 bytes."""

CASES = {
    "Kubernetes Secret": Case(
        b"kind: Secret\ndata:\n  KEY: " + ENCODED + b"\n  OTHER: aGVsbG8=\n", ("base64",), 3
    ),
    "Basic auth": Case(base64_behind(b"user:"), ("base64",), 2),
    "one byte in front": Case(base64_behind(b":"), ("base64",), 2),
    "two bytes in front": Case(base64_behind(b"u:"), ("base64",), 2),
    "docker config": Case(
        json.dumps({"auths": {"h": {"auth": base64_behind(b"me:").decode().split()[-1]}}}).encode(),
        ("base64",),
        1,
    ),
    "padded, as a line of a mail is broken": Case(
        b"CONNEXEASE_API_KEY=" + ENCODED + b"\nwebhooks: on\n", ("base64",), 1
    ),
    "behind a slash": Case(b"/v1/" + ENCODED + b"\n", ("base64",), 1),
    "behind an escaped newline": Case(b'"a\\n' + ENCODED + b'"\n', ("base64",), 1),
    "wrapped": Case(b"k: |\n  " + b"\n  ".join(LONG_LINES) + b"\n", ("base64",), 1 + KEY_LINE),
    "wrapped in JSON": Case(b'{"k": "' + b"\\n".join(LONG_LINES) + b'"}\n', ("base64",), 1),
    "base64 with escaped padding": Case(b"a\n?k=" + ENCODED + b"%3D\n", ("percent", "base64"), 2),
    "twice": Case(base64.b64encode(base64.b64encode(LINE)), ("base64", "base64"), 1),
    "PowerShell": Case(b"-enc " + base64.b64encode(utf_16(LINE)), ("base64", "utf-16"), 1),
    "within a binary": Case(b"\x7fELF\0\0\0" + bytes(range(256)) * 20 + b"\n\0" + LINE, (), 22),
    "UTF-16 in a binary": Case(
        b"MZ\x90\0" + bytes(range(256)) * 40 + b"\xff\0\0" + utf_16(LINE) + b"\0\0\xff",
        ("utf-16",),
        41,
    ),
    "SVG": Case(
        b"<svg>\n<text x='" + KEY.replace("_", "&#x5f;").encode() + b"'/></svg>", ("html",), 2
    ),
    "JSON within HTML-safe JSON": Case(
        b'{"a": "' + KEY.replace("_", "\\u0026#95;").encode() + b'"}', ("escape", "html"), 1
    ),
    "percent twice": Case(b"u=" + KEY.replace("_", "%255F").encode(), ("percent", "percent"), 1),
    "source map": Case(
        json.dumps({"version": 3, "sourcesContent": [f'const k = "{KEY}";\n']}).encode(), (), 1
    ),
    "notebook output": Case(
        json.dumps({"cells": [{"outputs": [{"text": [f"key\n{KEY}\n"]}]}]}, indent=1).encode(),
        (),
        7,
    ),
    "member of a zip": Case(zipped(b"\n" + LINE, "app/.env"), ("zip:app/.env",), 2),
    "tar.gz": Case(gzip.compress(tarred(LINE, "x/y")), ("gzip", "tar:x/y"), 1),
    "Debian package": Case(debian(LINE), ("deb:data.tar.gz", "gzip", "tar:inner/path.txt"), 1),
    "zip in zip": Case(zipped(zipped(LINE), "i.jar"), ("zip:i.jar", "zip:inner/path.txt"), 1),
    "base64 in a member": Case(zipped(b"k: " + ENCODED), ("zip:inner/path.txt", "base64"), 1),
    "Helm release": Case(
        b"a: b\nrelease: " + base64.b64encode(base64.b64encode(gzip.compress(LINE))) + b"\n",
        ("base64", "base64", "gzip"),
        2,
    ),
    **{
        f"in lines of {width}": Case(
            b"k: |\n  " + wrapped(LONG, width, b"\n  "), ("base64",), LONG_DIGIT // width + 2
        )
        for width in (20, 24, 32, 40, 52)
    },
    **{
        f"in literals with {joint!r}": Case(
            b"f('" + wrapped(LONG, width, joint) + b"')\n", ("base64",), LONG_DIGIT // width + 1
        )
        for width, joint in (
            (64, b"'\n  '"),
            (60, b"' +\n  '"),
            (76, b"'\r\n  . '"),
            (32, b"' \\\n'"),
            (64, b"\n# "),
            (40, b"\n * "),
        )
    },
    "PDF": Case(pdf(LINE), ("pdf",), 1),
    "PNG, packed text": Case(
        png(b"zTXt", b"Comment\0\0" + zlib.compress(b"\n" + LINE)), ("png",), 2
    ),
    "PNG, packed international text": Case(
        png(b"iTXt", b"Comment\0\1\0en\0\0" + zlib.compress(LINE)), ("png",), 1
    ),
    "PDF in a mail": Case(b"\n\n" + wrapped(pdf(LINE)), ("base64", "pdf"), 4),
    "property list": Case(
        plistlib.dumps({"Key": KEY}, fmt=plistlib.FMT_BINARY), ("property list",), 1
    ),
    "compiled Python": Case(bytes(16) + marshal.dumps(compile(f"k = '{KEY}'", "a", "exec")), (), 2),
    "mail with an escaped underscore": Case(
        mail(b"key: ").rstrip() + b" " + KEY.replace("_", "=5F").encode(), ("quoted-printable",), 3
    ),
    "in lines of hex": Case(
        b"a\n" + in_lines(LONG.hex().encode(), 60), ("hex",), LONG_AT // 30 + 2
    ),
    "archive in hex, as in rich text": Case(
        rich_text(zipped(LINE)), ("hex", "zip:inner/path.txt"), 1
    ),
    "up to a tag": Case(
        b"<data>\n" + wrapped(b"some words\n" * 9 + LINE) + b"</data>\n", ("base64",), 3
    ),
    "list of decimals": Case(b'{"data":\n' + decimals(LINE) + b"}\n", ("bytes",), 11),
    "array of bytes": Case(b"// a\n" + byte_array(LONG) + b"\n", ("bytes",), LONG_AT // 12 + 3),
    "list of letters": Case(b"a\n[" + letters(LINE[:-1]) + b"]\n", ("bytes",), 2),
    "fromCharCode": Case(
        b"k=String.fromCharCode(" + b",".join(b"%d" % byte for byte in KEY.encode()) + b")\n",
        ("bytes",),
        1,
    ),
    **{
        f"hex with {sign!r}": Case(b"k: " + LINE.hex(sign).encode() + b"\n", ("bytes",), 1)
        for sign in " :-,"
    },
    **{
        f"zlib in base64, level {level}": Case(
            b"a\nDIFF=" + base64_url(zlib.compress(LINE, level)) + b"\n", ("base64", "zlib"), 2
        )
        for level in (0, 1, 6, 9)
    },
    "zlib in lines of base64": Case(
        b"a\n" + in_lines(base64.b64encode(zlib.compress(LONG)), 76), ("base64", "zlib"), 2
    ),
    "obfuscated, far from the alphabet": Case(
        b"a();\n" * 4_000 + obfuscated(LINE).replace(b";var", b";" + b"\na();" * 9_000 + b"var"),
        ("base64",),
        4_001,
    ),
    "hexdump": Case(b"# Dump\n\n" + hexdump(LONG), ("hexdump",), LONG_AT // 16 + 3),
    "xxd": Case(xxd(LONG), ("hexdump",), LONG_AT // 16 + 1),
    "part of a hexdump": Case(hexdump(b"." * 23 + LINE)[79:], ("hexdump",), 1),
    "mail": Case(mail(b"Dear all,\n\n" + b"words " * 9 + LINE), ("quoted-printable",), 5),
    "mail without its header": Case(
        b"some words\n" + b"words " * 9 + LINE[:16] + b"=\n" + LINE[16:], ("quoted-printable",), 2
    ),
    "base64 in a mail, broken in front of what could pad it": Case(
        b"some words\n" + b"words " * 6 + ENCODED[:23] + b"=\n" + ENCODED[23:] + b"\n",
        ("quoted-printable", "base64"),
        2,
    ),
    **{name: Case(encoder.encode(LINE), (encoder.step,), 1) for name, encoder in BY_NAME.items()},
}


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, object]]]:
    """All cases in one repository: what the work tree, the index and the history report."""
    repository = Repository.create(tmp_path_factory.mktemp("everywhere") / "repository")
    files = {f"case{number}": case.content for number, case in enumerate(CASES.values())}
    results = in_each_state(repository, files)
    assert [result.json["problems"] for result in results] == [[], [], []]
    assert not any(KEY in result.out or ENCODED.decode() in result.out for result in results)
    return {
        f"case{number}": [
            finding
            for result in results
            for finding in result.json["findings"]
            if finding["path"] == f"case{number}"
        ]
        for number in range(len(CASES))
    }


@pytest.mark.parametrize(("number", "name"), list(enumerate(CASES)))
def test_found_in_every_input(
    number: int, name: str, scanned: dict[str, list[dict[str, object]]]
) -> None:
    case = CASES[name]
    found = [
        (each["rule"], tuple(each["via"]), each["line"], each["occurrences"])  # type: ignore[arg-type]
        for each in scanned[f"case{number}"]
    ]
    assert found == [("production-key", case.via, case.line, 1)] * 3


def test_every_encoder_is_in_the_table() -> None:
    assert {encoder.name for encoder in TEXTUAL} <= set(CASES)


def test_histories_are_decoded_alike_without_compiled_helpers(tmp_path: Path) -> None:
    without = with_modules(tmp_path / "without", NO_HYPERSCAN)
    repository = Repository.create(tmp_path / "repository")
    for number, case in enumerate(CASES.values()):
        repository.write(f"case{number}", case.content)
    repository.commit()
    results = [scan_json("history", cwd=repository.path, env=env) for env in ({}, without)]
    assert results[0].json["findings"] == results[1].json["findings"]
    assert len(results[0].json["findings"]) == len(CASES)


@pytest.mark.parametrize("command", ["scan", "history"])
def test_what_a_custom_rule_is_about_is_found_in_base64(
    command: str, repository: Repository
) -> None:
    token = f"acme_{body('custom')}"
    encoded = base64.encodebytes(f"some words\n{token}\nand more of them, and again\n".encode() * 3)
    repository.write("a.txt", b"k: " + encoded)
    repository.write(
        ".keyguard.toml",
        "[[patterns]]\nid = 'acme'\ndescription = 'A'\nkeywords = ['acme_']\n"
        "expression = 'acme_[A-Za-z0-9]{32}'\n",
    )
    repository.commit()
    assert ("acme", "a.txt") in scan_json(command, cwd=repository.path).found
