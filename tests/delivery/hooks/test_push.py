"""The hook of a push, called by the real git."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.delivery.hooks.tools import CODE, KEY, attempt, use
from tests.tools import Repository


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

    @pytest.mark.parametrize("kind", ["heads", "tags"])
    def test_a_key_in_the_name_that_the_remote_gets(
        self, repository: Repository, kind: str
    ) -> None:
        assert attempt(repository, "push", "origin", "main")[0]
        done, said = attempt(repository, "push", "origin", f"main:refs/{kind}/key-{KEY}")
        assert not done
        assert "(name of a ref)" in said

    def test_a_key_in_a_name_that_stays_here(self, repository: Repository) -> None:
        assert attempt(repository, "push", "origin", "main")[0]
        repository.git("switch", "--quiet", "--create", f"key-{KEY}")
        assert attempt(repository, "push", "origin", "HEAD:refs/heads/topic")[0]

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
