"""``audit --replacements``: git-filter-repo takes the file, and the next audit is clean."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.audit.old_repository import EVERY
from tests.samples import production_key, staging_key, webhook_secret
from tests.tools import IDENTITY, Repository, keyguard, scan_json


def audit(repository: Repository, file: str | Path) -> tuple[list[str], str]:
    """The lines that are written, and what is said beside the report."""
    result = keyguard("audit", "--replacements", file, cwd=repository.path)
    return (repository.path / file).read_text().splitlines(), result.err


def filter_repo(repository: Repository, file: Path) -> None:
    pytest.importorskip("git_filter_repo", reason="the extra `test` installs git-filter-repo")
    command = [sys.executable, "-m", "git_filter_repo", "--force"]
    subprocess.run(
        [*command, "--replace-text", str(file), "--replace-message", str(file)],
        cwd=repository.path,
        env=os.environ | IDENTITY,
        check=True,
        capture_output=True,
    )


def test_each_value_is_written_once_for_the_owner_alone(old: Repository, tmp_path: Path) -> None:
    file = tmp_path / "replacements.txt"
    lines, said = audit(old, file)
    assert sorted(lines) == sorted(f"literal:{value}==>REDACTED" for value in EVERY)
    assert file.stat().st_mode & 0o777 == 0o600
    assert "48 raw values written to" in said
    assert [value for value in EVERY if value in said] == []


def test_a_history_is_clean_afterwards(old: Repository, tmp_path: Path) -> None:
    copy = Repository(Path(shutil.copytree(old.path, tmp_path / "copy", symlinks=True)))
    file = tmp_path / "replacements.txt"
    audit(copy, file)
    filter_repo(copy, file)
    result = scan_json("audit", "--all", cwd=copy.path)
    assert [each for each in result.json["findings"] if each["credential"]["kind"] != "key-variable"
            and each["suppressed"] is None] == []  # fmt: skip
    assert result.json["credentials"] == []


def test_what_is_encoded_is_replaced_as_it_is_written(
    repository: Repository, tmp_path: Path
) -> None:
    key = production_key()
    repository.write("a.yaml", f"data:\n  KEY: {base64.b64encode(key.encode()).decode()}\n")
    repository.write("b.js", f"send('{key[:20]}' + '{key[20:]}')\n")
    repository.commit()
    file = tmp_path / "replacements.txt"
    audit(repository, file)
    filter_repo(repository, file)
    assert scan_json("audit", cwd=repository.path).json["credentials"] == []


def test_what_no_text_replaces_is_named(repository: Repository, tmp_path: Path) -> None:
    repository.write("rows.db", b"\0\0key = '%s'\0" % production_key().encode())
    repository.write(f"dump-{staging_key()}.sql", "x\n")
    repository.write("hook.py", 'webhook_secret = "gateway"\n')
    repository.commit()
    lines, said = audit(repository, tmp_path / "replacements.txt")
    assert len(lines) == 2
    assert "rows.db" in said
    assert "dump-sk_" in said
    assert staging_key() not in said
    assert "1 weak secret left out" in said


def test_allowed_values_stay_and_known_ones_go(repository: Repository, tmp_path: Path) -> None:
    repository.write("a.py", f'key = "{production_key()}"  # keyguard: allow made up\n')
    repository.write("b.py", f'key = "{staging_key()}"\n')
    repository.commit()
    keyguard("baseline", "create", cwd=repository.path)
    repository.write(".keyguard.toml", 'baseline = ".keyguard-baseline.json"\n')
    lines, _ = audit(repository, tmp_path / "replacements.txt")
    assert lines == [f"literal:{staging_key()}==>REDACTED"]


def test_a_longer_value_goes_before_one_within_it(repository: Repository, tmp_path: Path) -> None:
    long = webhook_secret()
    repository.write("a.py", f'webhook_secret = "{long}"\n')
    repository.write("b.py", f'webhook_secret = "{long[:40]}"\n')
    repository.commit()
    lines, _ = audit(repository, tmp_path / "replacements.txt")
    assert [len(line) for line in lines] == sorted((len(line) for line in lines), reverse=True)


@pytest.mark.parametrize(
    ("ignored", "warned"), [("", True), ("out.txt\n", False)], ids=["not ignored", "ignored"]
)
def test_a_work_tree_is_warned_of(repository: Repository, ignored: str, warned: bool) -> None:
    repository.write(".gitignore", ignored)
    repository.commit_file("a.py", f'key = "{production_key()}"\n')
    _, said = audit(repository, "out.txt")
    assert ("must not be committed" in said) is warned


def test_standard_output_is_refused(repository: Repository) -> None:
    repository.commit_file("a.py", f'key = "{production_key()}"\n')
    result = keyguard("audit", "--replacements", "-", cwd=repository.path)
    assert (result.code, production_key() in result.out + result.err) == (2, False)


@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "missing folder"])
def test_only_a_regular_file_is_written(repository: Repository, tmp_path: Path, kind: str) -> None:
    repository.commit_file("a.py", f'key = "{production_key()}"\n')
    target, kept = tmp_path / "out", tmp_path / "kept"
    kept.write_text("kept")
    if kind == "link":
        target.symlink_to(kept)
    elif kind == "folder":
        target.mkdir()
    elif kind == "pipe":
        os.mkfifo(target)
    else:
        target = target / "file"
    result = keyguard("audit", "--replacements", target, cwd=repository.path)
    assert result.code == 2
    assert "name another" in result.err
    assert kept.read_text() == "kept"


def test_what_others_could_read_is_replaced(repository: Repository, tmp_path: Path) -> None:
    repository.commit_file("a.py", f'key = "{production_key()}"\n')
    file = tmp_path / "out"
    file.write_text("old")
    file.chmod(0o644)
    audit(repository, file)
    assert file.stat().st_mode & 0o777 == 0o600
