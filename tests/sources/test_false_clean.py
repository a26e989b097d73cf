"""What is broken in a repository is never clean: exit code 2, a sentence, and what was found."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from hashlib import sha1
from pathlib import Path

import pytest

from keyguard.gitrepo.regular_files import LARGEST
from tests.samples import production_key
from tests.tools import Repository, scan_json

KEY = production_key("false clean")
LINE = f'key = "{KEY}"\n'

STAGED, SCAN, HISTORY, AUDIT = ("staged",), ("scan",), ("history",), ("audit",)
FILE, COMMITS = ("scan", "kept.py"), ("commits", "HEAD")

IN_TREE = {"kept.py", "staged.py"}
"""Where the key is in the work tree."""

Command = tuple[str, ...]
Danger = Callable[[Repository], object]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A key that is committed, the same in a file that is staged, and a file without one."""
    made = Repository.create(tmp_path / "r")
    made.commit_file("other.txt", "some text\n")
    made.commit_file("kept.py", LINE)
    made.write("staged.py", LINE)
    made.write("clean.py", "nothing\n")
    made.git("add", "--all")
    return made


def in_git(repository: Repository, name: str) -> Path:
    return repository.path / ".git" / name


def stored(repository: Repository, revision: str) -> Path:
    """The file of a loose object."""
    id_ = repository.git("rev-parse", revision)
    return in_git(repository, f"objects/{id_[:2]}/{id_[2:]}")


