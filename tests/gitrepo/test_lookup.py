"""Objects found one at a time: the same as git reads, wherever and however they are stored."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from keyguard.gitformat.types import GitObject, Unreadable
from keyguard.gitrepo.discovery import find_layout
from keyguard.gitrepo.objects.lookup import LEFT_TO_GIT, Lookup, lookup_in, read_few
from keyguard.gitrepo.repository import Repository as Opened
from tests.gitrepo.repositories import (
    OFS_DELTA,
    Entry,
    all_objects,
    blob_id,
    delta_bytes,
    objects_folder,
    whole,
    write_history,
    write_pack,
)
from tests.tools import Repository

FORMS = {
    "loose": ["unpack"],
    "deltas": ["repack", "-adfq", "--depth=50"],
    "deltas by id": ["-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq"],
    "no deltas": ["repack", "-adfq", "--depth=0", "--window=0"],
    "many-pack-index": ["repack", "-adfq", "--write-midx"],
}


def lookup_of(repository: Repository, max_size: int = 1 << 30) -> Lookup:
    layout = find_layout(str(repository.path), {})
    assert layout is not None
    return lookup_in(layout, max_size)


def unpack(repository: Repository) -> None:
    for pack in objects_folder(repository).glob("pack/*.pack"):
        data = pack.read_bytes()
        for file in pack.parent.glob(f"{pack.stem}.*"):
            file.unlink()
        subprocess.run(["git", "unpack-objects", "-q"], cwd=repository.path, input=data, check=True)


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
@pytest.mark.parametrize("form", FORMS)
def test_finds_every_object(tmp_path: Path, form: str, object_format: str) -> None:
    repository = Repository.create(tmp_path / "r", f"--object-format={object_format}")
    write_history(repository)
    if form == "loose":
        unpack(repository)
    else:
        repository.git(*FORMS[form])
    wanted = all_objects(repository)
    lookup = lookup_of(repository)
    assert {id_: lookup.find(id_) for id_ in wanted} == wanted


def test_far_into_a_pack(repository: Repository) -> None:
    """Offsets of over 2 GiB stand in a table of their own; the file has a hole of that size."""
    base, change = b"first\n" * 100, [(0, 300), b"inserted"]
    changed = base[:300] + b"inserted"
    entries = [
        whole(b"in front\n"),
        whole(base),
        Entry(blob_id(changed), OFS_DELTA, delta_bytes(base, change), base=1),
    ]
    write_pack(objects_folder(repository), entries, gap=1 << 31)
    lookup = lookup_of(repository)
    assert lookup.find(blob_id(base)).data == base
    assert lookup.find(blob_id(changed)) == GitObject(blob_id(changed), "blob", changed)


@pytest.mark.parametrize("packed", [False, True])
def test_what_is_too_large_or_damaged_or_missing_is_told(
    repository: Repository, packed: bool
) -> None:
    repository.write("small", "x\n")
    repository.write("large", "x\n" * 100_000)
    repository.write("bad", "y\n" * 10)
    repository.commit()
    small, large, bad = (
        repository.git("rev-parse", f"HEAD:{name}") for name in ("small", "large", "bad")
    )
    if packed:
        repository.git("gc", "--quiet")
    else:
        loose = objects_folder(repository) / bad[:2] / bad[2:]
        loose.chmod(0o644)
        loose.write_bytes(loose.read_bytes()[:-6])
    missing = small[::-1]
    found = read_few(Opened.find(repository.path), [small, large, missing, bad], 1000)
    by_id = {item.id: item for item in found}
    assert by_id[small] == GitObject(small, "blob", b"x\n")
    assert isinstance(by_id[large], Unreadable)
    assert "--max-file-size" in by_id[large].reason
    assert isinstance(by_id[missing], Unreadable)
    assert isinstance(by_id[bad], GitObject if packed else Unreadable)


def test_a_chain_that_bites_its_tail_ends(repository: Repository) -> None:
    repository.commit_file("a", "x\n")
    delta = delta_bytes(b"x\n", [(0, 2)])
    one, two = "1" * 40, "2" * 40
    ref_delta = 7
    write_pack(
        objects_folder(repository),
        [Entry(one, ref_delta, delta, base=two), Entry(two, ref_delta, delta, base=one)],
    )
    with pytest.raises(LEFT_TO_GIT):
        lookup_of(repository).find(one)
