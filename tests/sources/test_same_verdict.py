"""One content at one place has one verdict, however it is asked for."""

from __future__ import annotations

import shutil
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


MANIFESTS = {
    "web/package.json": '{"dependencies": {"react": "18"}}',
    "app/pubspec.yaml": "dependencies:\n  flutter:\n    sdk: flutter\n",
    "ext/manifest.json": '{"manifest_version": 3}',
    "server/package.json": '{"dependencies": {"express": "4"}}',
}
BESIDE = {
    "web/src/b.js": "key-in-frontend",
    "app/lib/b.dart": "key-in-mobile",
    "ext/js/b.js": "key-in-frontend",
    "server/src/b.js": "production-key",
    "alone/b.js": "production-key",
}
CODE = {path: f"const k = '{production_key(path)}'\n" for path in BESIDE}


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    """Files whose verdict depends on what is beside them."""
    made = Repository.create(tmp_path / "project")
    for path, content in (MANIFESTS | CODE).items():
        made.write(path, content)
    made.commit("all")
    return made


def packed(project: Repository, kind: str, folder: Path) -> Path:
    """The files in an archive, alone in a folder."""
    folder.mkdir()
    file = folder / f"all.{kind}"
    if kind == "nested.zip":
        inner = packed(project, "zip", folder / "inner")
        with zipfile.ZipFile(file, "w") as outer:
            outer.write(inner, "lib/all.zip")
        shutil.rmtree(folder / "inner")
    elif kind == "bundle":
        project.git("bundle", "create", "--quiet", str(file), "--all")
    else:
        project.git("archive", "--output", str(file), "HEAD")
    return file


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz", "nested.zip", "bundle"])
def test_what_is_beside_a_member_counts(project: Repository, kind: str, tmp_path: Path) -> None:
    file = packed(project, kind, tmp_path / "packed")
    assert scan_json("scan", cwd=project.path).found == {(r, path) for path, r in BESIDE.items()}
    result = scan_json("scan", file.name, cwd=file.parent)
    assert members_by_rule(result) == {(rule, path) for path, rule in BESIDE.items()}
    once = Repository.create(tmp_path / "with-archive")
    once.write(f"deep/down/{file.name}", file.read_bytes())
    once.commit()
    for command in (("history",), ("commits", "HEAD"), ("scan", f"deep/down/{file.name}")):
        assert members_by_rule(scan_json(*command, cwd=once.path)) == members_by_rule(result)


def members_by_rule(result: Result) -> set[tuple[str, str]]:
    """The rules, by the path of the member within the innermost archive."""
    return {
        (finding["rule"], finding["via"][-1].partition(":")[2])
        for finding in result.json["findings"]
    }


@pytest.mark.parametrize("path", BESIDE)
def test_what_is_beside_standard_input_counts(project: Repository, path: str) -> None:
    command = ("scan", "-", "--stdin-filename", path)
    result = scan_json(*command, cwd=project.path, stdin=CODE[path])
    assert result.found == {(BESIDE[path], path)}


@pytest.mark.parametrize("command", [("scan",), ("history",), ("commits", "HEAD"), ("audit",)])
@pytest.mark.parametrize(
    ("depth", "name", "told"),
    [(49, "b.js", False), (50, "b.js", False), (51, "b.js", True), (51, "b.txt", False)],
)
def test_that_not_all_folders_were_asked_is_told(
    tmp_path: Path, command: tuple[str, ...], depth: int, name: str, told: bool
) -> None:
    made = Repository.create(tmp_path / "deep")
    made.write("a/" * depth + name, CODE["alone/b.js"])
    made.commit()
    result = scan_json(*command, cwd=made.path)
    assert (len(result.found), result.code) == (1, 1 + told)
    assert [each["path"] for each in result.json["problems"]] == ["a/" * depth + name] * told


def test_members_of_an_archive(tree: Path) -> None:
    archive = tree.parent / "all.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name, (content, _) in FILES.items():
            packed.writestr(name, content)
    result = scan_json("scan", "all.zip", cwd=tree.parent)
    assert {rule for rule, _ in result.found} == {rule for rule, _ in VERDICTS}
