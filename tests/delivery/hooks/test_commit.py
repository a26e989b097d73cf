"""The hooks of a commit, called by the real git."""

from __future__ import annotations

import pytest

from tests.delivery.hooks.tools import CODE, HOOKS, KEY, attempt
from tests.tools import Repository

SCISSORS = "# ------------------------ >8 ------------------------\n"


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
            ([], ["--edit"], "one\n" + SCISSORS + "{}", True),
            ([], ["--edit"], "one\n" + SCISSORS + "# Ignored.\n-{}", True),
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

    @pytest.mark.parametrize("verbose", ["-v", "-vv"])
    def test_what_is_shown_below_the_message_is_no_part_of_it(
        self, repository: Repository, verbose: str
    ) -> None:
        repository.write("app.py", CODE)
        repository.write("other.py", CODE)
        repository.git("add", "--all")
        repository.git("commit", "--quiet", "--no-verify", "--message", "slipped through")
        repository.write("app.py", "key = None\n")
        repository.git("add", "app.py")
        repository.write("other.py", "key = None\n")
        repository.git("config", "core.editor", "true")
        asked = ["commit", verbose, "--edit", "--message"]
        assert attempt(repository, *asked, "take it out")[0]
        repository.git("add", "other.py")
        assert not attempt(repository, *asked, f"take {KEY} out")[0]

    @pytest.mark.parametrize(
        ("setting", "message", "is_kept"),
        [
            ("commit.cleanup=verbatim", "#1: {}", True),
            ("commit.cleanup=strip", "one\n\n# {}", False),
            ("core.commentChar=;", "#1: {}", True),
            ("core.commentChar=;", "one\n; {}", False),
        ],
    )
    def test_settings_that_the_commit_is_given_count(
        self, repository: Repository, setting: str, message: str, is_kept: bool
    ) -> None:
        repository.git("config", "core.editor", "true")
        asked = ["commit", "--allow-empty", "--edit", "--message", message.format(KEY)]
        assert attempt(repository, "-c", setting, *asked)[0] is not is_kept

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

    @pytest.mark.parametrize(
        ("code", "message"), [(CODE, "add"), ("", f"add\n\n# {KEY}")], ids=["file", "message"]
    )
    def test_a_patch_is_read(self, repository: Repository, code: str, message: str) -> None:
        repository.commit()
        repository.git("switch", "--quiet", "--create", "side")
        repository.write("app.py", code)
        repository.git("add", "--all")
        repository.git("config", "commit.cleanup", "verbatim")
        repository.git("commit", "--quiet", "--no-verify", "--message", message)
        patch = repository.path.parent / "sent.patch"
        patch.write_text(repository.git("format-patch", "-1", "--stdout"))
        repository.git("switch", "--quiet", "main")
        done, said = attempt(repository, "am", str(patch))
        assert not done
        assert "production key" in said
