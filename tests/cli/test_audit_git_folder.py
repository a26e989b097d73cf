"""An audit names what a repository keeps beside its objects."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.tools import Repository, scan_json

PASSWORD = "https://ada:hunter2secret@git.example.org/shop.git"


def leave_module(repository: Repository) -> None:
    repository.git("init", "--quiet", "--bare", ".git/modules/old")


def keep_module(repository: Repository) -> None:
    leave_module(repository)
    repository.write(".gitmodules", '[submodule "old"]\n\tpath = lib/old\n')


def set_url(repository: Repository) -> None:
    repository.git("remote", "add", "origin", PASSWORD)


def set_plain_url(repository: Repository) -> None:
    repository.git("remote", "add", "origin", "https://git.example.org:443/shop.git")
    repository.git("remote", "add", "other", "ssh://git@git.example.org/shop.git")


def write_reflog(repository: Repository) -> None:
    with (repository.path / ".git/logs/HEAD").open("a") as log:
        log.write(f"{'0' * 40} {'0' * 40} A <a@b> 1767268800 +0000\tpull {PASSWORD}: change\n")


def record_conflict(repository: Repository) -> None:
    repository.write(".git/rr-cache/0f/preimage", "<<<<<<<\n")


def set_textconv(repository: Repository) -> None:
    repository.commit_file(".gitattributes", "*.txt diff=vault\n")
    repository.git("config", "diff.vault.textconv", "cat")
    repository.git("log", "--patch")


def keep_text(repository: Repository) -> None:
    repository.git("config", "diff.vault.cachetextconv", "true")
    set_textconv(repository)


def give_up_commit(repository: Repository) -> None:
    repository.write(".git/COMMIT_EDITMSG", "the key is ...\n")


LEFT: dict[Callable[[Repository], None], set[str]] = {
    leave_module: {"no-leftover-submodules"},
    keep_module: set(),
    set_url: {"no-passwords-in-git-folder"},
    set_plain_url: set(),
    write_reflog: {"no-passwords-in-git-folder"},
    record_conflict: {"no-recorded-conflicts"},
    set_textconv: set(),
    keep_text: {"no-kept-text-of-diffs"},
    give_up_commit: {"no-leftover-messages"},
}
NEW = {name for names in LEFT.values() for name in names}


@pytest.mark.parametrize("leave", LEFT, ids=lambda leave: leave.__name__)
def test_what_is_left_is_named(leave: Callable[[Repository], None], repository: Repository) -> None:
    repository.commit_file("a.txt", "nothing\n")
    leave(repository)
    result = scan_json("audit", cwd=repository.path)
    failed = {each["check"] for each in result.json["hygiene"] if not each["passed"]}
    assert failed & NEW == LEFT[leave]
    assert "hunter2secret" not in result.out
