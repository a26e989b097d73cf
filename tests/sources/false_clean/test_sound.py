"""What is unusual and sound in a repository is no damage."""

from __future__ import annotations

import pytest

from tests.sources.false_clean.dangers import (
    HISTORY,
    SCAN,
    STAGED,
    Command,
    Danger,
    in_git,
    written,
)
from tests.tools import Repository, scan_json

SOUND: dict[str, Danger] = {
    "as it is": lambda repository: None,
    "index of version 4": lambda repository: repository.git("update-index", "--index-version=4"),
    "split index": lambda repository: repository.git("update-index", "--split-index"),
    "index without a checksum": lambda repository: written(
        "index", in_git(repository, "index").read_bytes()[:-20] + bytes(20)
    )(repository),
    "a file to be added": lambda repository: (
        repository.write("empty.py", "text\n"),
        repository.git("add", "-N", "empty.py"),
    ),
    "an orphan branch": lambda repository: written("HEAD", "ref: refs/heads/new\n")(repository),
    "a ref to a ref that is not there": written("refs/heads/sym", "ref: refs/heads/nope\n"),
    "a lock that was left": written("refs/heads/main.lock", ""),
    "packed refs": lambda repository: repository.git("pack-refs", "--all"),
    "an unusual configuration": lambda repository: repository.git(
        "config", "alias.x", "!f() { echo \"a # b\"; }; f"
    ),
    "an empty folder called .git": lambda repository: (repository.path / "sub/.git").mkdir(
        parents=True
    ),
}  # fmt: skip


@pytest.mark.parametrize("command", [STAGED, SCAN, HISTORY])
@pytest.mark.parametrize("form", SOUND)
def test_what_is_sound_is_no_damage(repository: Repository, form: str, command: Command) -> None:
    SOUND[form](repository)
    result = scan_json(*command, cwd=repository.path)
    assert (result.code, result.json["problems"]) == (1, [])
