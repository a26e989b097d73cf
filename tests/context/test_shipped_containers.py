"""What an app or an extension is packed in decides, whatever its members are called."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.samples import production_key
from tests.tools import Repository, scan_json

MEMBERS = ("assets/server/app.py", "README.md", "tests/data.json", "config.yml", "META-INF/a.txt")
CONTAINERS = {
    "release/shop.apk": "key-in-mobile",
    "shop.aab": "key-in-mobile",
    "Shop.ipa": "key-in-mobile",
    "shop.xpi": "key-in-frontend",
    "shop.crx": "key-in-frontend",
    "shop.whl": "production-key",
    "shop.zip": "production-key",
    "apk.zip": "production-key",
    "tests/shop.apk": "production-key",
}
RAW = {
    "resources/app.asar": "key-in-frontend",
    "output/main.lynx.bundle": "key-in-mobile",
    "lynx.bundle": "production-key",
    "public/shop.wasm": "key-in-frontend",
    "static/js/shop_bg.wasm": "key-in-frontend",
    "server/plugin.wasm": "production-key",
    "shop.wasm": "production-key",
    "shop.bin": "production-key",
}


@pytest.mark.parametrize("member", MEMBERS)
def test_members(repository: Repository, member: str) -> None:
    """A member of an archive of no such kind is judged by its own name."""
    for name in CONTAINERS:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(member, f"key = {production_key(name)}\n")
        repository.write(name, packed.getvalue())
    found = scan_json("scan", cwd=repository.path).found
    assert {(CONTAINERS[name], name) for name in CONTAINERS} == found


def test_binaries(repository: Repository) -> None:
    for name in RAW:
        repository.write(name, b"\0asm\1\0\0\0" + f"\0{production_key(name)}\0".encode())
    found = scan_json("scan", cwd=repository.path).found
    assert {(RAW[name], name) for name in RAW} == found


def test_what_is_beside_a_member_says_how_it_is_built(repository: Repository) -> None:
    """As on disk, the manifest and the configuration within the archive."""
    for name, version in (("old.zip", 7), ("new.zip", 8)):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                "web/package.json", f'{{"dependencies": {{"vite": "^{version}.0.0"}}}}'
            )
            archive.writestr(
                "web/vite.config.js", "export default {define: {'process.env': process.env}}"
            )
            archive.writestr("web/.env", f"GATEWAY_KEY={production_key(name)}\n")
        repository.write(name, packed.getvalue())
    found = scan_json("scan", cwd=repository.path).found
    assert found == {("production-key", "old.zip"), ("key-in-public-env", "new.zip")}
