"""Large git objects are read part by part: nothing is lost, misplaced, untold or held whole."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from keyguard.gitformat.types import LARGEST_BESIDE_FILES
from keyguard.model.piece import LARGE
from tests.formats.test_pieces import peak_of
from tests.gitrepo.repositories import (
    BLOB,
    REF_DELTA,
    Entry,
    delta_bytes,
    objects_folder,
    write_pack,
)
from tests.samples import production_key
from tests.tools import Repository, scan_json

MEGABYTE = 1 << 20
TEXT = b"nothing of interest on this line\n"
FRONT = LARGE // len(TEXT) + 1
"""Lines that make more than is held."""
HISTORY, RANGE, STAGED = ("history",), ("commits", "HEAD"), ("staged",)


def key_line(seed: object) -> bytes:
    return f"API_KEY={production_key(seed)}\n".encode()


def found_by(command: tuple[str, ...], repository: Repository) -> tuple[int, set[tuple[str, int]]]:
    """The exit code, and the value and the line of each finding."""
    result = scan_json(*command, "--show-secrets", cwd=repository.path)
    findings = result.json["findings"]
    return result.code, {(each["credential"]["secret"], each["line"]) for each in findings}


@pytest.mark.parametrize("is_packed", [False, True])
def test_versions_are_each_read_where_they_are(is_packed: bool, repository: Repository) -> None:
    """In a pack they are deltas of each other, put together from what is on the disk."""
    wanted = set()
    for number in range(4):
        front = FRONT + 1_000 * number
        repository.write("dump.sql", TEXT * front + key_line(number) + TEXT * 40_000)
        repository.commit()
        wanted.add((production_key(number), front + 1))
    repository.write("dump.sql", key_line("small") + TEXT * 30_000)
    repository.commit()
    wanted.add((production_key("small"), 1))
    if is_packed:
        repository.git("repack", "-adfq", "--depth=10", "--window=10")
    assert found_by(HISTORY, repository) == (1, wanted)
    assert found_by(RANGE, repository) == (1, wanted)


@pytest.mark.parametrize("command", [HISTORY, RANGE, STAGED], ids=" ".join)
def test_what_is_over_the_limit_is_told_whatever_it_holds(
    command: tuple[str, ...], repository: Repository
) -> None:
    repository.write("clean.txt", TEXT * 60_000)
    repository.write("small.txt", key_line("small") + TEXT * 10_000)
    repository.git("add", "--all")
    if command != STAGED:
        repository.commit()
        repository.git("repack", "-adfq")
    result = scan_json(*command, "--max-file-size", "1000000", cwd=repository.path)
    (problem,) = result.json["problems"]
    assert "1,980,000 bytes; raise --max-file-size" in problem["message"]
    assert [each["line"] for each in result.json["findings"]] == [1]
    assert result.code == 2


@pytest.mark.parametrize("is_packed", [False, True])
def test_no_message_is_held_of_any_size(is_packed: bool, repository: Repository) -> None:
    """What refs lead to beside it is judged."""
    repository.commit_file("a.env", key_line("beside").decode())
    repository.git("config", "core.compression", "1")
    tree, parent = (repository.git("rev-parse", name) for name in ("HEAD^{tree}", "HEAD"))
    head = f"tree {tree}\nparent {parent}\n"
    people = "author A <a@example.org> 9 +0000\ncommitter A <a@example.org> 9 +0000\n\n"
    message = TEXT * (LARGEST_BESIDE_FILES // len(TEXT))
    command = ("hash-object", "-t", "commit", "-w", "--literally", "--stdin")
    large = repository.git(*command, stdin=(head + people).encode() + message)
    repository.git("update-ref", "HEAD", large)
    if is_packed:
        repository.git("repack", "-adq")
    for asked in (HISTORY, RANGE):
        result = scan_json(*asked, cwd=repository.path)
        (problem,) = result.json["problems"]
        assert "commits, tags and trees over 67,108,864 are not read" in problem["message"]
        assert result.code == 2
        assert {each["path"] for each in result.json["findings"]} == {"a.env"}


def growing(repository: Repository, ends: list[bytes]) -> list[str]:
    """The ids of objects that are each twice the one before with some end, in one pack."""
    content, entries, made = TEXT * 8_192, [], []
    for number, end in enumerate(ends):
        made.append(content)
        id_ = repository.git("hash-object", "--stdin", "-t", "blob", stdin=content)
        if number == 0:
            entries.append(Entry(id_, BLOB, content))
        else:
            size = len(made[-2])
            twice: list[tuple[int, int] | bytes] = []
            for _ in range(2):
                twice += [(at, min(size - at, 0xFFFFFF)) for at in range(0, size, 0xFFFFFF)]
            delta = delta_bytes(made[-2], [*twice, ends[number - 1]])
            entries.append(Entry(id_, REF_DELTA, delta, entries[-1].id))
        content = content * 2 + end
    write_pack(objects_folder(repository), entries)
    return [each.id for each in entries]


def test_objects_that_grow_by_deltas_are_read_up_to_the_limit(repository: Repository) -> None:
    repository.commit_file("a.txt", "nothing\n")
    ends = [b"\n" + key_line(number) for number in range(9)]
    ids = growing(repository, ends)
    result = scan_json(
        "history", "--max-file-size", "20000000", "--show-secrets", cwd=repository.path
    )
    values = {each["credential"]["secret"] for each in result.json["findings"]}
    assert values == {production_key(number) for number in range(6)}
    told = {each["path"] for each in result.json["problems"]}
    assert told == {f"(object {id_})" for id_ in ids[-2:]}
    assert result.code == 2


def test_a_damaged_one_is_told_and_its_sound_copy_read(repository: Repository) -> None:
    noise = os.urandom(MEGABYTE)
    repository.write("big.bin", noise * 20 + b"\n" + key_line("damaged"))
    repository.commit()
    id_ = repository.git("rev-parse", "HEAD:big.bin")
    loose = repository.path / ".git/objects" / id_[:2] / id_[2:]
    sound = loose.read_bytes()
    loose.chmod(0o644)
    loose.write_bytes(sound[: len(sound) // 2] + bytes(9) + sound[len(sound) // 2 + 9 :])
    for command in (HISTORY, RANGE):
        result = scan_json(*command, cwd=repository.path)
        assert result.code == 2
        assert id_ in str(result.json["problems"])
    loose.write_bytes(sound)
    repository.git("repack", "-aq")
    loose.write_bytes(sound[:-30])
    assert found_by(HISTORY, repository)[0] == 1


def test_an_old_key_in_a_large_file_is_not_the_changes(repository: Repository) -> None:
    repository.write("dump.sql", TEXT * FRONT + key_line("old"))
    repository.commit()
    repository.write("dump.sql", TEXT * FRONT + key_line("old") + b"one more line\n")
    repository.git("add", "--all")
    assert found_by(STAGED, repository)[0] == 0
    repository.commit()
    assert found_by(("commits", "HEAD~1..HEAD"), repository)[0] == 0


def as_loose(repository: Repository, content: bytes) -> None:
    repository.write("big.txt", content)
    repository.commit()


def as_packed(repository: Repository, content: bytes) -> None:
    as_loose(repository, content)
    repository.git("repack", "-adq", "--window=0")


def as_delta(repository: Repository, content: bytes) -> None:
    as_loose(repository, content[: len(content) - 2 * MEGABYTE])
    as_packed(repository, content)
    repository.git("repack", "-adfq", "--window=2")


@pytest.mark.parametrize("store", [as_loose, as_packed, as_delta])
def test_memory_does_not_grow_with_an_object(
    store: Callable[[Repository, bytes], None], repository: Repository
) -> None:
    repository.git("config", "core.compression", "1")
    store(repository, TEXT * (96 * MEGABYTE // len(TEXT)) + key_line("last"))
    (repository.path / "big.txt").unlink()
    for command in (HISTORY, RANGE, STAGED):
        if command == STAGED:
            repository.git("update-ref", "-d", "HEAD")
        code, peak = peak_of(command, repository.path)
        assert code == 1
        assert peak < 120
