"""Trees that git does not read are told, and what they hold has the places that they name."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

import pytest

from tests.samples import production_key
from tests.tools import Repository, scan_json

KEY = production_key("in a damaged tree")
Damage = Callable[[bytes, bytes], bytes]


def entry(mode: str, name: str, id_: bytes) -> bytes:
    return f"{mode} {name}\0".encode() + id_


def file(name: str, id_: bytes) -> bytes:
    return entry("100644", name, id_)


DAMAGED: dict[str, tuple[Damage, set[str]]] = {
    "ends within an id": (lambda key, id_: file("a", key) + file("b", id_)[:-5], {"a"}),
    "ends with a name": (lambda key, id_: file("a", key) + b"100644 b\0", {"a"}),
    "ends within a name": (lambda key, id_: file("a", key) + b"100644 b", {"a"}),
    "ends within a mode": (lambda key, id_: file("a", key) + b"1006", {"a"}),
    "rubbish behind": (lambda key, id_: file("a", key) + b"rubbish", {"a"}),
    "rubbish in front": (lambda key, id_: b"rubbish" + file("a", key), {"a"}),
    "rubbish between": (lambda key, id_: file("a", key) + b"xyz" + file("b", key), {"a", "b"}),
    "no mode": (lambda key, id_: file("a", key) + b" b\0" + id_, {"a"}),
    "a mode of letters": (lambda key, id_: entry("10x644", "a", key) + file("b", id_), {"a"}),
    "no name": (lambda key, id_: file("", id_) + file("a", key), {"a"}),
}
SOUND: dict[str, tuple[Damage, set[str]]] = {
    "another mode": (lambda key, id_: entry("100664", "a", key), {"a"}),
    "zeros in front": (lambda key, id_: entry("0100644", "a", key) + file("b", id_), {"a"}),
    "many zeros": (lambda key, id_: file("a", key) + entry("0" * 30 + "100644", "b", id_), {"a"}),
    "not in order": (lambda key, id_: file("b", key) + file("a", key), {"a", "b"}),
    "twice": (lambda key, id_: file("a", id_) + file("a", key), {"a"}),
    "a slash": (lambda key, id_: file("a/b", key), {"a/b"}),
    "empty": (lambda key, id_: b"", {"(object)"}),
}


def committed(repository: Repository, tree: bytes, storage: str) -> str:
    """The id of a tree, which is committed."""
    write = ("hash-object", "-w", "--literally", "--stdin", "-t")
    id_ = repository.git(*write, "tree", stdin=tree)
    commit = repository.git("commit-tree", "-m", "m", id_)
    repository.git("update-ref", "HEAD", commit)
    if storage != "loose":
        ids = repository.git("cat-file", "--batch-all-objects", "--batch-check=%(objectname)")
        repository.git("pack-objects", "-q", ".git/objects/pack/pack", stdin=ids.encode() + b"\n")
        repository.git("prune-packed", "-q")
    return id_


def many_files(repository: Repository, id_: bytes) -> bytes:
    """What a delta leaves as it is; a tree that has nothing else is committed elsewhere."""
    names = [sha256(b"%d" % number).hexdigest() for number in range(40)]
    rest = b"".join(file(name, id_) for name in names)
    tree = repository.git("hash-object", "-w", "--stdin", "-t", "tree", stdin=rest)
    repository.git("update-ref", "refs/heads/other", repository.git("commit-tree", "-m", "o", tree))
    return rest


@pytest.mark.parametrize("storage", ["loose", "packed", "delta"])
@pytest.mark.parametrize("name", [*DAMAGED, *SOUND])
def test_damage_is_told_and_costs_no_place(repository: Repository, name: str, storage: str) -> None:
    written, paths = DAMAGED[name] if name in DAMAGED else SOUND[name]
    key, id_ = (
        bytes.fromhex(repository.git("hash-object", "-w", "--stdin", stdin=content))
        for content in (f'key = "{KEY}"\n'.encode(), b"clean\n")
    )
    rest = many_files(repository, id_) if storage == "delta" else b""
    tree = rest + written(key, id_)
    told = committed(repository, tree, storage)
    if storage == "delta" and tree != rest:
        asked = f"{told}\n{repository.git('rev-parse', 'other^{tree}')}".encode()
        bases = repository.git("cat-file", "--batch-check=%(deltabase)", stdin=asked)
        assert set(bases.split()) != {"0" * 40}
    result = scan_json("history", cwd=repository.path)
    found = {"(object)" if "(" in path else path for _, path in result.found}
    assert found == paths
    assert result.code == (2 if name in DAMAGED else 1)
    lost = [each["path"] for each in result.json["problems"] if "entries are" in each["message"]]
    assert lost == ([f"(object {told})"] if name in DAMAGED else [])
