"""The first step suits the moment: staged, in a message, about to be pushed, pushed long ago."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.samples import production_key, staging_key, webhook_secret
from tests.tools import Repository, keyguard, scan_json

KNOWN = ("--baseline", ".keyguard-baseline.json")
KEYS = {
    "key": ("app.py", f'key = "{production_key()}"\n', "key"),
    "staging key": ("app.rb", f"key = '{staging_key()}'\n", "key"),
    "secret": ("hook.py", f'webhook_secret = "{webhook_secret()}"\n', "secret"),
}


@pytest.fixture
def shared(repository: Repository) -> Repository:
    """A repository whose ``main`` is at ``origin``."""
    repository.commit_file("README", "x\n")
    origin = repository.path.parent / "origin.git"
    repository.git("init", "--quiet", "--bare", str(origin))
    repository.git("remote", "add", "origin", str(origin))
    repository.git("push", "--quiet", "origin", "main")
    return repository


def fixes(repository: Repository, *command: str) -> list[str]:
    """The steps of each finding."""
    return [each["fix"] for each in scan_json(*command, cwd=repository.path).json["findings"]]


@pytest.mark.parametrize("kind", KEYS)
def test_staged(shared: Repository, kind: str) -> None:
    name, text, what = KEYS[kind]
    shared.write(name, text)
    shared.git("add", name)
    (fix,) = fixes(shared, "staged")
    first, second, third, last = fix.splitlines()
    assert f"`git restore --staged -- {name}`" in first
    assert second.startswith(f"2. Move the {what} to the environment")
    assert third == "3. Commit again."
    assert last == f"4. Revoke the {what} only if it has been shared."
    assert "history" not in fix


def test_the_command_that_unstages_works(shared: Repository) -> None:
    name = "a b's.py"
    shared.write(name, KEYS["key"][1])
    shared.git("add", name)
    (fix,) = fixes(shared, "staged")
    command = fix.split("`git restore", 1)[1].split("`")[0]
    import subprocess

    subprocess.run(f"git restore{command}", shell=True, cwd=shared.path, check=True)
    assert keyguard("staged", cwd=shared.path).code == 0


def test_many_staged_files_have_one_recipe(shared: Repository) -> None:
    for number in range(9):
        shared.write(f"{number}.py", f'key = "{production_key(number)}"\n')
    shared.git("add", "--all")
    text = keyguard("staged", cwd=shared.path).out
    assert text.count("1. Edit the file") == 1


def test_what_several_rules_ask_for_is_one_recipe(shared: Repository) -> None:
    shared.write(".env.staging", f"CONNEXEASE_API_KEY={production_key()}\nWEBHOOK_SECRET=letmein\n")
    shared.write(
        "hook.js",
        "const app = require('express')()\n"
        "app.post('/webhook', (req, res) => {\n"
        "  handle(req.body)\n"
        "  if (req.headers.authorization === 'Bearer ' + process.env.WEBHOOK_SECRET) "
        "res.sendStatus(200)\n})\n",
    )
    shared.git("add", "--all")
    text = " ".join(keyguard("staged", cwd=shared.path).out.split())
    assert text.count("Move the key") == text.count("Move the secret") == 1
    assert "(production-key-in-staging) 4. Take the file out of git" in text
    assert text.count("1. Check the header") == 1
    assert "4. Answer 401 where the check fails. (webhook-missing-401) 5. A whole handler" in text
    assert "Revoke the key only if" in text
    assert "Revoke the secret" not in text
    assert "Replace the secret whether it was shared or not" in text


def test_a_message_that_is_being_written(shared: Repository, tmp_path: Path) -> None:
    message = tmp_path / "message"
    message.write_text(f"Use {production_key()}\n")
    result = scan_json("scan", "--message", message, cwd=shared.path)
    (found,) = result.json["findings"]
    assert found["fix"].startswith("1. Change the message")
    assert found["fix"].endswith("2. Revoke the key only if it has been shared.")
    text = keyguard("scan", "--message", message, cwd=shared.path).out
    assert "end that line of the message with: keyguard: allow[production-key] REASON" in text
    message.write_text(f"Use {production_key()} keyguard: allow[production-key] made up\n")
    assert keyguard("scan", "--message", message, cwd=shared.path).code == 0


def test_commits_that_are_not_pushed(shared: Repository) -> None:
    commit = shared.commit_file("app.py", KEYS["key"][1])
    (fix,) = fixes(shared, "commits", "origin/main..HEAD")
    assert fix.startswith("1. This is not pushed, so it is not public yet: do not push it.")
    assert f"git rebase --interactive {commit[:10]}^" in fix
    text = " ".join(keyguard("commits", "origin/main..HEAD", cwd=shared.path).out.split())
    assert "till at HEAD, in commits that are not pushed yet." in text


@pytest.mark.parametrize("part", ["commit", "tag"])
def test_messages_that_are_not_pushed(shared: Repository, part: str) -> None:
    text = f"Use {production_key()}"
    shared.commit_file("a", "x\n", text if part == "commit" else "a")
    if part == "tag":
        shared.git("tag", "--annotate", "v1", "--message", text)
    (fix,) = fixes(shared, "commits", "origin/main..HEAD")
    assert fix.startswith("1. This is not pushed, so it is not public yet: do not push it.")
    assert ("Make the tag anew" if part == "tag" else "Change the message") in fix


def test_a_name_that_is_pushed_is_changed_first(shared: Repository) -> None:
    shared.commit_file("a", "x\n")
    name = f"refs/heads/fix-{production_key()}"
    (fix,) = fixes(shared, "commits", "origin/main..HEAD", "--pushing", "--ref", name)
    assert fix.startswith("1. This is not pushed, so it is not public yet: do not push it. Rename")
    assert fix.endswith("3. Revoke the key only if it has been shared.")


def test_a_name_that_was_pushed_is_deleted_last(shared: Repository) -> None:
    shared.git("branch", f"fix-{production_key()}")
    (fix,) = fixes(shared, "history")
    assert fix.startswith("1. Revoke this production key")
    assert fix.endswith("`git push REMOTE --delete NAME`.")
    assert "filter-repo" not in fix


@pytest.mark.parametrize("command", [["commits", "HEAD~1..HEAD"], ["history"], ["audit"]])
def test_what_was_pushed_is_revoked_first(shared: Repository, command: list[str]) -> None:
    shared.commit_file("app.py", KEYS["key"][1])
    shared.git("push", "--quiet", "origin", "main")
    (fix,) = fixes(shared, *command)
    assert fix.startswith("1. Revoke this production key")
    assert fix.endswith("docs/leaked-key.md says how.")


def test_without_a_remote_nothing_is_said_of_pushing(repository: Repository) -> None:
    repository.commit_file("app.py", KEYS["key"][1])
    (fix,) = fixes(repository, "commits", "HEAD")
    assert fix.startswith("1. Revoke this production key")


def test_a_moved_file_is_known_by_its_old_path(shared: Repository) -> None:
    shared.commit_file("old.py", KEYS["key"][1])
    keyguard("baseline", "create", "--reason", "being replaced", cwd=shared.path)
    shared.commit()
    shared.git("mv", "old.py", "new.py")
    baseline = ("--baseline", ".keyguard-baseline.json")
    (found,) = scan_json("staged", *baseline, cwd=shared.path).json["findings"]
    assert found["path"] == "new.py"
    assert found["suppressed"] == {"by": "baseline", "reason": "known as old.py: being replaced"}
    shared.write("copy.py", KEYS["key"][1])
    shared.git("add", "copy.py")
    shared.git("checkout", "--quiet", "HEAD", "--", "old.py")
    assert keyguard("staged", *baseline, cwd=shared.path).code == 1


@pytest.mark.parametrize("command", ["audit", "history", "scan"])
@pytest.mark.parametrize("is_committed", [True, False])
def test_a_moved_file_is_known_to_all_of_history(
    repository: Repository, command: str, is_committed: bool
) -> None:
    repository.commit_file("old.py", KEYS["key"][1])
    keyguard("baseline", "create", "--reason", "being replaced", cwd=repository.path)
    repository.commit()
    repository.git("mv", "old.py", "new.py")
    if is_committed:
        repository.commit()
    known = {
        each["path"]: each["suppressed"]
        for each in scan_json(command, *KNOWN, cwd=repository.path).json["findings"]
    }
    assert known.pop("old.py", None) in (None, {"by": "baseline", "reason": "being replaced"})
    reason = {"by": "baseline", "reason": "known as old.py: being replaced"}
    assert known == {"new.py": reason}
    repository.write("copy.py", KEYS["key"][1])
    repository.commit()
    assert len(scan_json(command, *KNOWN, cwd=repository.path).found) == 1


def test_a_moved_file_is_known_where_there_is_no_work_tree(repository: Repository) -> None:
    repository.commit_file("old.py", KEYS["key"][1])
    keyguard("baseline", "create", cwd=repository.path)
    repository.git("mv", "old.py", "new.py")
    repository.commit()
    bare = Repository.create(repository.path.parent / "bare.git", "--bare")
    repository.git("push", "--quiet", str(bare.path), "main")
    known = ("--baseline", str(repository.path / KNOWN[1]))
    assert scan_json("history", *known, cwd=bare.path).code == 0


def test_a_moved_file_is_known_to_a_scan_of_all_files(repository: Repository) -> None:
    repository.commit_file("old.py", KEYS["key"][1])
    keyguard("baseline", "create", "--reason", "being replaced", cwd=repository.path)
    repository.git("mv", "old.py", "new.py")
    command = ("scan", "--baseline", ".keyguard-baseline.json")
    (found,) = scan_json(*command, cwd=repository.path).json["findings"]
    assert found["suppressed"] == {"by": "baseline", "reason": "known as old.py: being replaced"}
    repository.write("old.py", KEYS["key"][1])
    repository.git("add", "old.py")
    assert scan_json(*command, cwd=repository.path).code == 1


@pytest.mark.parametrize("command", [["staged"], ["staged", "copy.py"], ["scan"]])
def test_a_copy_of_what_git_never_had_is_new(repository: Repository, command: list[str]) -> None:
    repository.write("notes.py", KEYS["key"][1])
    keyguard("baseline", "create", cwd=repository.path)
    repository.write("copy.py", KEYS["key"][1])
    repository.git("add", "copy.py")
    assert keyguard(*command[:1], *KNOWN, *command[1:], cwd=repository.path).code == 1


@pytest.mark.parametrize("command", [["staged"], ["staged", "a.py", "b.py"], ["scan"]])
def test_a_file_is_moved_to_one_place(repository: Repository, command: list[str]) -> None:
    repository.commit_file("old.py", KEYS["key"][1])
    keyguard("baseline", "create", cwd=repository.path)
    repository.git("mv", "old.py", "a.py")
    repository.write("b.py", KEYS["key"][1])
    repository.git("add", "b.py", ".keyguard-baseline.json")
    found = scan_json(*command[:1], *KNOWN, *command[1:], cwd=repository.path).json["findings"]
    assert [each["path"] for each in found if each["suppressed"] is None] == ["b.py"]


@pytest.mark.parametrize("command", [["staged"], ["commits", "HEAD~1..HEAD"]])
def test_a_known_key_that_comes_back_elsewhere_is_new(
    repository: Repository, command: list[str]
) -> None:
    repository.commit_file("old.py", KEYS["key"][1])
    keyguard("baseline", "create", cwd=repository.path)
    repository.git("rm", "--quiet", "old.py")
    repository.git("add", ".keyguard-baseline.json")
    repository.commit()
    repository.write("new.py", KEYS["key"][1])
    repository.git("add", "new.py")
    if command[0] == "commits":
        repository.commit()
    assert keyguard(*command, *KNOWN, cwd=repository.path).code == 1


def test_a_copy_outside_of_git_is_new(tmp_path: Path) -> None:
    (tmp_path / "old.py").write_text(KEYS["key"][1])
    baseline = tmp_path / "known.json"
    keyguard("baseline", "create", "--baseline", baseline, cwd=tmp_path)
    (tmp_path / "old.py").rename(tmp_path / "new.py")
    assert keyguard("scan", "--baseline", baseline, cwd=tmp_path).code == 1


def test_the_command_for_the_baseline_is_the_one_that_works(shared: Repository) -> None:
    shared.write("app.json", f'{{"key": "{production_key()}"}}')
    shared.git("add", "app.json")
    create = (
        'keyguard baseline create --only production-key/app.json --reason "REASON" '
        "&& git add .keyguard-baseline.json"
    )
    assert create in keyguard("staged", cwd=shared.path).out
    keyguard("baseline", "create", cwd=shared.path)
    shared.write("b.json", f'{{"key": "{production_key(1)}"}}')
    shared.git("add", "b.json")
    update = create.replace("create", "update").replace("app.json", "b.json")
    assert update in keyguard("staged", cwd=shared.path).out
    (shared.path / ".keyguard-baseline.json").rename(shared.path / "known.json")
    told = keyguard("staged", "--baseline", "known.json", cwd=shared.path).out
    assert "keyguard baseline update --baseline known.json --only" in told
    assert "git add known.json" in told


@pytest.mark.parametrize(
    "name", ["app.json", "src/a b.json", "it's.json", "[x]*.json", "#a.json", "!a.json", "ü.json"]
)
@pytest.mark.parametrize("is_tracked", [True, False])
def test_what_is_pasted_makes_this_finding_known_and_no_other(
    shared: Repository, name: str, is_tracked: bool
) -> None:
    shared.write(name, f'{{"key": "{production_key()}"}}')
    shared.write("other.json", f'{{"key": "{production_key(1)}"}}')
    if is_tracked:
        shared.git("add", "--all")
    told = keyguard("scan", name, cwd=shared.path).out
    (command,) = [line.split("secret? ")[1] for line in told.splitlines() if "secret? " in line]
    program = f'keyguard() {{ "{sys.executable}" -m keyguard "$@"; }}\n'
    pasted = subprocess.run(
        ["sh", "-c", program + command], cwd=shared.path, capture_output=True, check=False
    )
    assert pasted.returncode == 0, pasted.stderr
    assert scan_json("scan", cwd=shared.path).found == {("production-key", "other.json")}
    assert shared.git("diff", "--name-only", "--cached", ".keyguard-baseline.json")
