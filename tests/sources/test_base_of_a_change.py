"""What a change starts from: what its base holds now, where the change left it, and how bad."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.samples import production_key, staging_key
from tests.tools import Repository, Result, scan_json

KEY = production_key("base of a change")
LINE = f'key = "{KEY}"\n'
FOUND = ("production-key", "app.py")


def pull_request(repository: Repository, base: str, folder: Path, *options: str) -> Result:
    event = folder / "event.json"
    head = repository.git("rev-parse", "HEAD")
    event.write_text(json.dumps({"pull_request": {"base": {"sha": base}, "head": {"sha": head}}}))
    env = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": str(event)}
    return scan_json("ci", *options, cwd=repository.path, env=env)


@pytest.fixture
def removed_on_main(repository: Repository) -> tuple[Repository, str]:
    """A topic that left main with a key in it, which main has removed since."""
    repository.commit_file("app.py", LINE)
    repository.git("checkout", "--quiet", "-b", "topic")
    repository.commit_file("other.py", "x = 1\n")
    repository.git("checkout", "--quiet", "main")
    main = repository.commit_file("app.py", "key = None\n")
    repository.git("checkout", "--quiet", "topic")
    return repository, main


def test_what_the_base_has_removed_since_is_left_to_the_merge(
    removed_on_main: tuple[Repository, str], tmp_path: Path
) -> None:
    repository, main = removed_on_main
    assert pull_request(repository, main, tmp_path).code == 0


@pytest.mark.parametrize("path", ["app.py", "elsewhere/app.py"])
def test_a_key_that_comes_back_is_new(
    removed_on_main: tuple[Repository, str], tmp_path: Path, path: str
) -> None:
    repository, main = removed_on_main
    repository.git("merge", "--quiet", "main")
    repository.commit_file(path, LINE)
    assert pull_request(repository, main, tmp_path).found == {("production-key", path)}
    assert scan_json("commits", "main..topic", cwd=repository.path).code == 1


def test_so_is_one_that_a_merge_keeps(
    removed_on_main: tuple[Repository, str], tmp_path: Path
) -> None:
    repository, main = removed_on_main
    repository.git("merge", "--quiet", "--no-commit", "main", check=False)
    repository.commit_file("app.py", LINE)
    assert pull_request(repository, main, tmp_path).found == {FOUND}
    for elsewhere in (("main",), ("--orphan", "new")):
        repository.git("checkout", "--quiet", "--force", *elsewhere)
        result = scan_json("commits", "main..topic", cwd=repository.path)
        assert result.found == {FOUND}
        (finding,) = result.json["findings"]
        assert finding["commit"] == repository.git("rev-parse", "topic")
        assert not finding["author"]


def crossed(repository: Repository, before: str, on_main: str, on_topic: str) -> str:
    """A file before main and topic are merged into each other, and after, on each. Returns main."""
    repository.commit_file("app.py", before)
    repository.git("branch", "topic")
    left = repository.commit_file("app.py", on_main)
    repository.git("checkout", "--quiet", "topic")
    right = repository.commit_file("other.py", "x = 1\n")
    repository.git("merge", "--quiet", "--no-ff", "--message", "left", left)
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--message", "right", right)
    repository.git("checkout", "--quiet", "topic")
    repository.commit_file("app.py", on_topic)
    return repository.git("rev-parse", "main")


@pytest.mark.parametrize(
    ("before", "on_main", "on_topic", "found"),
    [
        ("key = None\n", LINE, LINE + "more = 1\n", set()),
        (LINE, "key = None\n", "key = ''\n", set()),
        (LINE, "key = None\n", LINE, {FOUND}),
        ("key = None\n", "key = ''\n", LINE, {FOUND}),
    ],
)
def test_of_branches_that_were_merged_into_each_other_the_base_counts(
    repository: Repository,
    tmp_path: Path,
    before: str,
    on_main: str,
    on_topic: str,
    found: set[tuple[str, str]],
) -> None:
    main = crossed(repository, before, on_main, on_topic)
    assert pull_request(repository, main, tmp_path).found == found
    assert scan_json("commits", "main..topic", cwd=repository.path).found == found


def test_a_push_is_measured_by_what_it_replaces(repository: Repository, tmp_path: Path) -> None:
    first = repository.commit_file("app.py", LINE)
    before = repository.commit_file("app.py", "key = None\n")
    repository.git("reset", "--quiet", "--hard", first)
    after = repository.commit_file("app.py", LINE + "more = 1\n")
    event = tmp_path / "event.json"
    payload = {
        "ref": "refs/heads/main",
        "before": before,
        "after": after,
        "repository": {"default_branch": "main"},
    }
    event.write_text(json.dumps(payload))
    env = {"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": str(event)}
    assert scan_json("ci", cwd=repository.path, env=env).found == {FOUND}


@pytest.mark.parametrize("command", [("commits", "HEAD~1.."), ("staged",)])
def test_what_is_surer_than_before_is_new(repository: Repository, command: tuple[str, ...]) -> None:
    key = staging_key("base of a change")[:-1]
    repository.commit_file("app.py", f"# Connexease's client\n\n\ntoken = '{key}'\n")
    assert scan_json("scan", cwd=repository.path).code == 0
    repository.write("app.py", f"connexease_gateway_key = '{key}'\n")
    repository.git("add", "app.py")
    if command[0] == "commits":
        repository.git("commit", "--quiet", "--message", "change")
    assert scan_json(*command, cwd=repository.path).found == {("staging-key", "app.py")}


@pytest.mark.parametrize("after", [LINE, f"x = '{KEY}'  # keyguard: allow\n" + LINE])
def test_what_is_no_longer_allowed_is_new(
    repository: Repository, tmp_path: Path, after: str
) -> None:
    base = repository.commit_file("app.py", f"x = '{KEY}'  # keyguard: allow\n")
    repository.commit_file("app.py", after)
    assert pull_request(repository, base, tmp_path).found == {FOUND}
    assert scan_json("commits", "HEAD~1..", cwd=repository.path).found == {FOUND}


def test_one_file_that_is_gone_was_moved_to_one_place(repository: Repository) -> None:
    repository.commit_file("app.py", LINE)
    repository.git("rm", "--quiet", "app.py")
    for name in ("a.py", "b.py", "c.py"):
        repository.write(name, LINE)
    repository.commit("copies")
    assert len(scan_json("commits", "HEAD~1..", cwd=repository.path).found) == 2


def test_no_file_was_moved_to_a_message(repository: Repository) -> None:
    repository.commit_file("app.py", LINE)
    repository.git("rm", "--quiet", "app.py")
    repository.commit(f"Remove the key {KEY}")
    found = scan_json("commits", "HEAD~1..", cwd=repository.path).found
    assert found == {("production-key", "(commit message)")}


def test_a_file_that_is_allowed_stays_so_where_it_is_moved(
    repository: Repository, tmp_path: Path
) -> None:
    base = repository.commit_file("app.py", f"x = '{KEY}'  # keyguard: allow\n")
    repository.git("mv", "app.py", "moved.py")
    repository.commit("move")
    assert pull_request(repository, base, tmp_path).code == 0


def test_a_history_of_its_own_does_not_allow_itself(repository: Repository, tmp_path: Path) -> None:
    base = repository.commit_file("a", "a\n")
    repository.git("checkout", "--quiet", "--orphan", "pages")
    repository.commit_file("app.py", f"x = '{KEY}'  # keyguard: allow\n")
    assert pull_request(repository, base, tmp_path).found == {FOUND}


@pytest.mark.parametrize("table", ["[ tool . keyguard ]", '[tool."keyguard"]'])
def test_our_table_counts_however_it_is_spelt(repository: Repository, table: str) -> None:
    repository.write("pyproject.toml", f'{table}\nexclude = ["app.py"]\n')
    repository.write("app.py", LINE)
    assert scan_json("scan", cwd=repository.path).code == 0


def test_a_link_to_the_repository_leads_to_the_policy_of_the_base(
    repository: Repository, tmp_path: Path
) -> None:
    base = repository.commit_file("kg.toml", "")
    repository.write("app.py", LINE)
    repository.commit_file("kg.toml", 'exclude = ["app.py"]\n')
    (tmp_path / "link").symlink_to(repository.path)
    options = ("--config", str(tmp_path / "link" / "kg.toml"))
    assert pull_request(repository, base, tmp_path, *options).found == {FOUND}


def test_a_file_that_the_work_tree_lacks_on_purpose_is_read(repository: Repository) -> None:
    repository.commit_file("app.py", LINE)
    repository.git("update-index", "--skip-worktree", "app.py")
    (repository.path / "app.py").unlink()
    assert scan_json("scan", cwd=repository.path).found == {FOUND}


def test_standard_input_has_the_files_beside_its_name(repository: Repository) -> None:
    repository.write("web/package.json", '{"dependencies": {"react-dom": "19"}}')
    command = ("scan", "-", "--stdin-filename", "web/b.js")
    result = scan_json(*command, cwd=repository.path, stdin=LINE)
    assert result.found == {("key-in-frontend", "web/b.js")}
