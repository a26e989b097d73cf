"""What Git LFS and git-annex keep: read where it is here, told where it is not."""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.formats.containers import lfs_pointer
from tests.inputs import INPUTS, history, staged, tree
from tests.samples import production_key
from tests.tools import Repository, Result, scan_json

LINE = f"API_KEY={production_key('elsewhere')}\n".encode()
CLEAN = b"nothing of interest\n"
KEY = f"SHA256E-s{len(LINE)}--" + "0f" * 32 + ".txt"
LINK = f"annex/objects/Xk/1P/{KEY}/{KEY}"
SOME = (tree, staged, history)
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


@pytest.mark.parametrize("read", SOME, ids=lambda read: read.__name__)
@pytest.mark.parametrize("spread", ["mixed", "lower"])
@pytest.mark.parametrize("more", ["", "/annex/reserved for what is to come\n"])
def test_an_unlocked_file_of_git_annex(
    read: Read, spread: str, more: str, repository: Repository, tmp_path: Path
) -> None:
    digest = hashlib.md5(KEY.encode(), usedforsecurity=False)
    word = int.from_bytes(digest.digest()[:4], "little")
    letters = "0123456789zqjxkmvwgpfZQJXKMVWGPF"
    b, a, d, c = (letters[word >> 6 * number & 31] for number in range(4))
    name = digest.hexdigest()
    folder = f"{a}{b}/{c}{d}" if spread == "mixed" else f"{name[:3]}/{name[3:6]}"
    repository.write(f".git/annex/objects/{folder}/{KEY}/{KEY}", LINE)
    repository.write("here.txt", f"/annex/objects/{KEY}\n{more}")
    repository.write("lost.txt", f"/annex/objects/{KEY.replace('0f', '1e')}\n{more}")
    repository.write("notes.md", f"# Notes\n/annex/objects/{KEY}\n")
    result = read(repository, {}, tmp_path)
    assert result.found == {("production-key", "here.txt")}
    assert {each["path"] for each in result.json["problems"]} == {"lost.txt"}
    assert result.code == 2


@pytest.mark.parametrize("read", SOME, ids=lambda read: read.__name__)
@pytest.mark.parametrize("where", ["elsewhere", "../outside", "absolute", "borrowed"])
def test_where_git_lfs_is_told_to_keep_objects(
    read: Read, where: str, repository: Repository, tmp_path: Path
) -> None:
    storage = {
        "elsewhere": repository.path / ".git" / "elsewhere",
        "../outside": repository.path / "outside",
        "absolute": tmp_path / "lfs",
        "borrowed": tmp_path / "other.git" / "lfs",
    }[where]
    if where == "borrowed":
        Repository.create(tmp_path / "other.git", "--bare")
        repository.write(".git/objects/info/alternates", f"{tmp_path}/other.git/objects\n")
    else:
        value = str(storage) if where == "absolute" else where
        repository.git("config", "lfs.storage", value)
    id_ = hashlib.sha256(LINE).hexdigest()
    file = storage / "objects" / id_[:2] / id_[2:4] / id_
    file.parent.mkdir(parents=True)
    file.write_bytes(LINE)
    if where == "../outside":
        repository.write(".git/info/exclude", "outside\n")
    repository.write("key.bin", lfs_pointer(LINE))
    result = read(repository, {}, tmp_path)
    assert (result.code, result.found) == (1, {("production-key", "key.bin")})


@pytest.mark.parametrize("read", SOME, ids=lambda read: read.__name__)
def test_a_pointer_whose_lines_end_as_on_windows(
    read: Read, repository: Repository, tmp_path: Path
) -> None:
    put(repository, LINE)
    repository.git("config", "core.autocrlf", "false")
    repository.write("key.bin", lfs_pointer(LINE).replace(b"\n", b"\r\n"))
    repository.write("gone.bin", lfs_pointer(b"gone").replace(b"\n", b"\r\n"))
    result = read(repository, {}, tmp_path)
    assert result.found == {("production-key", "key.bin")}
    assert {each["path"] for each in result.json["problems"]} == {"gone.bin"}


@pytest.mark.parametrize(
    "version", ["https://hawser.github.com/spec/v1", "http://git-media.io/v/2"]
)
@pytest.mark.parametrize("read", SOME, ids=lambda read: read.__name__)
def test_a_pointer_from_before_the_release(
    read: Read, version: str, repository: Repository, tmp_path: Path
) -> None:
    """Git LFS reads these, and pushes what they stand for."""
    put(repository, LINE)
    for name, content in {"key.bin": LINE, "gone.bin": b"gone"}.items():
        released = b"https://git-lfs.github.com/spec/v1"
        repository.write(name, lfs_pointer(content).replace(released, version.encode()))
    result = read(repository, {}, tmp_path)
    assert result.found == {("production-key", "key.bin")}
    assert {each["path"] for each in result.json["problems"]} == {"gone.bin"}


