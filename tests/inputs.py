"""Every way in which files of a repository come to be read, and each prefilter that reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from keyguard.prefilter.select import MANY_FILES
from tests.tools import NO_HYPERSCAN, Repository, Result, scan_json, with_modules

Environment = dict[str, str]


def tree(repository: Repository, env: Environment, tmp_path: Path) -> Result:
    return scan_json("scan", cwd=repository.path, env=env)


def large_tree(repository: Repository, env: Environment, tmp_path: Path) -> Result:
    for number in range(MANY_FILES):
        repository.write(f"many/{number}", "x\n")
    return tree(repository, env, tmp_path)


def staged(repository: Repository, env: Environment, tmp_path: Path) -> Result:
    repository.git("add", "--all")
    return scan_json("staged", cwd=repository.path, env=env)


def history(repository: Repository, env: Environment, tmp_path: Path) -> Result:
    repository.commit("all")
    return scan_json("history", cwd=repository.path, env=env)


def history_without_hyperscan(repository: Repository, env: Environment, tmp_path: Path) -> Result:
    return history(repository, with_modules(tmp_path / "without", NO_HYPERSCAN, env), tmp_path)


def in_each_state(repository: Repository, files: Mapping[str, str | bytes]) -> list[Result]:
    """What a scan, a commit hook and a history say of files; in the last they are no more in the
    work tree."""
    repository.commit("nothing yet")
    for path, content in files.items():
        repository.write(path, content)
    repository.git("add", "--all")
    results = [scan_json("scan", cwd=repository.path), scan_json("staged", cwd=repository.path)]
    repository.commit("everything")
    repository.git("rm", "--quiet", "-r", ".")
    repository.commit("nothing again")
    return [*results, scan_json("history", cwd=repository.path)]


INPUTS: tuple[Callable[[Repository, Environment, Path], Result], ...] = (
    tree,
    large_tree,
    staged,
    history,
    history_without_hyperscan,
)
