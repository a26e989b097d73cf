"""A large tree is looked into by several processes: what they say is what one says."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from keyguard.model import Scanned, Skip
from keyguard.model.piece import LARGE
from keyguard.model.source import submodule
from keyguard.pipeline.look import Look
from keyguard.prefilter.select import CluePrefilter
from keyguard.settings import KeyFormat
from keyguard.sources import files, sifting
from tests.samples import production_key, webhook_secret
from tests.tools import Repository, scan_json

KEY = production_key()
CLEAN_LINE = b"webhook_secret = os.environ['WEBHOOK_SECRET']\n"
CLEAN_TEXT = CLEAN_LINE + b"nothing of interest on this line\n" * 400
HANDLER = """const express = require("express");
const app = express();
// messages from the Connexease Gateway
app.post("/webhook", async (req, res) => { await handle(req.body); res.sendStatus(200); });
"""
POINTER = """version https://git-lfs.github.com/spec/v1
oid sha256:{}
size {}
"""


def _zip(**members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return file.getvalue()


CONTENTS: dict[str, bytes] = {
    ".env.production": f"CONNEXEASE_API_KEY={KEY}\n".encode(),
    "clean.py": CLEAN_LINE,
    "server.js": HANDLER.encode(),
    "clean.zip": _zip(a=CLEAN_LINE.decode(), b="nothing"),
    "held.zip": _zip(a=f"key = {production_key(1)}\n"),
    "broken.zip": _zip(a="webhook " * 900)[:-30],
    "packed.gz": gzip.compress(f"key = {production_key(2)}\n".encode(), mtime=0),
    "encoded.txt": base64.b64encode(f"key = {production_key(3)}\n".encode()),
    "wide.reg": f'"Key"="{production_key(4)}"\r\n'.encode("utf-16"),
    f"name-{production_key(5)}.txt": b"nothing",
    "web/public/app.js": f'const webhookSecret = "{webhook_secret(1)}";\n'.encode(),
    "large-and-clean.log": CLEAN_TEXT * (LARGE // len(CLEAN_TEXT) + 1),
    "large.log": CLEAN_TEXT * (LARGE // len(CLEAN_TEXT)) + f"key={production_key(6)}\n".encode(),
    "empty": b"",
}


@pytest.fixture
def shared_by_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sifting, "WORTH_PROCESSES", 1)


def _said(folder: Path, jobs: int) -> dict[str, Any]:
    report: dict[str, Any] = scan_json("scan", "--jobs", str(jobs), cwd=folder).json
    return report


@pytest.mark.usefixtures("shared_by_two")
def test_two_processes_say_what_one_says(tmp_path: Path) -> None:
    for name, content in CONTENTS.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    alone, together = (_said(tmp_path, jobs) for jobs in (1, 2))
    assert alone == together
    assert alone["scanned"]["files"] == len(CONTENTS)
    assert {each["path"] for each in alone["findings"]} >= {
        ".env.production", "server.js", "held.zip", "packed.gz", "encoded.txt", "wide.reg",
        "web/public/app.js", "large.log",
    }  # fmt: skip
    assert [each["path"] for each in alone["problems"]] == ["broken.zip"]


@pytest.mark.usefixtures("shared_by_two")
def test_what_git_stores_otherwise_is_judged_as_it_is_stored(repository: Repository) -> None:
    """A filter may take out of a key's file what stands in the work tree, or put a key there."""
    repository.git("config", "filter.swap.clean", f"sed s/webhook/{KEY}/")
    repository.git("config", "filter.swap.smudge", f"sed s/{KEY}/webhook/")
    repository.write(".gitattributes", "*.swapped filter=swap\n")
    repository.write("a.swapped", "webhook = os.environ['WEBHOOK_SECRET']\n")
    repository.git("add", ".")
    alone, together = (_said(repository.path, jobs) for jobs in (1, 2))
    assert alone == together
    assert [each["path"] for each in alone["findings"]] == ["a.swapped"]


@pytest.mark.usefixtures("shared_by_two")
def test_a_pointer_stands_for_what_lfs_keeps(repository: Repository) -> None:
    content = f"CONNEXEASE_API_KEY={KEY}\n".encode()
    id_ = hashlib.sha256(content).hexdigest()
    repository.write(f".git/lfs/objects/{id_[:2]}/{id_[2:4]}/{id_}", content)
    repository.write("model.bin", POINTER.format(id_, len(content)))
    repository.git("add", "model.bin")
    alone, together = (_said(repository.path, jobs) for jobs in (1, 2))
    assert alone == together
    assert [each["path"] for each in alone["findings"]] == ["model.bin"]


@pytest.mark.usefixtures("shared_by_two")
def test_a_file_that_changes_after_the_look_is_looked_into_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changing = tmp_path / "changing.py"
    changing.write_text(f"first = '{KEY}'\n")
    look_into = Look.into

    def into(look: Look, blob: Any) -> Any:
        seen = look_into(look, blob)
        changing.write_text("# one line more\n" * 30_000 + f"second = '{production_key(1)}'\n")
        return seen

    monkeypatch.setattr(Look, "into", into)
    (tmp_path / "other.py").write_text("nothing")
    found = _said(tmp_path, 2)["findings"]
    assert [(each["path"], each["line"]) for each in found] == [("changing.py", 30_001)]


def test_the_number_of_processes_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = {b"key": KEY, b"large": "x" * 101, b"clean": "nothing", b"empty": ""}
    for name, content in contents.items():
        (tmp_path / os.fsdecode(name)).write_text(content)
    (tmp_path / "folder").mkdir()
    names = [b"gone", b"folder", b"webhooks: {", *contents] * 3
    (tmp_path / "webhooks: {").write_text("a name that is worth a look")
    monkeypatch.setattr(sifting, "WORTH_PROCESSES", 1)
    monkeypatch.setattr(sifting, "TASKS_PER_JOB", 1)
    file_filter = sifting.FileFilter(os.fsencode(tmp_path), CluePrefilter(KeyFormat()), 100)
    for jobs in (1, 3):
        parts = list(sifting.sift(file_filter, names, jobs))
        suspects = [each.path for part in parts for each in part.suspects]
        assert suspects == [b"webhooks: {", b"key"] * 3
        reasons = [item for part in parts for item in part.unread if isinstance(item, Skip)]
        assert reasons == [files.DELETED, submodule(b"folder")] * 3
        assert sum((part.clean for part in parts), Scanned()) == Scanned(6, 6, bytes=21, objects=6)