ODDLY_WRITTEN: dict[str, Callable[[bytes], bytes]] = {
    "empty lines": lambda pointer: b"\n" + pointer.replace(b"\n", b"\n\n"),
    "an extension": lambda pointer: pointer.replace(b"oid", b"ext-0-foo sha256:1\noid"),
    "an extension in front": lambda pointer: b"ext-0-foo sha256:1\n" + pointer,
}


@pytest.mark.parametrize("written", ODDLY_WRITTEN)
@pytest.mark.parametrize("read", SOME, ids=lambda read: read.__name__)
def test_a_pointer_however_it_is_written(
    read: Read, written: str, repository: Repository, tmp_path: Path
) -> None:
    put(repository, LINE)
    for name, content in {"key.bin": LINE, "gone.bin": b"gone"}.items():
        repository.write(name, ODDLY_WRITTEN[written](lfs_pointer(content)))
    result = read(repository, {}, tmp_path)
    assert result.found == {("production-key", "key.bin")}
    assert {each["path"] for each in result.json["problems"]} == {"gone.bin"}


@pytest.mark.parametrize("read", INPUTS, ids=lambda read: read.__name__)
def test_a_pointer_to_nothing_lacks_nothing(
    read: Read, repository: Repository, tmp_path: Path
) -> None:
    repository.write("empty.bin", lfs_pointer(b""))
    repository.write("packed.gz", gzip.compress(lfs_pointer(b"")))
    result = read(repository, {}, tmp_path)
    assert (result.code, result.json["problems"]) == (0, [])


def test_what_a_pointer_to_nothing_names_is_read_if_it_is_here(
    repository: Repository, tmp_path: Path
) -> None:
    put(repository, LINE)
    pointer = lfs_pointer(LINE).replace(b"size %d" % len(LINE), b"size 0")
    repository.write("key.bin", pointer)
    assert tree(repository, {}, tmp_path).found == {("production-key", "key.bin")}


@pytest.mark.parametrize("read", INPUTS, ids=lambda read: read.__name__)
def test_what_a_pointer_says_besides_is_read_too(
    read: Read, repository: Repository, tmp_path: Path
) -> None:
    for content in (b"", CLEAN):
        put(repository, content)
        further = f"ext-0-foo {production_key(len(content))}\noid".encode()
        repository.write(f"{len(content)}.bin", lfs_pointer(content).replace(b"oid", further))
    spread = hashlib.md5(KEY.encode(), usedforsecurity=False).hexdigest()
    repository.write(f".git/annex/objects/{spread[:3]}/{spread[3:6]}/{KEY}/{KEY}", LINE)
    repository.write("annexed.txt", f"/annex/objects/{KEY}\n/annex/{production_key()}\n")
    result = read(repository, {}, tmp_path)
    lines = sorted((each["path"], each["line"]) for each in result.json["findings"])
    expected = [("0.bin", 2), (f"{len(CLEAN)}.bin", 2), ("annexed.txt", 1), ("annexed.txt", 2)]
    assert (result.code, lines) == (1, sorted(expected))


@pytest.mark.parametrize(
    "instead", [CLEAN, LINE[:-5], LINE.swapcase()], ids=["other", "cut", "as long"]
)
def test_other_content_in_its_place_is_not_believed(
    instead: bytes, repository: Repository, tmp_path: Path
) -> None:
    id_ = hashlib.sha256(LINE).hexdigest()
    repository.write(f".git/lfs/objects/{id_[:2]}/{id_[2:4]}/{id_}", instead)
    repository.write("key.bin", lfs_pointer(LINE))
    result = tree(repository, {}, tmp_path)
    assert {each["path"] for each in result.json["problems"]} == {"key.bin"}
    assert result.code == 2


def test_what_git_annex_has_in_part(repository: Repository, tmp_path: Path) -> None:
    (repository.path / "annexed.txt").symlink_to(".git/" + LINK)
    repository.write(".git/" + LINK, LINE[:5])
    result = tree(repository, {}, tmp_path)
    assert {each["path"] for each in result.json["problems"]} == {"annexed.txt"}


def test_a_pipe_in_place_of_an_object_is_not_waited_for(repository: Repository) -> None:
    put(repository, LINE)
    (file,) = (each for each in (repository.path / ".git/lfs").rglob("*") if each.is_file())
    file.unlink()
    os.mkfifo(file)
    repository.write("key.bin", lfs_pointer(LINE))
    assert scan_json("scan", "key.bin", cwd=repository.path).code == 2


@pytest.mark.parametrize("parts", ["../..", "Xk/.."])
def test_no_link_leads_out(parts: str, repository: Repository, tmp_path: Path) -> None:
    name = "SHA256E-s50--" + "0f" * 32
    (repository.path / "link").symlink_to(f".git/annex/objects/{parts}/{name}/{name}")
    repository.write(".git/annex/objects/Xk/1P/file", b"")
    for folder in (".git", ".git/annex/objects"):
        repository.write(f"{folder}/{name}/{name}", LINE)
    result = INPUTS[0](repository, {}, tmp_path)
    assert (result.code, result.found) == (2, set())
