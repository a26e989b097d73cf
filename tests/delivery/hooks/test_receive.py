"""The hook of a server, called by the real git."""

from __future__ import annotations

import pytest

from tests.delivery import attempts
from tests.delivery.hooks.tools import CODE, KEY, attempt, use
from tests.tools import Repository


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

    @pytest.mark.parametrize("kind", ["heads", "tags"])
    def test_a_key_in_the_name_of_a_new_ref(self, repository: Repository, kind: str) -> None:
        assert attempt(repository, "push", "origin", "main")[0]
        pushed = ("git", "push", "origin", f"main:refs/{kind}/key-{KEY}")
        done, said = attempts.attempt(repository, pushed, "it, but git names the ref")
        assert not done
        assert "(name of a ref)" in said

    def test_a_ref_with_a_key_in_its_name_can_be_removed(
        self, repository: Repository, remote: Repository
    ) -> None:
        assert attempt(repository, "push", "origin", "main")[0]
        remote.git("branch", f"key-{KEY}", "main")
        pushed = ("git", "push", "origin", f":key-{KEY}")
        assert attempts.attempt(repository, pushed, "it, but git names the ref")[0]

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

    @pytest.mark.parametrize("kind", ["blob", "tree"])
    def test_a_ref_need_not_lead_to_a_commit(self, repository: Repository, kind: str) -> None:
        """As the tag of a maintainer's key in git's own repository, which is of a blob."""
        assert attempt(repository, "push", "origin", "main")[0]
        for name, line in (("good", "y = 2\n"), ("bad", CODE)):
            repository.write("only_here.py", line)
            repository.git("add", "only_here.py")
            ids = {"blob": ":only_here.py", "tree": repository.git("write-tree")}
            object_ = repository.git("rev-parse", ids[kind])
            repository.git("update-ref", f"refs/of/{name}", object_)
            repository.git("tag", "--annotate", name, "--message", "release", object_)
        for ref in ("refs/of/good", "refs/tags/good"):
            done, said = attempt(repository, "push", "origin", ref)
            assert (done, "could not" in said, "error:" in said) == (True, False, False), said
        for ref in ("refs/of/bad", "refs/tags/bad"):
            done, said = attempt(repository, "push", "origin", ref)
            assert (done, "1 finding" in said, "incomplete" in said) == (False, True, False), said
