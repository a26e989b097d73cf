"""What Git LFS and git-annex keep: read where it is here, told where it is not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.formats.containers import lfs_pointer
from tests.inputs import INPUTS
from tests.samples import production_key
from tests.tools import Repository, Result

LINE = f"API_KEY={production_key('elsewhere')}\n".encode()
CLEAN = b"nothing of interest\n"
KEY = "SHA256E-s50--" + "0f" * 32 + ".txt"
LINK = f"annex/objects/Xk/1P/{KEY}/{KEY}"
Read = Callable[[Repository, dict[str, str], Path], Result]


def put(repository: Repository, content: bytes) -> None:
    """Where Git LFS keeps an object that it fetched."""
    id_ = hashlib.sha256(content).hexdigest()
    repository.write(f".git/lfs/objects/{id_[:2]}/{id_[2:4]}/{id_}", content)


@pytest.mark.parametrize("read", INPUTS, ids=lambda read: read.__name__)
def test_in_every_input(read: Read, repository: Repository, tmp_path: Path) -> None:
    for content in (LINE, CLEAN):
        put(repository, content)
    repository.write("key.bin", lfs_pointer(LINE))
    repository.write("clean.bin", lfs_pointer(CLEAN))
    repository.write("gone.bin", lfs_pointer(b"gone"))
    repository.write("README", b"a pointer: " + lfs_pointer(b"gone"))
    (repository.path / "annexed.txt").symlink_to(".git/" + LINK)
    repository.write(".git/" + LINK, LINE)
    (repository.path / "lost.txt").symlink_to(".git/" + LINK.replace("0f", "1e"))
    result = read(repository, {}, tmp_path)
    assert result.found == {("production-key", "key.bin"), ("production-key", "annexed.txt")}
    assert {each["path"] for each in result.json["problems"]} == {"gone.bin", "lost.txt"}
    assert result.code == 2


@pytest.mark.parametrize("parts", ["../..", "Xk/.."])
def test_no_link_leads_out(parts: str, repository: Repository, tmp_path: Path) -> None:
    name = "SHA256E-s50--" + "0f" * 32
    (repository.path / "link").symlink_to(f".git/annex/objects/{parts}/{name}/{name}")
    repository.write(".git/annex/objects/Xk/1P/file", b"")
    for folder in (".git", ".git/annex/objects"):
        repository.write(f"{folder}/{name}/{name}", LINE)
    result = INPUTS[0](repository, {}, tmp_path)
    assert (result.code, result.found) == (2, set())
