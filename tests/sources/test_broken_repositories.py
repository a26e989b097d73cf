"""What is broken in a repository ends with 2 and with what was found, and is no bug."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from tests.samples import production_key
from tests.tools import Repository, keyguard, scan_json

KEY = production_key("broken")
FOUND = {("production-key", "kept.py")}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A key, and a file beside it that tests break."""
    repository = Repository.create(tmp_path_factory.mktemp("made") / "repository")
    repository.write("broken.txt", "some text that is long enough\n" * 9)
    repository.write("kept.py", f'key = "{KEY}"\n')
    repository.commit("Ünïcödé")
    return repository


@pytest.fixture
def committed(made: Repository, tmp_path: Path) -> Repository:
    return made.copy(tmp_path / "committed")


@pytest.fixture(scope="module")
def made_of_more(made: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A pack of some more commits."""
    repository = made.copy(tmp_path_factory.mktemp("packed") / "repository")
    for number in range(9):
        repository.commit_file(f"{number}.txt", f"{number}\n")
    repository.git("repack", "-adq")
    return repository


@pytest.fixture
def packed(made_of_more: Repository, tmp_path: Path) -> Repository:
    return made_of_more.copy(tmp_path / "packed")


def loose(repository: Repository, id_: str) -> Path:
    file = repository.path / ".git" / "objects" / id_[:2] / id_[2:]
    file.chmod(0o644)
    return file


@pytest.mark.parametrize("content", [b"", b"PACK", b"PACK\0\0\0\2\0\0\0\1"])
def test_a_pack_without_content(committed: Repository, content: bytes) -> None:
    committed.git("repack", "-adq")
    (pack,) = (committed.path / ".git" / "objects" / "pack").glob("*.pack")
    pack.chmod(0o644)
    pack.write_bytes(content)
    committed.git("hash-object", "-w", "--stdin", stdin=f"x = '{KEY}'\n".encode(), check=False)
    history = scan_json("history", cwd=committed.path)
    assert history.code == 2
    assert history.json["complete"] is False
    audit = scan_json("audit", cwd=committed.path)
    assert (audit.code, audit.found >= FOUND) == (2, True)
    assert keyguard("commits", "HEAD", cwd=committed.path).code == 2


@pytest.mark.parametrize("size", [b"3", b"270000", b"x", b"-1", b"", b"9" * 30])
@pytest.mark.parametrize("command", [("commits", "HEAD"), ("history",), ("audit",)])
def test_a_loose_blob_of_another_size(
    committed: Repository, command: tuple[str, ...], size: bytes
) -> None:
    file = loose(committed, committed.git("rev-parse", "HEAD:broken.txt"))
    body = zlib.decompress(file.read_bytes()).partition(b"\0")[2]
    file.write_bytes(zlib.compress(b"blob " + size + b"\0" + body))
    result = scan_json(*command, cwd=committed.path)
    assert (result.code, result.found) == (2, FOUND)


FANOUT, ID, CRC, OFFSET = 8 + 256 * 4, 20, 4, 4
"""Bytes of an index of a pack: gitformat-pack(5), version 2."""


@pytest.mark.parametrize("shift", [1, 2, 5])
@pytest.mark.parametrize("command", [("commits", "HEAD"), ("history",), ("audit",)])
def test_an_index_that_takes_one_object_for_another(
    packed: Repository, command: tuple[str, ...], shift: int
) -> None:
    """git believes it."""
    (index,) = (packed.path / ".git" / "objects" / "pack").glob("*.idx")
    data = index.read_bytes()
    count = int.from_bytes(data[FANOUT - 4 : FANOUT], "big")
    start = FANOUT + count * (ID + CRC)
    offsets = data[start : start + count * OFFSET]
    index.chmod(0o644)
    cut = shift * OFFSET
    index.write_bytes(data[:start] + offsets[cut:] + offsets[:cut] + data[start + count * OFFSET :])
    assert keyguard(*command, cwd=packed.path).code == 2


@pytest.mark.parametrize("type_", ["blob", "tree", "commit"])
@pytest.mark.parametrize("command", [("commits", "HEAD"), ("history",), ("audit",)])
def test_a_file_that_takes_one_object_for_another(
    committed: Repository, command: tuple[str, ...], type_: str
) -> None:
    """git believes it, too. A copy in a pack is the right one."""
    names = {"blob": "HEAD:kept.py", "tree": "HEAD^{tree}", "commit": "HEAD"}
    id_ = committed.git("rev-parse", names[type_])
    file = loose(committed, id_)
    file.write_bytes(zlib.compress(b"blob 6\0other\n"))
    result = scan_json(*command, cwd=committed.path)
    told = [each for each in result.json["problems"] if "another object" in each["message"]]
    assert (result.code, len(told)) == (2, 1)


def test_but_not_where_the_right_one_is_in_a_pack(committed: Repository) -> None:
    id_ = committed.git("rev-parse", "HEAD:kept.py")
    committed.git("repack", "-adq")
    file = committed.path / ".git" / "objects" / id_[:2] / id_[2:]
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(zlib.compress(b"blob 6\0other\n"))
    assert scan_json("history", cwd=committed.path).code == 1


def test_what_is_stored_under_the_name_of_another_is_judged(committed: Repository) -> None:
    committed.commit_file("other.py", "x = 1\n")
    id_ = committed.git("rev-parse", "HEAD:other.py")
    file = loose(committed, id_)
    content = f'KEY = "{production_key("misnamed")}"\n'.encode()
    file.write_bytes(zlib.compress(b"blob %d\0%b" % (len(content), content)))
    result = scan_json("history", cwd=committed.path)
    assert (result.code, ("production-key", "other.py") in result.found) == (2, True)


def test_an_index_that_swaps_two_files_of_one_size(committed: Repository) -> None:
    committed.commit_file("clean.py", "x" * len((committed.path / "kept.py").read_bytes()))
    ids = [committed.git("rev-parse", f"HEAD:{name}") for name in ("clean.py", "kept.py")]
    committed.git("repack", "-adq")
    (index,) = (committed.path / ".git" / "objects" / "pack").glob("*.idx")
    data = bytearray(index.read_bytes())
    count = int.from_bytes(data[FANOUT - 4 : FANOUT], "big")
    sorted_ids = [bytes(data[FANOUT + ID * n :][:ID]).hex() for n in range(count)]
    start = FANOUT + count * (ID + CRC)
    one, two = (start + sorted_ids.index(id_) * OFFSET for id_ in ids)
    data[one : one + OFFSET], data[two : two + OFFSET] = (
        data[two : two + OFFSET],
        data[one : one + OFFSET],
    )
    index.chmod(0o644)
    index.write_bytes(data)
    assert keyguard("history", cwd=committed.path).code == 2


UNOPENABLE = {
    "config": (b"[core\ngarbage", "bad config"),
    "HEAD": (b"garbage\n", "not a sound git repository"),
    "commondir": (b"/nowhere\n", ""),
}


@pytest.mark.parametrize("name", UNOPENABLE)
@pytest.mark.parametrize("command", [("history",), ("commits", "HEAD"), ("ci", "--base", "main")])
def test_a_repository_that_can_not_be_opened(
    committed: Repository, command: tuple[str, ...], name: str
) -> None:
    """One sentence that names it and ends in what to do."""
    content, words = UNOPENABLE[name]
    (committed.path / ".git" / name).write_bytes(content)
    event = committed.path.parent / "event.json"
    event.write_text("{}")
    variables = {"GITHUB_EVENT_NAME": "schedule", "GITHUB_EVENT_PATH": str(event)}
    result = keyguard(*command, cwd=committed.path, env=variables)
    assert (result.code, result.out) == (2, "")
    (sentence,) = [line for line in result.err.splitlines() if not line.startswith("::error ")]
    assert words in sentence
    assert "repair" in sentence.rpartition(";")[2]


@pytest.mark.parametrize("content", [b"\xff\xfe\xc3\xa9\n", "ab\n".encode("utf-16"), b"\0"])
@pytest.mark.parametrize("command", ["history", "audit"])
def test_a_shallow_file_that_is_no_text(
    committed: Repository, command: str, content: bytes
) -> None:
    (committed.path / ".git" / "shallow").write_bytes(content)
    result = scan_json(command, cwd=committed.path)
    assert (result.code, result.found) == (2, FOUND)
    assert keyguard("commits", "HEAD", cwd=committed.path).code == 2


@pytest.mark.parametrize("encoding", ["UTF-16", "latin1", "no encoding"])
@pytest.mark.parametrize("command", [("commits", "HEAD"), ("history",), ("audit",)])
def test_an_encoding_for_logs(
    committed: Repository, command: tuple[str, ...], encoding: str
) -> None:
    committed.git("config", "i18n.logOutputEncoding", encoding)
    result = scan_json(*command, cwd=committed.path)
    assert (result.code, result.found) == (1, FOUND)
    assert result.json["findings"][0]["author"] == "Ada Author <ada@example.org>"


@pytest.mark.parametrize("beside", [[], ["HEAD"], ["HEAD", "objects"], ["refs", "config"]])
def test_a_file_outside_of_git_needs_no_git(tmp_path: Path, beside: list[str]) -> None:
    (tmp_path / "kept.py").write_text(f'key = "{KEY}"\n')
    for name in beside:
        (tmp_path / name).write_text("x\n")
    result = scan_json("scan", "kept.py", cwd=tmp_path, env={"PATH": str(tmp_path)})
    assert (result.code, result.found, result.err) == (1, FOUND, "")


def test_a_line_break_in_the_path_of_an_unusual_repository(tmp_path: Path) -> None:
    made = Repository.create(tmp_path / "a\nb")
    made.commit_file("kept.py", f'key = "{KEY}"\n')
    made.git("config", "core.worktree", str(made.path))
    result = keyguard("history", cwd=made.path)
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert "line break" in result.err


def test_a_loose_tree_that_ends_within_an_id(committed: Repository) -> None:
    """What it names last has a name that is looked for."""
    entry = f"100644 {KEY}.txt\0".encode()
    blob = bytes.fromhex(committed.git("rev-parse", "HEAD:kept.py"))
    written = ("hash-object", "-w", "--literally", "--stdin", "-t")
    id_ = committed.git(*written, "tree", stdin=entry + blob + entry + b"cut")
    _, *rest = committed.git("cat-file", "commit", "HEAD").splitlines()
    head = committed.git("rev-parse", "HEAD")
    lines = [f"tree {id_}", f"parent {head}", *rest, ""]
    committed.git(
        "update-ref", "HEAD", committed.git(*written, "commit", stdin="\n".join(lines).encode())
    )
    result = scan_json("history", cwd=committed.path)
    assert (result.code, result.found > FOUND) == (2, True)
    assert [each["path"] for each in result.json["problems"]] == [f"(object {id_})"]