def written(name: str, content: str | bytes) -> Danger:
    """Replaces a file in the git directory."""

    def plant(repository: Repository) -> None:
        file = in_git(repository, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    return plant


def lost(revision: str) -> Danger:
    return lambda repository: stored(repository, revision).unlink()


def flipped(at: int) -> Danger:
    """Another byte in the index."""

    def plant(repository: Repository) -> None:
        index = bytearray(in_git(repository, "index").read_bytes())
        index[at] ^= 0xFF
        in_git(repository, "index").write_bytes(index)

    return plant


def halved(repository: Repository) -> None:
    index = in_git(repository, "index").read_bytes()
    in_git(repository, "index").write_bytes(index[: len(index) // 2])


def unknown_extension(repository: Repository) -> None:
    index = in_git(repository, "index").read_bytes()[:-20] + b"abcd\0\0\0\2xy"
    in_git(repository, "index").write_bytes(index + sha1(index).digest())


def without_shared_index(repository: Repository) -> None:
    repository.git("update-index", "--split-index")
    for file in in_git(repository, "").glob("sharedindex.*"):
        file.unlink()


def git_replaced(content: str) -> Danger:
    """A file in place of the git directory."""

    def plant(repository: Repository) -> None:
        shutil.move(repository.path / ".git", repository.path.parent / "gone")
        (repository.path / ".git").write_text(content)

    return plant


def link_to_nowhere(repository: Repository) -> None:
    shutil.move(repository.path / ".git", repository.path.parent / "gone")
    (repository.path / ".git").symlink_to("nowhere")


def removed(name: str) -> Danger:
    return lambda repository: shutil.move(in_git(repository, name), repository.path.parent / "gone")


def emptied(name: str) -> Danger:
    """Damage of a kind that a crash leaves behind."""
    return written(name, "")


def garbage_in_packed_refs(repository: Repository) -> None:
    repository.git("pack-refs", "--all")
    with in_git(repository, "packed-refs").open("a") as file:
        file.write("garbage refs/heads/x\n")


def too_deep(repository: Repository) -> None:
    """A file whose path is longer than the system opens."""
    folder = os.open(repository.path, os.O_RDONLY)
    for _ in range(25):
        os.mkdir("d" * 200, dir_fd=folder)
        folder, above = os.open("d" * 200, os.O_RDONLY, dir_fd=folder), folder
        os.close(above)
    file = os.open("leak.py", os.O_CREAT | os.O_WRONLY, dir_fd=folder)
    os.write(file, LINE.encode())
    os.close(file)
    os.close(folder)


def unreadable_folder(repository: Repository) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    repository.write("closed/leak.py", LINE).parent.chmod(0)


NOWHERE = "1" * 40 + "\n"

DANGERS: dict[str, tuple[Danger, dict[Command, set[str]]]] = {
    "index, wrong checksum": (
        flipped(-1),
        {STAGED: {"staged.py"}, SCAN: IN_TREE, HISTORY: IN_TREE, AUDIT: IN_TREE},
    ),
    "index, another id": (
        flipped(12 + 44),
        {STAGED: {"staged.py"}, SCAN: IN_TREE, HISTORY: IN_TREE},
    ),
    "index, cut off": (halved, {STAGED: set(), SCAN: IN_TREE, HISTORY: {"kept.py"}}),
    "index, garbage": (
        written("index", "garbage " * 9),
        {STAGED: set(), SCAN: IN_TREE, AUDIT: IN_TREE},
    ),
    "index, empty": (emptied("index"), {STAGED: set(), SCAN: IN_TREE}),
    "index, unknown extension": (unknown_extension, {STAGED: set(), SCAN: IN_TREE}),
    "index, half of a split one": (without_shared_index, {STAGED: set(), SCAN: IN_TREE}),
    "configuration, garbage": (
        written("config", b"\0\1[[[\n=\n"),
        {SCAN: IN_TREE, FILE: {"kept.py"}},
    ),
    "configuration, cut off": (written("config", "[core\n"), {SCAN: IN_TREE, FILE: {"kept.py"}}),
    "ref, garbage": (written("refs/heads/bad", "garbage\n"), {HISTORY: IN_TREE, AUDIT: IN_TREE}),
    "ref, empty": (emptied("refs/heads/bad"), {HISTORY: IN_TREE}),
    "ref, to nothing": (written("refs/heads/bad", NOWHERE), {HISTORY: IN_TREE}),
    "tag, garbage": (written("refs/tags/bad", "x\n"), {HISTORY: IN_TREE, COMMITS: {"kept.py"}}),
    "packed refs, garbage": (garbage_in_packed_refs, {HISTORY: IN_TREE}),
    "HEAD's commit is lost": (lost("HEAD"), {STAGED: IN_TREE, HISTORY: IN_TREE}),
    "HEAD's ref is garbage": (
        written("refs/heads/main", "x\n"),
        {STAGED: IN_TREE, HISTORY: IN_TREE},
    ),
    "HEAD's ref is empty": (emptied("refs/heads/main"), {STAGED: IN_TREE, HISTORY: IN_TREE}),
    "HEAD's tree is lost": (lost("HEAD^{tree}"), {STAGED: IN_TREE, HISTORY: IN_TREE}),
    "staged content is lost": (lost(":clean.py"), {STAGED: {"staged.py"}, HISTORY: IN_TREE}),
    "HEAD is empty": (emptied("HEAD"), {SCAN: IN_TREE, FILE: {"kept.py"}}),
    "no HEAD": (removed("HEAD"), {SCAN: IN_TREE}),
    "no objects": (removed("objects"), {SCAN: IN_TREE}),
    "no refs": (removed("refs"), {SCAN: IN_TREE}),
    "common directory nowhere": (written("commondir", "nowhere\n"), {SCAN: IN_TREE}),
    "alternates nowhere": (written("objects/info/alternates", "/nowhere\n"), {HISTORY: IN_TREE}),
    ".git leads nowhere": (
        git_replaced("gitdir: ../nowhere\n"),
        {SCAN: IN_TREE, FILE: {"kept.py"}},
    ),
    ".git is no link": (git_replaced("garbage\n"), {SCAN: IN_TREE, FILE: {"kept.py"}}),
    ".git is a link to nowhere": (link_to_nowhere, {SCAN: IN_TREE}),
    "a path that is too long": (too_deep, {SCAN: IN_TREE, AUDIT: IN_TREE}),
    "a folder that may not be read": (unreadable_folder, {SCAN: IN_TREE}),
}  # fmt: skip


@pytest.mark.parametrize(
    ("danger", "command", "found"),
    [
        pytest.param(plant, command, found, id=f"{name}-{'_'.join(command)}")
        for name, (plant, commands) in DANGERS.items()
        for command, found in commands.items()
    ],
)
def test_damage_is_never_clean(
    repository: Repository, danger: Danger, command: Command, found: set[str]
) -> None:
    danger(repository)
    result = scan_json(*command, cwd=repository.path)
    assert result.code == 2
    assert {path for _, path in result.found} == found
    assert result.json["complete"] is False
    assert result.json["problems"]


UNOPENED = {
    "configuration": written("config", b"\0\1[[[\n=\n"),
    "HEAD": emptied("HEAD"),
    "objects": removed("objects"),
    "gitfile": git_replaced("x"),
}


@pytest.mark.parametrize("command", [HISTORY, COMMITS])
@pytest.mark.parametrize("danger", UNOPENED.values(), ids=UNOPENED)
def test_what_can_not_be_opened_is_told(
    repository: Repository, danger: Danger, command: Command
) -> None:
    danger(repository)
    result = scan_json(*command, cwd=repository.path)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("variable", ["GIT_OBJECT_DIRECTORY", "GIT_DIR"])
@pytest.mark.parametrize("command", [SCAN, FILE])
def test_a_variable_that_leads_nowhere(
    repository: Repository, command: Command, variable: str
) -> None:
    result = scan_json(*command, cwd=repository.path, env={variable: "/nowhere"})
    assert (result.code, bool(result.found), len(result.json["problems"])) == (2, True, 1)


def test_objects_are_read_from_where_the_environment_says(repository: Repository) -> None:
    elsewhere = repository.path.parent / "elsewhere"
    shutil.copytree(in_git(repository, "objects"), elsewhere)
    repository.git(
        "hash-object",
        "-w",
        "--stdin",
        stdin=LINE.encode() + b"\n",
        GIT_OBJECT_DIRECTORY=str(elsewhere),
    )
    result = scan_json("history", cwd=repository.path, env={"GIT_OBJECT_DIRECTORY": str(elsewhere)})
    assert (result.code, len(result.found)) == (1, 3)


def test_a_work_tree_elsewhere_is_not_read_in_place_of_what_is_named(
    repository: Repository,
) -> None:
    (repository.path.parent / "elsewhere").mkdir()
    repository.git("config", "core.worktree", "../../elsewhere")
    assert {path for _, path in scan_json(*FILE, cwd=repository.path).found} == {"kept.py"}
    assert {path for _, path in scan_json(*SCAN, cwd=repository.path).found} == IN_TREE


SOUND: dict[str, Danger] = {
    "as it is": lambda repository: None,
    "index of version 4": lambda repository: repository.git("update-index", "--index-version=4"),
    "split index": lambda repository: repository.git("update-index", "--split-index"),
    "index without a checksum": lambda repository: written(
        "index", in_git(repository, "index").read_bytes()[:-20] + bytes(20)
    )(repository),
    "a file to be added": lambda repository: (
        repository.write("empty.py", "text\n"),
        repository.git("add", "-N", "empty.py"),
    ),
    "an orphan branch": lambda repository: written("HEAD", "ref: refs/heads/new\n")(repository),
    "a ref to a ref that is not there": written("refs/heads/sym", "ref: refs/heads/nope\n"),
    "a lock that was left": written("refs/heads/main.lock", ""),
    "packed refs": lambda repository: repository.git("pack-refs", "--all"),
    "an unusual configuration": lambda repository: repository.git(
        "config", "alias.x", "!f() { echo \"a # b\"; }; f"
    ),
    "an empty folder called .git": lambda repository: (repository.path / "sub/.git").mkdir(
        parents=True
    ),
}  # fmt: skip


@pytest.mark.parametrize("command", [STAGED, SCAN, HISTORY])
@pytest.mark.parametrize("form", SOUND)
def test_what_is_sound_is_no_damage(repository: Repository, form: str, command: Command) -> None:
    SOUND[form](repository)
    result = scan_json(*command, cwd=repository.path)
    assert (result.code, result.json["problems"]) == (1, [])


@pytest.mark.parametrize("command", [SCAN, FILE, STAGED, ("staged", "kept.py"), AUDIT])
@pytest.mark.parametrize("danger", UNOPENED.values(), ids=UNOPENED)
def test_what_can_not_be_opened_costs_no_finding(
    repository: Repository, danger: Danger, command: Command
) -> None:
    danger(repository)
    result = scan_json(*command, cwd=repository.path)
    assert (result.code, result.json["command"]) == (2, command[0])
    assert "kept.py" in {path for _, path in result.found}


@pytest.mark.parametrize("name", ["HEAD", "config", "info/exclude", "refs/heads/other"])
@pytest.mark.parametrize("command", [SCAN, HISTORY])
def test_git_holds_no_file_of_any_size(repository: Repository, name: str, command: Command) -> None:
    with in_git(repository, name).open("ab") as file:
        file.truncate(LARGEST + 1)
    result = scan_json(*command, cwd=repository.path)
    shown = " ".join((result.out + result.err).split())
    assert (result.code, "all of which git would hold" in shown) == (2, True)
