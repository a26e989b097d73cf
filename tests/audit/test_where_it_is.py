"""True words about where a key is, compared with what git says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from keyguard.fingerprint import digest
from tests.audit.old_repository import EVERY, production, secret, staging
from tests.samples import production_key
from tests.tools import Repository, keyguard, scan_json

STATES = {
    production(1): {"head"},
    production(13): {"history"},
    production(16): {"message"},
    production(17): {"message"},
    production(18): {"branch"},
    secret(7): {"branch"},
    staging(14): {"branch"},
    staging(15): {"unpushed"},
    production(19): {"unreachable"},
    production(20): {"unreachable"},
    production(22): {"stash"},
    staging(17): {"stash"},
    secret(8): {"stash"},
}


def test_the_states(document: Any) -> None:
    found: dict[str, set[str]] = {}
    for finding in document["findings"]:
        found.setdefault(finding["credential"]["digest"], set()).add(finding["state"])
    assert {value: found[digest(value)] for value in STATES} == STATES


def test_refs_are_those_that_git_names(document: Any, old: Repository) -> None:
    told = {each["digest"]: each for each in document["credentials"]}
    for value in EVERY:
        entry = told[digest(value)]
        commits = old.git("log", "--all", "--format=%H", f"-S{value}").split()
        if entry["places"][0]["state"] in ("message", "unreachable") or not commits:
            continue
        expected = set()
        for commit in commits:
            expected |= set(
                old.git("for-each-ref", "--contains", commit, "--format=%(refname)").split()
            )
        holding = {ref for ref in expected if old.git("rev-list", "-1", ref)}
        assert set(entry["refs"]) <= holding | {"refs/stash"}
        assert set(entry["refs"]), value


def test_the_refs_of_messages(document: Any, old: Repository) -> None:
    told = {each["digest"]: each for each in document["credentials"]}
    assert told[digest(production(17))]["refs"] == ["refs/tags/v1.0"]
    commit = old.git("log", "--all", "--format=%H", f"--grep={production(16)}")
    expected = old.git("for-each-ref", "--contains", commit, "--format=%(refname)").split()
    assert told[digest(production(16))]["refs"] == expected


def test_whether_it_was_pushed(document: Any) -> None:
    pushed = {each["digest"]: each["pushed"] for each in document["credentials"]}
    for value, expected in (
        (production(1), True),
        (production(13), True),
        (production(16), True),
        (production(18), True),
        (staging(14), False),
        (staging(15), False),
        (production(21), False),
        (secret(9), False),
        (production(20), None),
        (production(22), None),
    ):
        assert pushed[digest(value)] is expected, value


def test_nothing_is_known_of_remotes_where_there_are_none(repository: Repository) -> None:
    repository.commit_file("a.py", f'key = "{production_key()}"\n')
    result = scan_json("audit", cwd=repository.path)
    assert result.json["credentials"][0]["pushed"] is None
    assert "pushed" not in result.json["findings"][0]
    assert "pushed" not in keyguard("audit", cwd=repository.path).out


def test_nothing_is_unpushed_where_nobody_commits(repository: Repository, tmp_path: Path) -> None:
    """A mirror has tracking refs if somebody once pushed them, and knows no more of a remote."""
    repository.commit_file("a.py", "x = 1\n")
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.commit_file("b.py", f'key = "{production_key()}"\n')
    repository.git("clone", "--quiet", "--mirror", ".", str(tmp_path / "mirror.git"))
    for folder, pushed in ((repository.path, False), (tmp_path / "mirror.git", None)):
        (found,) = scan_json("history", cwd=folder).json["credentials"]
        assert found["pushed"] is pushed


@pytest.mark.parametrize(
    "name", ["pull/7/head", "merge-requests/7/head", "pull-requests/7/from", "changes/07/7/1"]
)
@pytest.mark.parametrize("command", ["history", "commits main..proposed"])
def test_what_is_proposed_to_a_forge_is_there(
    repository: Repository, name: str, command: str
) -> None:
    repository.commit_file("a.py", "x = 1\n")
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.git("checkout", "--quiet", "-b", "proposed")
    repository.commit_file("b.py", f'key = "{production_key()}"\n')
    told = []
    for _ in range(2):
        (found,) = scan_json(*command.split(), cwd=repository.path).json["findings"]
        told.append(found["pushed"])
        repository.git("update-ref", f"refs/{name}", "HEAD")
    assert told == [False, True]


def test_first_and_last_commits(document: Any, old: Repository) -> None:
    told = {each["digest"]: each for each in document["credentials"]}
    removed = told[digest(production(13))]
    ids = [old.git("log", "--all", "--format=%H", f"-S{production(13)}", option, "-1")
           for option in ("--reverse",)]  # fmt: skip
    assert ids
    added = old.git("log", "main", "--format=%H", "--diff-filter=A", "--", "scripts/import.rb")
    assert (removed["first"]["commit"], removed["last"]["commit"]) == (added, added)
    assert (removed["at_head"], removed["still_there"]) == (False, False)


TAGGED = {
    "annotated": ["tag", "--annotate", "kept", "--message", "kept"],
    "plain": ["tag", "kept"],
}


@pytest.mark.parametrize("form", TAGGED)
def test_what_only_a_tag_has(repository: Repository, form: str) -> None:
    repository.commit_file("a.py", "x = 1\n")
    repository.git("checkout", "--quiet", "-b", "gone")
    repository.commit_file("old.py", f'key = "{production_key()}"\n')
    repository.git(*TAGGED[form])
    repository.git("checkout", "--quiet", "main")
    repository.git("branch", "--quiet", "-D", "gone")
    (found,) = scan_json("history", cwd=repository.path).json["findings"]
    assert (found["state"], found["refs"]) == ("tag", ["refs/tags/kept"])
    assert "only in tag kept: no branch has it" in joined_text("history", repository).lower()


def test_a_stash_behind_another_one(repository: Repository) -> None:
    repository.commit_file("a.py", "x = 1\n")
    repository.write("a.py", f'x = "{production_key()}"\n')
    repository.git("stash", "push", "--quiet")
    repository.write("a.py", "x = 3\n")
    repository.git("stash", "push", "--quiet")
    (found,) = scan_json("history", cwd=repository.path).json["findings"]
    assert found["state"] == "stash"
    said = joined_text("history", repository).lower()
    assert "only in the stash of this repository, which is in no clone" in said


def test_a_tag_that_was_deleted(repository: Repository) -> None:
    repository.commit_file("a.py", "x = 1\n")
    repository.git("tag", "-a", "lost", "-m", f"key {production_key()}")
    repository.git("tag", "-d", "lost")
    assert "in the message of tag lost, which nothing names any more" in joined_text(
        "history", repository
    )


LINES = ["{key}", "subject\n\n{key}", "subject\n\na\nb\nc {key}"]


@pytest.mark.parametrize("message", LINES)
def test_lines_of_a_message_count_from_its_first(repository: Repository, message: str) -> None:
    text = message.format(key=production_key())
    line = text[: text.index("pk_")].count("\n") + 1
    repository.commit_file("a.py", "x = 1\n", text)
    repository.git("tag", "-a", "v1", "-m", text)
    for command in (["history"], ["audit"], ["commits", "HEAD"]):
        found = scan_json(*command, cwd=repository.path).json["findings"]
        assert {each["path"]: each["line"] for each in found} == {
            "(commit message)": line,
            "(tag message)": line,
        }


def test_all_files_are_not_called_staged(repository: Repository) -> None:
    repository.commit_file("a.py", f'key = "{production_key()}"\n')
    repository.write("b.py", f'key = "{production_key(1)}"\n')
    repository.git("add", "b.py")
    found = scan_json("staged", "a.py", "b.py", cwd=repository.path).json["findings"]
    assert {each["path"]: each["state"] for each in found} == {"a.py": "head", "b.py": "index"}


def test_the_end_of_a_range_on_another_branch(repository: Repository) -> None:
    repository.commit_file("a.py", "x = 1\n")
    repository.git("checkout", "--quiet", "-b", "feature")
    repository.commit_file("b.py", f'key = "{production_key()}"\n')
    repository.git("checkout", "--quiet", "main")
    (found,) = scan_json("commits", "main..feature", cwd=repository.path).json["findings"]
    assert (found["state"], found["refs"]) == ("branch", ["refs/heads/feature"])


def joined_text(command: str, repository: Repository) -> str:
    return " ".join(keyguard(*command.split(), cwd=repository.path).out.split())


@pytest.mark.parametrize("commits", [1, 5])
def test_what_only_a_detached_head_has(repository: Repository, commits: int) -> None:
    repository.commit_file("a.py", "x = 1\n")
    repository.git("checkout", "--quiet", "--detach")
    for number in range(commits):
        repository.commit_file(f"{number}.py", "x = 1\n", f"Use {production_key(number)}")
    found = scan_json("history", cwd=repository.path).json["credentials"]
    assert [each["refs"] for each in found] == [["HEAD"]] * commits
    assert "reached by HEAD" in joined_text("history", repository)


def test_of_many_refs_a_page_names_few(repository: Repository) -> None:
    """JSON, and the list with --verbose, have all of them."""
    names = [form % number for form in ("heads/b%d", "pull/%d/head") for number in range(7)]
    repository.commit_file("a.py", "x = 1\n")
    for number in range(7):
        repository.git("checkout", "--quiet", "-b", f"b{number}", "main")
        repository.commit_file(f"{number}.py", f'key = "{production_key()}"\n')
        repository.git("update-ref", f"refs/pull/{number}/head", "HEAD")
        repository.git("rm", "--quiet", f"{number}.py")
        repository.git("commit", "--quiet", "-m", "Remove it")
        repository.commit_file("kept.py", f'key = "{production_key(1)}"\n')
    repository.git("checkout", "--quiet", "main")
    said = joined_text("history", repository)
    few = r"(?:\S+, ){2}\S+ and 4 more"
    for words in (
        rf"at the tip of branches {few}, not at HEAD; reached by branches {few}",
        rf"not at HEAD, but in refs {few}; reached by branches {few}, refs {few}",
    ):
        assert re.search(words, said), words
    in_full = joined_text("history --verbose", repository)
    assert all(name.removeprefix("heads/") in in_full for name in names)
    told = scan_json("history", cwd=repository.path).json["credentials"]
    assert {ref for each in told for ref in each["refs"]} == {f"refs/{name}" for name in names}


def test_before_the_first_commit(repository: Repository) -> None:
    repository.write("a.py", f'key = "{production_key()}"\n')
    repository.git("add", "a.py")
    (found,) = scan_json("history", cwd=repository.path).json["findings"]
    assert (found["state"], found.get("refs")) == ("index", None)


@pytest.mark.parametrize("commits", [1, 2, 3, 4, 9])
def test_refs_of_many_commits(repository: Repository, commits: int) -> None:
    """Few commits are asked for one by one, many in one walk: both say what git says."""
    repository.commit_file("a.py", "x = 1\n")
    for number in range(commits):
        repository.git("checkout", "--quiet", "-b", f"b{number}", f"HEAD~{number % 2}")
        repository.commit_file(f"k{number}.py", f'key = "{production_key(number)}"\n')
        repository.git("tag", "-a", f"t{number}", "-m", "x")
    for each in scan_json("history", cwd=repository.path).json["findings"]:
        expected = repository.git(
            "for-each-ref", "--contains", each["commit"], "--format=%(refname)"
        )
        assert sorted(each["refs"]) == sorted(expected.split())
