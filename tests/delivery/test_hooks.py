"""The shell hooks, called by the real git."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from keyguard.cli.install import INSTALL
from tests.delivery.conftest import PROJECT
from tests.samples import production_key
from tests.tools import IDENTITY, Repository

HOOKS = PROJECT / "hooks"
KEY = production_key("hooks")
CODE = f'key = "{KEY}"\n'
SCISSORS = "# ------------------------ >8 ------------------------\n"


@pytest.fixture
def remote(tmp_path: Path) -> Repository:
    return Repository.create(tmp_path / "remote.git", "--bare")


def use(repository: Repository, *names: str) -> None:
    """Installs hooks as a user does: by copying them."""
    folder = Path(repository.git("rev-parse", "--absolute-git-dir")) / "hooks"
    folder.mkdir(exist_ok=True)
    for name in names:
        shutil.copy(HOOKS / name, folder / name)


def attempt(repository: Repository, *arguments: str) -> tuple[bool, str]:
    """Whether git did it, and everything that was printed. No output may show the key."""
    finished = subprocess.run(
        ["git", *arguments],
        cwd=repository.path,
        env=os.environ | IDENTITY,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    said = finished.stdout + finished.stderr
    assert KEY not in said
    return finished.returncode == 0, said


class TestCommit:
    @pytest.fixture(autouse=True)
    def _installed(self, repository: Repository) -> None:
        repository.git("config", "core.hooksPath", str(HOOKS))

    def test_a_staged_key_is_refused(self, repository: Repository) -> None:
        repository.write("app.py", CODE)
        repository.git("add", "--all")
        done, said = attempt(repository, "commit", "--message", "add")
        assert not done
        assert "app.py" in said
        assert "production key" in said

    def test_what_is_not_staged_does_not_matter(self, repository: Repository) -> None:
        repository.write("app.py", "key = None\n")
        repository.git("add", "--all")
        repository.write("app.py", CODE)
        assert attempt(repository, "commit", "--message", "add")[0]

    def test_a_partial_commit_is_read_from_its_own_index(self, repository: Repository) -> None:
        repository.write("app.py", CODE)
        repository.write("other.py", "x = 1\n")
        repository.git("add", "--all")
        assert attempt(repository, "commit", "--message", "add", "--", "other.py")[0]
        assert not attempt(repository, "commit", "--message", "add", "--", "app.py")[0]

    def test_a_key_in_the_message_is_refused(self, repository: Repository) -> None:
        done, said = attempt(repository, "commit", "--allow-empty", "--message", f"use {KEY}")
        assert not done
        assert "production key" in said
        assert attempt(repository, "commit", "--allow-empty", "--message", "use a variable")[0]

    @pytest.mark.parametrize(
        ("settings", "options", "message", "is_kept"),
        [
            ([], [], "#1: {}", True),
            ([], [], "one\n" + SCISSORS + "{}", True),
            ([], ["--edit"], "one\n\n# {}", False),
            ([], ["--edit", "--verbose"], "one\n" + SCISSORS + "{}", False),
            (["core.commentChar", ";"], ["--edit"], "#1: {}", True),
            (["core.commentChar", ";"], ["--edit"], "one\n; {}", False),
            (["core.commentChar", "auto"], ["--edit"], "#1: {}", True),
            (["core.commentChar", "auto"], ["--edit", "--verbose"], "#1: {}", True),
            (["commit.cleanup", "scissors"], ["--edit"], "#1: {}", True),
            (["commit.cleanup", "scissors"], ["--edit"], "#1\n" + SCISSORS + "{}", False),
            (["commit.cleanup", "verbatim"], ["--edit"], "#1: {}", True),
        ],
    )
    def test_lines_that_git_keeps(
        self,
        repository: Repository,
        settings: list[str],
        options: list[str],
        message: str,
        is_kept: bool,
    ) -> None:
        """And no others: an editor shows, as comments, what a commit takes away."""
        if settings:
            repository.git("config", *settings)
        repository.git("config", "core.editor", "true")
        asked = ["--message", message.format(KEY), *options]
        assert attempt(repository, "commit", "--allow-empty", *asked)[0] is not is_kept

    def test_a_merge_is_read(self, repository: Repository) -> None:
        repository.commit()
        repository.git("switch", "--quiet", "--create", "side")
        repository.write("app.py", CODE)
        repository.git("add", "--all")
        repository.git("commit", "--quiet", "--no-verify", "--message", "slipped through")
        repository.git("switch", "--quiet", "main")
        repository.commit_file("other.py", "x = 1\n")
        done, said = attempt(repository, "merge", "--no-edit", "side")
        assert not done
        assert "app.py" in said


class TestPush:
    @pytest.fixture(autouse=True)
    def _installed(self, repository: Repository, remote: Repository) -> None:
        repository.git("remote", "add", "origin", str(remote.path))
        repository.commit_file("start.py", "x = 1\n")
        use(repository, "pre-push")

    def test_a_new_branch(self, repository: Repository) -> None:
        assert attempt(repository, "push", "origin", "main")[0]
        repository.git("switch", "--quiet", "--create", "topic")
        repository.commit_file("app.py", CODE)
        done, said = attempt(repository, "push", "origin", "topic")
        assert not done
        assert "app.py" in said

    def test_a_key_that_a_later_commit_removes(self, repository: Repository) -> None:
        assert attempt(repository, "push", "origin", "main")[0]
        repository.commit_file("app.py", CODE)
        repository.commit_file("app.py", "key = None\n")
        assert not attempt(repository, "push", "origin", "main")[0]

    @pytest.mark.parametrize("pushed", ["commit", "message", "tag"])
    def test_what_no_remote_has_is_not_public(self, repository: Repository, pushed: str) -> None:
        """Also at the first push of all, and for a tag of a commit that the remote has."""
        if pushed == "tag":
            assert attempt(repository, "push", "origin", "main")[0]
            repository.git("tag", "--annotate", "v1", "--message", f"with {KEY}")
        elif pushed == "message":
            repository.commit_file("app.py", "x = 1\n", f"with {KEY}")
        else:
            repository.commit_file("app.py", CODE)
        done, said = attempt(repository, "push", "origin", "v1" if pushed == "tag" else "main")
        assert not done
        assert "This is not pushed, so it is not public yet" in said
        assert "Revoke this" not in said

    def test_what_another_remote_has_may_be_public(
        self, repository: Repository, tmp_path: Path
    ) -> None:
        repository.commit_file("app.py", CODE)
        repository.git("push", "--quiet", "--no-verify", "origin", "main")
        other = Repository.create(tmp_path / "other.git", "--bare")
        repository.git("remote", "add", "other", str(other.path))
        done, said = attempt(repository, "push", "other", "main")
        assert not done
        assert "1. Revoke this production key" in said

    def test_what_is_allowed_after_a_refused_push(self, repository: Repository) -> None:
        assert attempt(repository, "push", "origin", "main")[0]
        repository.commit_file("app.py", CODE)
        assert not attempt(repository, "push", "origin", "main")[0]
        allowed = CODE.rstrip() + "  # keyguard: allow[production-key] made up\n"
        repository.commit_file("app.py", allowed)
        done, said = attempt(repository, "push", "origin", "main")
        assert done, said

    def test_what_the_remote_has_is_not_read_again(self, repository: Repository) -> None:
        repository.commit_file("app.py", CODE)
        repository.git("push", "--quiet", "--no-verify", "origin", "main")
        repository.commit_file("other.py", "x = 1\n")
        assert attempt(repository, "push", "origin", "main")[0]
        assert attempt(repository, "push", "origin", "main:refs/heads/copy")[0]

    def test_what_the_remote_has_without_a_tracking_branch(
        self, repository: Repository, remote: Repository
    ) -> None:
        repository.commit_file("app.py", CODE)
        repository.git("push", "--quiet", "--no-verify", str(remote.path), "main")
        repository.commit_file("other.py", "x = 1\n")
        assert attempt(repository, "push", str(remote.path), "main")[0]

    def test_another_remote_is_another_matter(self, repository: Repository, tmp_path: Path) -> None:
        repository.commit_file("app.py", CODE)
        repository.git("push", "--quiet", "--no-verify", "origin", "main")
        public = Repository.create(tmp_path / "public.git", "--bare")
        repository.git("remote", "add", "public", str(public.path))
        assert not attempt(repository, "push", "public", "main")[0]

    @pytest.mark.parametrize("where", ["elsewhere by now", "at two places", "cleaned"])
    def test_a_remote_that_has_no_longer_what_it_was_seen_to_have(
        self, repository: Repository, remote: Repository, tmp_path: Path, where: str
    ) -> None:
        repository.commit_file("app.py", CODE)
        repository.git("push", "--quiet", "--no-verify", "origin", "main")
        repository.git("remote", "set-head", "origin", "main")
        if where == "cleaned":
            remote.git("update-ref", "refs/heads/main", "main~1")
        else:
            new = Repository.create(tmp_path / "new.git", "--bare")
            added = ["--add", "--push"] if where == "at two places" else []
            repository.git("remote", "set-url", *added, "origin", str(new.path))
        done, said = attempt(repository, "push", "origin", "main")
        assert not done
        assert "app.py" in said

    def test_each_of_several_refs(self, repository: Repository) -> None:
        repository.git("branch", "clean")
        repository.git("switch", "--quiet", "--create", "dirty")
        repository.commit_file("app.py", CODE)
        repository.git("branch", "later", "main")
        assert not attempt(repository, "push", "origin", "clean", "dirty", "later")[0]
        assert attempt(repository, "push", "origin", "clean", "later")[0]

    def test_the_message_of_a_tag_on_an_old_commit(self, repository: Repository) -> None:
        repository.commit_file("app.py", CODE)
        repository.git("push", "--quiet", "--no-verify", "origin", "main")
        repository.git("tag", "light")
        repository.git("tag", "--annotate", "good", "--message", "release")
        repository.git("tag", "--annotate", "bad", "--message", f"release with {KEY}")
        assert attempt(repository, "push", "origin", "good", "light")[0]
        assert not attempt(repository, "push", "origin", "bad")[0]

    def test_a_ref_to_a_file(self, repository: Repository) -> None:
        assert attempt(repository, "push", "origin", "main")[0]
        blob = repository.git("hash-object", "-w", "--stdin", stdin=CODE.encode())
        assert not attempt(repository, "push", "origin", f"{blob}:refs/tags/file")[0]

    def test_deletions_and_rewrites(self, repository: Repository) -> None:
        first = repository.git("rev-parse", "HEAD")
        repository.commit_file("other.py", "x = 1\n")
        assert attempt(repository, "push", "origin", "main", "main:refs/heads/gone")[0]
        assert attempt(repository, "push", "origin", "--delete", "gone")[0]
        repository.git("reset", "--quiet", "--hard", first)
        repository.commit_file("app.py", CODE)
        assert not attempt(repository, "push", "--force", "origin", "main")[0]

    def test_a_local_ref_with_spaces(self, repository: Repository) -> None:
        assert attempt(repository, "push", "origin", "HEAD@{0 days ago}:refs/heads/now")[0]
        repository.commit_file("app.py", CODE)
        assert not attempt(repository, "push", "origin", "HEAD@{0 days ago}:refs/heads/now")[0]


class TestReceive:
    @pytest.fixture(autouse=True)
    def _installed(self, repository: Repository, remote: Repository) -> None:
        use(remote, "pre-receive")
        repository.git("remote", "add", "origin", str(remote.path))
        repository.commit_file("start.py", "x = 1\n")

    def test_a_key_is_refused_and_leaves_nothing(
        self, repository: Repository, remote: Repository
    ) -> None:
        assert attempt(repository, "push", "origin", "main")[0]
        tip = repository.commit_file("app.py", CODE)
        done, said = attempt(repository, "push", "origin", "main")
        assert not done
        assert "app.py" in said
        assert f"{tip[:10]} by Ada Author" in said
        assert "in commits that are not pushed yet" in " ".join(said.replace("remote:", "").split())
        assert "not public yet" in said
        assert "in history" not in said
        assert not attempt(remote, "cat-file", "-e", tip)[0]
        assert remote.git("rev-parse", "main") == repository.git("rev-parse", "main~1")

    def test_new_refs(self, repository: Repository) -> None:
        assert attempt(repository, "push", "origin", "main")[0]
        repository.git("tag", "--annotate", "good", "--message", "release")
        repository.git("tag", "--annotate", "bad", "--message", f"release with {KEY}")
        assert attempt(repository, "push", "origin", "good", "main:refs/heads/copy")[0]
        assert not attempt(repository, "push", "origin", "bad")[0]
        repository.git("switch", "--quiet", "--create", "topic")
        repository.commit_file("app.py", CODE)
        repository.commit_file("app.py", "key = None\n")
        assert not attempt(repository, "push", "origin", "topic")[0]

    def test_what_the_server_has_is_not_read_again(
        self, repository: Repository, remote: Repository
    ) -> None:
        hook = remote.path / "hooks" / "pre-receive"
        hook.rename(hook.with_suffix(".off"))
        repository.commit_file("app.py", CODE)
        assert attempt(repository, "push", "origin", "main")[0]
        hook.with_suffix(".off").rename(hook)
        repository.commit_file("other.py", "x = 1\n")
        assert attempt(repository, "push", "origin", "main", "main:refs/heads/copy")[0]
        assert attempt(repository, "push", "origin", "--delete", "copy")[0]


@pytest.mark.parametrize("name", ["pre-commit", "commit-msg", "pre-push", "pre-receive"])
def test_a_missing_keyguard_is_no_silent_pass(name: str, tmp_path: Path) -> None:
    shell = shutil.which("sh")
    assert shell is not None
    finished = subprocess.run(
        [shell, str(HOOKS / name), "argument"],
        cwd=tmp_path,
        env={"PATH": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 2
    assert "keyguard is not installed" in finished.stderr
    assert finished.stderr.endswith(f": {INSTALL}\n")


@pytest.mark.parametrize("hook", sorted(HOOKS.iterdir()), ids=lambda hook: hook.name)
def test_hooks_are_programs(hook: Path) -> None:
    assert os.access(hook, os.X_OK)
    assert hook.read_text().startswith("#!/")
