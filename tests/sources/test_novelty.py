"""What of a change is new: a value at a path where its base does not have it, or not so badly."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.samples import production_key
from tests.tools import Repository, Result, scan_json

A, B = production_key("old"), production_key("new")
EXCLUDE = 'exclude = ["tests/fixtures/"]\n'


@pytest.fixture
def base(repository: Repository) -> Repository:
    """A repository whose history holds keys in several places."""
    repository.write(".keyguard.toml", EXCLUDE)
    repository.write("tests/fixtures/sample.txt", f"KEY={A}\n")
    repository.write("server/client.js", f"export const client = new Client('{A}')\n")
    repository.write("config/production/gateway.yml", f"key: {A}\n")
    repository.write("two.txt", f"a = {A}\nb = {production_key('second')}\n")
    repository.write("one.txt", f"a = {A}\n")
    repository.commit("base")
    return repository


def copy_out_of_the_fixtures(repository: Repository) -> None:
    repository.write(".env.staging", f"KEY={A}\n")


def move_into_the_browser(repository: Repository) -> None:
    repository.git("rm", "-q", "server/client.js")
    repository.write("web/src/client.jsx", f"export const client = new Client('{A}')\n")


def move_to_staging(repository: Repository) -> None:
    repository.git("rm", "-q", "config/production/gateway.yml")
    repository.write("config/staging/gateway.yml", f"key: {A}\n")


def change_the_value(repository: Repository) -> None:
    repository.write("one.txt", f"a = {B}\n")


def copy_to_another_file(repository: Repository) -> None:
    repository.write("copy.txt", f"a = {A}\n")


def name_a_file_after_a_key(repository: Repository) -> None:
    repository.write(f"backup-{B}/x", "x\n")


def append_a_line(repository: Repository) -> None:
    repository.write("one.txt", f"a = {A}\nmore = 1\n")


def remove_one_of_two(repository: Repository) -> None:
    repository.write("two.txt", f"a = {A}\n")


def make_executable(repository: Repository) -> None:
    repository.git("update-index", "--chmod=+x", "one.txt")


def rename(repository: Repository) -> None:
    repository.git("mv", "one.txt", "other.txt")


BRINGS: dict[Callable[[Repository], None], set[tuple[str, str]]] = {
    copy_out_of_the_fixtures: {
        ("production-key-in-staging", ".env.staging"),
        ("tracked-env-file", ".env.staging"),
        ("key-shared-across-environments", ".env.staging"),
    },
    move_into_the_browser: {("key-in-frontend", "web/src/client.jsx")},
    move_to_staging: {("production-key-in-staging", "config/staging/gateway.yml")},
    change_the_value: {("production-key", "one.txt")},
    copy_to_another_file: {("production-key", "copy.txt")},
    name_a_file_after_a_key: {("production-key", f"backup-{B}/x")},
    append_a_line: set(),
    remove_one_of_two: set(),
    make_executable: set(),
    rename: set(),
}


def masked(found: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """A key in a path is masked in every output."""
    return {(rule, path.split("/")[0].split("-")[0] if B in path else path) for rule, path in found}


def shown(result: Result) -> set[tuple[str, str]]:
    return {(rule, "backup" if path.startswith("backup-") else path) for rule, path in result.found}


@pytest.mark.parametrize("change", BRINGS, ids=lambda change: change.__name__)
@pytest.mark.parametrize("committed", [True, False], ids=["commits", "staged"])
def test_what_a_change_brings(
    base: Repository, change: Callable[[Repository], None], committed: bool
) -> None:
    change(base)
    if change is not make_executable:
        base.git("add", "--all", "--force")
    if committed:
        base.git("commit", "--quiet", "--message", "change")
    command = ["commits", "HEAD~1..HEAD"] if committed else ["staged"]
    assert shown(scan_json(*command, cwd=base.path)) == masked(BRINGS[change])


@pytest.mark.parametrize("change", [append_a_line, rename], ids=lambda change: change.__name__)
def test_what_was_there_is_counted_and_can_be_asked_for(
    base: Repository, change: Callable[[Repository], None]
) -> None:
    change(base)
    base.git("add", "--all")
    base.git("commit", "--quiet", "--message", "change")
    (finding,) = scan_json("commits", "HEAD~1..HEAD", cwd=base.path).json["findings"]
    assert finding["suppressed"]["by"] == "base"
    assert "one.txt" in finding["suppressed"]["reason"] or change is append_a_line
    command = ("commits", "--all-in-touched-files", "HEAD~1..HEAD")
    assert scan_json(*command, cwd=base.path).code == 1


def test_what_a_later_commit_takes_away_again_was_brought(base: Repository) -> None:
    change_the_value(base)
    base.commit("bring")
    base.write("one.txt", "a = 1\n")
    base.commit("take away")
    assert scan_json("commits", "HEAD~2..HEAD", cwd=base.path).found == {
        ("production-key", "one.txt")
    }


def test_what_is_moved_again_is_known_at_each_of_its_places(base: Repository) -> None:
    for before, after in (("one.txt", "other.txt"), ("other.txt", "third.txt")):
        base.git("mv", before, after)
        base.commit("move")
    assert scan_json("commits", "HEAD~2..HEAD", cwd=base.path).found == set()
    base.commit_file("fourth.txt", f"a = {A}\n")
    assert scan_json("commits", "HEAD~3..HEAD", cwd=base.path).found == {
        ("production-key", "fourth.txt")
    }


def test_all_of_a_history_is_new(base: Repository) -> None:
    found = scan_json("commits", "HEAD", cwd=base.path).found
    assert ("production-key", "one.txt") in found


def test_a_submodule_that_moves_is_no_gap(base: Repository) -> None:
    for id_ in ("1" * 40, "2" * 40):
        base.git("update-index", "--add", "--cacheinfo", f"160000,{id_},vendor/lib")
        base.git("commit", "--quiet", "--message", "submodule")
    result = scan_json("commits", "HEAD~1..HEAD", cwd=base.path)
    assert result.json["complete"]
