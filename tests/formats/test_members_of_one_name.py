"""Members that say different things at the same spot, and may share a name."""

from __future__ import annotations

import io
import tarfile
import warnings
import zipfile
import zlib
from pathlib import Path

from tests.samples import body, production_key, webhook_secret
from tests.tools import Repository, scan_json

LINES = [f"API_KEY={production_key(f'member {number}')}\n".encode() for number in range(3)]


def zipped() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the name is taken
        for line in LINES:
            archive.writestr("a.env", line)
    return content.getvalue()


def tarred() -> bytes:
    """As after `tar --append`."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for line in LINES:
            entry = tarfile.TarInfo("a.env")
            entry.size = len(line)
            archive.addfile(entry, io.BytesIO(line))
    return content.getvalue()


def pages() -> bytes:
    streams = map(zlib.compress, LINES)
    objects = (b"<</Filter/FlateDecode>>\nstream\n%s\nendstream\n" % each for each in streams)
    return b"%PDF-1.4\n" + b"".join(objects)


def versions(repository: Repository) -> bytes:
    for line in LINES:
        repository.commit_file("a.env", line)
    repository.git("repack", "-adq")
    (pack,) = (repository.path / ".git/objects/pack").glob("*.pack")
    return pack.read_bytes()


def test_each_is_read(repository: Repository, tmp_path: Path) -> None:
    contents = {
        "a.zip": zipped(),
        "a.tar": tarred(),
        "a.pdf": pages(),
        "a.pack": versions(repository),
    }
    folder = tmp_path / "archives"
    folder.mkdir()
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    findings = scan_json("scan", ".", "--show-secrets", cwd=folder).json["findings"]
    found = {(each["path"], each["credential"]["secret"]) for each in findings}
    keys = [line.decode().strip().partition("=")[2] for line in LINES]
    assert found == {(name, key) for name in contents for key in keys}


def test_none_is_about_what_is_in_another(tmp_path: Path) -> None:
    """One value may be two things at once, of which the graver is told; these are two values."""
    values = {
        "stripe_api_key": "sk_live_" + body("member", 24),
        "webhook_secret": webhook_secret(0, 32),
    }
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, value in values.items():
            archive.writestr(f"{name}.py", f'{name} = "{value}"\n')
    assert scan_json("scan", "a.zip", cwd=tmp_path).found == {
        ("other-vendor-key", "a.zip"),
        ("hardcoded-webhook-secret", "a.zip"),
    }
