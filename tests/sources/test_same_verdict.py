"""One content at one place has one verdict, however it is asked for."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.samples import production_key
from tests.tools import Repository, Result, scan_json

FILES = {
    "web/public/app.js": (f"const key = '{production_key('browser')}'\n", "key-in-frontend"),
    "deploy/.env.staging": (f"KEY={production_key('staging')}\n", "production-key-in-staging"),
    "ios/Config.plist": (
        f"<plist><string>{production_key('mobile')}</string></plist>\n",
        "key-in-mobile",
    ),
    "docs/guide.md": (f"Use {production_key('docs')}.\n", "production-key"),
}
VERDICTS = {(rule, path) for path, (_, rule) in FILES.items()}


def verdicts(result: Result) -> set[tuple[str, str]]:
    """Rule and path, but for what only a tracked file can be."""
    return {(rule, path) for rule, path in result.found if rule != "tracked-env-file"}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, (content, _) in FILES.items():
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True)
        path.write_text(content)
    return tmp_path / "tree"


@pytest.fixture
def committed(tree: Path) -> Repository:
    repository = Repository(tree)
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.git("commit", "--quiet", "--allow-empty", "--message", "first")
    repository.git("add", "--all", "--force")
    return repository


@pytest.mark.parametrize("command", [("scan",), ("scan", "."), ("scan", *FILES)])
def test_files_outside_of_a_repository(tree: Path, command: tuple[str, ...]) -> None:
    assert verdicts(scan_json(*command, cwd=tree)) == VERDICTS


@pytest.mark.parametrize(
    "command",
    [
        ("scan",),
        ("scan", *FILES),
        ("scan", "-j", "2"),
        ("staged",),
        ("staged", *FILES),
    ],
)
def test_files_of_a_work_tree(committed: Repository, command: tuple[str, ...]) -> None:
    assert verdicts(scan_json(*command, cwd=committed.path)) == VERDICTS


@pytest.mark.parametrize(
    "command",
    [
        ("commits", "HEAD~1..HEAD"),
        ("commits", "HEAD"),
        ("history",),
        ("history", "-j", "1"),
        ("audit",),
    ],
)
def test_commits(committed: Repository, command: tuple[str, ...]) -> None:
    committed.git("commit", "--quiet", "--message", "second")
    assert verdicts(scan_json(*command, cwd=committed.path)) == VERDICTS


@pytest.mark.parametrize("path", FILES)
def test_a_folder_that_was_named_counts(tree: Path, path: str) -> None:
    folder, name = (tree / path).parent, Path(path).name
    rule = FILES[path][1]
    for arguments, cwd in (
        (("scan", str(folder)), tree),
        (("scan", "."), folder),
        (("scan", name), folder),
    ):
        assert {found for found, _ in verdicts(scan_json(*arguments, cwd=cwd))} == {rule}


@pytest.mark.parametrize("path", FILES)
def test_standard_input_in_every_spelling_of_its_name(committed: Repository, path: str) -> None:
    content, rule = FILES[path]
    for name in (path, f"./{path}", path.replace("/", "//"), f"{committed.path}/{path}"):
        command = ("scan", "-", "--stdin-filename", name)
        result = scan_json(*command, cwd=committed.path, stdin=content)
        assert verdicts(result) == {(rule, path)}


def test_members_of_an_archive(tree: Path) -> None:
    archive = tree.parent / "all.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name, (content, _) in FILES.items():
            packed.writestr(name, content)
    result = scan_json("scan", "all.zip", cwd=tree.parent)
    assert {rule for rule, _ in result.found} == {rule for rule, _ in VERDICTS}
