"""What another git does while a history is read: the same findings, or exit code 2 and why."""

from __future__ import annotations

import importlib
import subprocess
from functools import reduce
from typing import Any

import pytest

from tests.samples import production_key, staging_key
from tests.tools import Repository, Result, scan_json

MOMENTS = {
    "before loose objects are listed": "keyguard.gitrepo.objects.store:loose_ids",
    "before packs are listed": "keyguard.gitrepo.objects.store:open_packs",
    "before an index is read": "keyguard.gitrepo.objects.pack_dir:PackIndex",
    "before its pack is opened": "keyguard.gitrepo.objects.pack_dir:PackFile",
    "before it is laid out": "keyguard.gitrepo.history.parts:in_pack_order",
    "before it is read": "keyguard.gitrepo.history.tasks:read_task",
    "before gaps are looked for": "keyguard.sources.gaps:tips",
    "before places are looked for": "keyguard.gitrepo.provenance.attribution:Attribution.anywhere",
}

REPACK = "git repack -adfq && git prune-packed"
REPACK_WHAT_IS_LOOSE = "git repack -dq && git prune-packed"
UNPACK = (
    "mv .git/objects/pack ../packs && mkdir .git/objects/pack && "
    "for pack in ../packs/*.pack; do git unpack-objects -q < $pack; done; rm -rf ../packs"
)
LOSE_PACKS = "rm -f .git/objects/pack/*"

FOUND = {
    ("production-key", "first.py", "history"),
    ("production-key", "second.py", "history"),
    ("staging-key", "loose.py", "head"),
}


@pytest.fixture
def stored(repository: Repository) -> Repository:
    """Two packs, and a few loose objects."""
    for name in ("first", "second"):
        repository.commit_file(f"{name}.py", f'{name} = "{production_key(name)}"\n')
        repository.git("rm", "--quiet", f"{name}.py")
        repository.commit()
        repository.git("repack", "-dq")
    repository.commit_file("loose.py", f'loose = "{staging_key("loose")}"\n')
    return repository


def history_while(repository: Repository, moment: str, command: str) -> Result:
    """Runs a command of the shell just before a function is first called within a scan."""
    module, _, path = MOMENTS[moment].partition(":")
    *parts, name = path.split(".")
    owner = reduce(getattr, parts, importlib.import_module(module))
    original = getattr(owner, name)
    commands = [command]

    def after_command(*arguments: Any, **named: Any) -> Any:
        if commands:
            subprocess.run(commands.pop(), shell=True, check=True, cwd=repository.path)
        return original(*arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, after_command)
        result = scan_json("history", cwd=repository.path, own_process=False)
    assert not commands, f"{name} was not called"
    return result


def told(result: Result) -> set[tuple[str, str, str]]:
    found = result.json["findings"]
    return {(finding["rule"], finding["path"], finding["state"]) for finding in found}


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("command", [REPACK, REPACK_WHAT_IS_LOOSE, UNPACK])
def test_objects_that_move_are_found(stored: Repository, moment: str, command: str) -> None:
    result = history_while(stored, moment, command)
    assert (result.code, result.json["problems"]) == (1, [])
    assert told(result) == FOUND


@pytest.mark.parametrize("moment", MOMENTS)
def test_packs_that_are_lost_are_told(stored: Repository, moment: str) -> None:
    result = history_while(stored, moment, LOSE_PACKS)
    assert result.code == 2
    sentences = [problem["message"] for problem in result.json["problems"]] if result.out else []
    assert sentences or result.err.count("\n") == 1
    assert any("git fsck" in text or "repacked" in text for text in [*sentences, result.err])
