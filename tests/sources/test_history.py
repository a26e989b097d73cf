"""``history``: every place where git can keep a key."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import production_key, staging_key
from tests.sources.committed import CODE, KEY
from tests.tools import Repository, keyguard, scan_json


def plant_everywhere(repository: Repository) -> dict[str, str]:
    """One key in each hiding place; returns where each key was put."""
    seeds = (
        "head", "deleted", "branch", "merge", "stash", "commit message", "tag message", "note",
        "reflog", "dangling", "index", "file name", "pull",
    )  # fmt: skip
    keys = {seed: production_key(seed) for seed in seeds}
    git = repository.git
    repository.commit_file("start.py", "x = 0\n")
    repository.commit_file("deleted.py", f'key = "{keys["deleted"]}"\n', "add")
    git("rm", "--quiet", "deleted.py")
    repository.commit("remove")
    repository.commit("message with " + keys["commit message"])
    git("checkout", "-qb", "branch")
    repository.commit_file("branch.py", f'key = "{keys["branch"]}"\n')
    git("checkout", "-q", "main")
    repository.commit_file(f"backup-{keys['file name']}.txt", "nothing\n")
    repository.commit_file("other.py", "y = 1\n")
    git("merge", "--quiet", "--no-ff", "--no-commit", "branch~1", check=False)
    git("checkout", "-qb", "side", "HEAD~1")
    repository.commit_file("side.py", "z = 1\n")
    git("checkout", "-q", "main")
    git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    repository.write("merge.py", f'key = "{keys["merge"]}"\n')
    repository.commit("merge side")
    repository.commit_file("head.py", f'key = "{keys["head"]}"\n')
    git("tag", "--annotate", "v1", "--message", "release " + keys["tag message"])
    git("notes", "add", "--message", "see " + keys["note"])
    repository.commit_file("amended.py", f'key = "{keys["reflog"]}"\n')
    git("reset", "--quiet", "--hard", "HEAD~1")
    pull = repository.commit_file("pull.py", f'key = "{keys["pull"]}"\n')
    git("update-ref", "refs/pull/7/head", pull)
    git("reset", "--quiet", "--hard", "HEAD~1")
    repository.write("stash.py", f'key = "{keys["stash"]}"\n')
    git("stash", "--quiet", "--include-untracked")
    git("hash-object", "-w", "--stdin", stdin=f'key = "{keys["dangling"]}"\n'.encode())
    repository.write("index.py", f'key = "{keys["index"]}"\n')
    git("add", "index.py")
    return keys


STATES = {
    "head": "head",
    "deleted": "history",
    "branch": "branch",
    "merge": "head",
    "stash": "stash",
    "commit message": "message",
    "tag message": "message",
    "note": "history",
    "reflog": "unreachable",
    "dangling": "unreachable",
    "index": "index",
    "file name": "head",
    "pull": "history",
}


@pytest.mark.parametrize("packed", [False, True])
def test_every_hiding_place(repository: Repository, packed: bool) -> None:
    keys = plant_everywhere(repository)
    if packed:
        repository.git("repack", "-adfq", "--keep-unreachable")
    result = keyguard("history", "-f", "json", "--show-secrets", cwd=repository.path)
    assert result.code == 1
    found = {
        finding["credential"]["secret"]: finding["state"] for finding in result.json["findings"]
    }
    assert found == {keys[seed]: state for seed, state in STATES.items()}
    assert {finding["rule"] for finding in result.json["findings"]} == {"production-key"}


def test_names_the_commit_that_brought_it_in(repository: Repository) -> None:
    repository.commit_file("a.py", "x = 1\n")
    first = repository.commit_file("a.py", CODE)
    repository.commit_file("a.py", CODE + "y = 2\n")
    repository.git("mv", "a.py", "b.py")
    moved = repository.commit("move")
    findings = scan_json("history", cwd=repository.path).json["findings"]
    by_path = {finding["path"]: finding for finding in findings}
    assert by_path["a.py"]["commit"] == first
    assert by_path["a.py"]["state"] == "history"
    assert by_path["a.py"]["author"] == "Ada Author <ada@example.org>"
    assert by_path["a.py"]["occurrences"] == 2
    assert by_path["b.py"]["commit"] == moved
    assert by_path["b.py"]["state"] == "head"


def test_the_rule_depends_on_the_place_in_history_too(repository: Repository) -> None:
    repository.commit_file(".env.staging", f"KEY={KEY}\n")
    repository.git("rm", "--quiet", ".env.staging")
    repository.commit("remove")
    repository.write("web/package.json", '{"dependencies": {"react-dom": "19"}}')
    repository.commit_file("web/src/App.jsx", f"const key = '{KEY}'\n")
    assert scan_json("history", cwd=repository.path).found == {
        ("production-key-in-staging", ".env.staging"),
        ("key-in-frontend", "web/src/App.jsx"),
    }


def test_finds_what_a_scan_finds(repository: Repository) -> None:
    """The name of a file tells how its values are written, in history as in the work tree."""
    repository.write("a.yaml", "webhook:\n  secret: swordfish\nwebhook_token: opensesame\n")
    repository.write("b.env", "WEBHOOK_SECRET=open sesame now\n")
    repository.write("c.properties", "webhook.secret=swordfish  \n")
    repository.write("d.py", "webhook_secret: swordfish\n")
    repository.write("Dockerfile", "ENV WEBHOOK_SECRET swordfish\nARG WEBHOOK_TOKEN=fish\n")
    repository.commit()
    scan = scan_json("scan", cwd=repository.path)
    history = scan_json("history", cwd=repository.path)
    assert len(scan.found) >= 4
    wanted = {(f["rule"], f["path"], f["line"], f["fingerprint"]) for f in scan.json["findings"]}
    got = {(f["rule"], f["path"], f["line"], f["fingerprint"]) for f in history.json["findings"]}
    assert got == wanted


def test_bare_and_sha256_and_linked_work_trees(repository: Repository, tmp_path: Path) -> None:
    modern = Repository.create(tmp_path / "modern", "--object-format=sha256")
    for each in (repository, modern):
        each.commit_file("key.py", CODE)
    bare = tmp_path / "bare.git"
    repository.git("clone", "--quiet", "--bare", ".", str(bare))
    linked = tmp_path / "linked"
    repository.git("worktree", "add", "--quiet", str(linked))
    for path in (bare, linked, modern.path, repository.path / ".git"):
        assert scan_json("history", path, cwd=tmp_path).found == {("production-key", "key.py")}


def test_alternates(repository: Repository, tmp_path: Path) -> None:
    repository.commit_file("key.py", CODE)
    borrower = tmp_path / "borrower"
    repository.git("clone", "--quiet", "--shared", ".", str(borrower))
    assert scan_json("history", borrower, cwd=tmp_path).found == {("production-key", "key.py")}


def test_replace_refs_hide_nothing(repository: Repository) -> None:
    repository.commit_file("key.py", CODE)
    blob = repository.git("rev-parse", "HEAD:key.py")
    clean = repository.git("hash-object", "-w", "--stdin", stdin=b"clean\n")
    repository.git("replace", blob, clean)
    assert scan_json("history", cwd=repository.path).found == {("production-key", "key.py")}


def test_an_empty_repository(repository: Repository) -> None:
    result = scan_json("history", cwd=repository.path)
    assert (result.code, result.json["findings"]) == (0, [])


def test_a_shallow_clone_is_incomplete(repository: Repository, tmp_path: Path) -> None:
    repository.commit_file("a.py", "x = 1\n")
    repository.commit_file("key.py", CODE)
    shallow = tmp_path / "shallow"
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.path}", str(shallow))
    result = scan_json("history", shallow, cwd=tmp_path)
    assert result.code == 2
    assert result.found == {("production-key", "key.py")}
    assert "fetch-depth: 0" in result.json["problems"][0]["message"]


def test_a_partial_clone_is_incomplete(repository: Repository, tmp_path: Path) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.commit_file("a.py", CODE)
    repository.commit_file("a.py", "x = 1\n")
    partial = tmp_path / "partial"
    repository.git(
        "clone", "--quiet", "--filter=blob:none", f"file://{repository.path}", str(partial)
    )
    result = scan_json("history", partial, cwd=tmp_path)
    assert result.code == 2
    assert "without --filter" in result.json["problems"][0]["message"]


def test_a_corrupt_object_is_a_problem_and_the_rest_is_read(repository: Repository) -> None:
    repository.commit_file("a.py", CODE)
    repository.commit_file("b.py", f'other = "{staging_key()}"\n')
    blob = repository.git("rev-parse", "HEAD:a.py")
    loose = repository.path / ".git" / "objects" / blob[:2] / blob[2:]
    loose.chmod(0o644)
    loose.write_bytes(b"not zlib")
    result = scan_json("history", cwd=repository.path)
    assert result.code == 2
    assert ("staging-key", "b.py") in result.found
    assert any(blob in problem["path"] for problem in result.json["problems"])


def test_a_missing_object_is_not_passed_over(repository: Repository) -> None:
    repository.commit_file("a.py", CODE)
    blob = repository.git("rev-parse", "HEAD:a.py")
    (repository.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert scan_json("history", cwd=repository.path).code == 2


def test_nothing_of_a_hostile_repository_is_run(repository: Repository) -> None:
    trap = repository.write("trap.sh", f"#!/bin/sh\ntouch '{repository.path}/sprung'\ncat\n")
    trap.chmod(0o755)
    repository.write(".gitattributes", "* diff=evil filter=evil\n")
    repository.commit_file("key.py", CODE)
    for setting in (
        "core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "gpg.program",
        "diff.evil.textconv", "diff.evil.command", "filter.evil.clean", "filter.evil.process",
        "core.editor", "credential.helper", "interactive.diffFilter",
    ):  # fmt: skip
        repository.git("config", setting, str(trap))
    repository.git("config", "log.showSignature", "true")
    repository.git("config", "core.hooksPath", str(repository.path))
    repository.write("key.py", CODE + "# changed\n")
    for arguments in (["scan"], ["staged"], ["staged", "key.py"], ["history"], ["audit"]):
        keyguard(*arguments, cwd=repository.path)
    keyguard("commits", "HEAD", cwd=repository.path)
    assert not (repository.path / "sprung").exists()


def test_what_an_old_version_did_not_let_read_is_told_with_its_commit(
    repository: Repository,
) -> None:
    sealed = repository.commit_file("old.bin", b"7kSt\xa0\x31\x83\xd3" + bytes(60))
    repository.commit_file("kept.bin", b"7kSt\xa0\x31\x83\xd3" + bytes(61))
    repository.commit_file("old.bin", b"nothing")
    result = scan_json("history", cwd=repository.path)
    told = {problem["path"]: problem["message"] for problem in result.json["problems"]}
    assert (result.code, set(told)) == (2, {"old.bin", "kept.bin"})
    assert f"as of commit {sealed[:10]}," in told["old.bin"]
    assert "commit" not in told["kept.bin"]
