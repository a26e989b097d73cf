"""What is broken in a repository is never clean: exit code 2, a sentence, and what was found."""

from __future__ import annotations

import pytest

from keyguard.gitrepo.regular_files import LARGEST
from tests.sources.false_clean.dangers import (
    AUDIT,
    COMMITS,
    FILE,
    HISTORY,
    IN_TREE,
    SCAN,
    STAGED,
    Command,
    Danger,
    emptied,
    flipped,
    garbage_in_packed_refs,
    git_replaced,
    halved,
    in_git,
    link_to_nowhere,
    lost,
    removed,
    too_deep,
    unknown_extension,
    unreadable_folder,
    without_shared_index,
    written,
)
from tests.tools import Repository, scan_json

NOWHERE = "1" * 40 + "\n"

DANGERS: dict[str, tuple[Danger, dict[Command, set[str]]]] = {
    "index, wrong checksum": (
        flipped(-1),
        {STAGED: {"staged.py"}, SCAN: IN_TREE, HISTORY: IN_TREE, AUDIT: IN_TREE},
    ),
    "index, another id": (
        flipped(12 + 44),
        {STAGED: {"staged.py"}, SCAN: IN_TREE, HISTORY: IN_TREE},
    ),
    "index, cut off": (halved, {STAGED: set(), SCAN: IN_TREE, HISTORY: {"kept.py"}}),
    "index, garbage": (
        written("index", "garbage " * 9),
        {STAGED: set(), SCAN: IN_TREE, AUDIT: IN_TREE},
    ),
    "index, empty": (emptied("index"), {STAGED: set(), SCAN: IN_TREE}),
    "index, unknown extension": (unknown_extension, {STAGED: set(), SCAN: IN_TREE}),
    "index, half of a split one": (without_shared_index, {STAGED: set(), SCAN: IN_TREE}),
    "configuration, garbage": (
        written("config", b"\0\1[[[\n=\n"),
        {SCAN: IN_TREE, FILE: {"kept.py"}},
    ),
    "configuration, cut off": (written("config", "[core\n"), {SCAN: IN_TREE, FILE: {"kept.py"}}),
    "ref, garbage": (written("refs/heads/bad", "garbage\n"), {HISTORY: IN_TREE, AUDIT: IN_TREE}),
    "ref, empty": (emptied("refs/heads/bad"), {HISTORY: IN_TREE}),
    "ref, to nothing": (written("refs/heads/bad", NOWHERE), {HISTORY: IN_TREE}),
    "tag, garbage": (written("refs/tags/bad", "x\n"), {HISTORY: IN_TREE, COMMITS: {"kept.py"}}),
    "packed refs, garbage": (garbage_in_packed_refs, {HISTORY: IN_TREE}),
    "HEAD's commit is lost": (lost("HEAD"), {STAGED: IN_TREE, HISTORY: IN_TREE}),
    "HEAD's ref is garbage": (
        written("refs/heads/main", "x\n"),
        {STAGED: IN_TREE, HISTORY: IN_TREE},
    ),
    "HEAD's ref is empty": (emptied("refs/heads/main"), {STAGED: IN_TREE, HISTORY: IN_TREE}),
    "HEAD's tree is lost": (lost("HEAD^{tree}"), {STAGED: IN_TREE, HISTORY: IN_TREE}),
    "staged content is lost": (lost(":clean.py"), {STAGED: {"staged.py"}, HISTORY: IN_TREE}),
    "HEAD is empty": (emptied("HEAD"), {SCAN: IN_TREE, FILE: {"kept.py"}}),
    "no HEAD": (removed("HEAD"), {SCAN: IN_TREE}),
    "no objects": (removed("objects"), {SCAN: IN_TREE}),
    "no refs": (removed("refs"), {SCAN: IN_TREE}),
    "common directory nowhere": (written("commondir", "nowhere\n"), {SCAN: IN_TREE}),
    "alternates nowhere": (written("objects/info/alternates", "/nowhere\n"), {HISTORY: IN_TREE}),
    ".git leads nowhere": (
        git_replaced("gitdir: ../nowhere\n"),
        {SCAN: IN_TREE, FILE: {"kept.py"}},
    ),
    ".git is no link": (git_replaced("garbage\n"), {SCAN: IN_TREE, FILE: {"kept.py"}}),
    ".git is a link to nowhere": (link_to_nowhere, {SCAN: IN_TREE}),
    "a path that is too long": (too_deep, {SCAN: IN_TREE, AUDIT: IN_TREE}),
    "a folder that may not be read": (unreadable_folder, {SCAN: IN_TREE}),
}  # fmt: skip


@pytest.mark.parametrize(
    ("danger", "command", "found"),
    [
        pytest.param(plant, command, found, id=f"{name}-{'_'.join(command)}")
        for name, (plant, commands) in DANGERS.items()
        for command, found in commands.items()
    ],
)
def test_damage_is_never_clean(
    repository: Repository, danger: Danger, command: Command, found: set[str]
) -> None:
    danger(repository)
    result = scan_json(*command, cwd=repository.path)
    assert result.code == 2
    assert {path for _, path in result.found} == found
    assert result.json["complete"] is False
    assert result.json["problems"]


@pytest.mark.parametrize("name", ["HEAD", "config", "info/exclude", "refs/heads/other"])
@pytest.mark.parametrize("command", [SCAN, HISTORY])
def test_git_holds_no_file_of_any_size(repository: Repository, name: str, command: Command) -> None:
    with in_git(repository, name).open("ab") as file:
        file.truncate(LARGEST + 1)
    result = scan_json(*command, cwd=repository.path)
    shown = " ".join((result.out + result.err).split())
    assert (result.code, "all of which git would hold" in shown) == (2, True)
