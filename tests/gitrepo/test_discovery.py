"""Where a repository lies, and where HEAD points: the same as git says, whatever its form."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from keyguard.errors import KeyguardError
from keyguard.gitrepo.repository import Repository as Opened
from tests.tools import IDENTITY, Repository


def told_by_git(folder: Path) -> tuple[str, str, str] | None:
    """Work tree (empty for a bare repository), git directory, common directory."""

    def ask(*arguments: str) -> list[str] | None:
        finished = subprocess.run(
            ["git", "rev-parse", "--path-format=absolute", *arguments],
            cwd=folder,
            env=os.environ | IDENTITY,
            capture_output=True,
            check=False,
        )
        return finished.stdout.decode().splitlines() if finished.returncode == 0 else None

    folders = ask("--git-dir", "--git-common-dir")
    return None if folders is None else (*(ask("--show-toplevel") or [""]), *folders)


def seen_by_us(folder: Path) -> tuple[str, str, str] | None:
    try:
        found = Opened.find(folder)
    except KeyguardError:
        return None
    return str(found.work_tree or ""), str(found.git_dir), str(found.common_dir)


FORMS = (
    "r", "r/sub", "r/.git", "r/.git/refs", "linked", "linked/sub", "separate", "bare.git",
    "bare.git/refs", "r/inner", "r/inner/below", "linked folder", "nowhere", "emptied",
    "misled", "r/module", "elsewhere", "configured", "included",
)  # fmt: skip


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a repository of each form."""
    base = tmp_path_factory.mktemp("forms")
    main = Repository.create(base / "r")
    main.commit_file("sub/file", "x\n")
    main.git("worktree", "add", "--quiet", str(base / "linked"))
    main.git("clone", "--quiet", "--bare", ".", str(base / "bare.git"))
    Repository.create(base / "separate", f"--separate-git-dir={base}/kept")
    Repository.create(base / "r" / "inner")
    (base / "r" / "inner" / "below").mkdir()
    (base / "linked folder").symlink_to(base / "r" / "sub")
    (base / "nowhere").mkdir()
    (base / "emptied" / ".git").mkdir(parents=True)
    (base / "misled").mkdir()
    (base / "misled" / ".git").write_text("gitdir: ../not/here\n")
    allowed = ["-c", "protocol.file.allow=always"]
    main.git(*allowed, "submodule", "--quiet", "add", str(base / "bare.git"), "module")
    (base / "elsewhere").mkdir()
    (base / "elsewhere" / ".git").symlink_to(base / "kept")
    configured = Repository.create(base / "configured")
    configured.git("config", "core.worktree", str(base / "r"))
    included = Repository.create(base / "included")
    included.write("more", f"[core]\n\tworktree = {base}/r\n")
    included.git("config", "include.path", str(included.path / "more"))
    return base


@pytest.mark.parametrize("form", FORMS)
def test_is_where_git_says(forms: Path, form: str) -> None:
    assert seen_by_us(forms / form) == told_by_git(forms / form)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "variables",
    [
        {"GIT_DIR": "BASE/r/.git"},
        {"GIT_DIR": "BASE/r/.git", "GIT_WORK_TREE": "BASE/r/sub"},
        {"GIT_DIR": "BASE/bare.git"},
        {"GIT_DIR": "BASE/r/.git/worktrees/linked"},
        {"GIT_DIR": "BASE/nowhere"},
    ],
    ids=str,
)
def test_is_where_the_environment_says(
    forms: Path, form: str, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value.replace("BASE", str(forms)))
    folder = (forms / form).resolve()
    assert seen_by_us(folder) == told_by_git(folder)


@pytest.mark.parametrize(
    ("text", "ordinary"),
    [
        ("", True),
        ("[user]\n\tname = x\n", True),
        ("[core]\n\tignorecase = true\n", True),
        ("[Core]\n\tBare = False\n", True),
        ("[extensions]\n\tnoop = 1\n[core]\n\trepositoryFormatVersion = 1\n", True),
        ("[core]\n\trepositoryformatversion = 2\n", False),
        ("[core]\n\tbare\n", False),
        ("[core]\n\tbare = yes\n", False),
        ("[core]\n\tworktree = ..\n", False),
        ("[include]\n\tpath = x\n", False),
        ("[extensions]\n\tworktreeConfig = true\n", False),
        ("[extensions]\n\tnewest = x\n", False),
        ("[extensions]\n\tobjectFormat = sha512\n", False),
    ],
)
def test_only_an_ordinary_configuration_is_read_without_git(
    repository: Repository, text: str, ordinary: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (repository.path / ".git" / "config").open("a") as file:
        file.write(text)
    monkeypatch.setenv("PATH", "")
    if ordinary:
        assert Opened.find(repository.path).layout.id_length == 20
    else:
        with pytest.raises(KeyguardError, match="git was not found"):
            Opened.find(repository.path)
