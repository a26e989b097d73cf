"""A base whose policy can't be read, or was not fetched: it is told, and costs no finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.delivery.policy.changes import KEY, LEAK, ci, commit
from tests.tools import Repository


@pytest.mark.parametrize("target", ["nowhere.toml", "../outside.toml", "sub"])
@pytest.mark.parametrize("name", [".keyguard.toml", "pyproject.toml"])
def test_a_base_whose_configuration_can_not_be_read(
    repository: Repository, name: str, target: str, tmp_path: Path
) -> None:
    repository.write("sub/file", "")
    (repository.path / name).symlink_to(target)
    base = repository.commit("base")
    commit(repository, LEAK)
    result = ci(repository, base, tmp_path=tmp_path)
    assert (result.code, result.found) == (2, {("production-key", "app.py")})
    assert any(f"{name} can't be read" in each["message"] for each in result.json["problems"])


@pytest.mark.parametrize("content", ["exclude = [", "fail-on = 'never'", "baseline = 'gone.json'"])
def test_a_base_whose_configuration_is_broken(
    repository: Repository, content: str, tmp_path: Path
) -> None:
    """The change mends it, and would be silent by it: that counts once it is merged."""
    commit(repository, {".keyguard.toml": content})
    base = repository.git("rev-parse", "HEAD")
    commit(repository, {".keyguard.toml": "exclude = ['**']\n", "gone.json": "[]", **LEAK})
    result = ci(repository, base, tmp_path=tmp_path)
    assert (result.code, result.found) == (2, {("production-key", "app.py")})
    told = [each["message"] for each in result.json["problems"]]
    assert any(each.startswith("the configuration from before the change") for each in told)
    assert "hide production-key in app.py" in result.json["policy"]


@pytest.mark.parametrize("filter", ["tree:0", "blob:none"])
@pytest.mark.parametrize("mode", ["auto", "history", "files"])
def test_a_base_whose_trees_were_not_fetched(
    repository: Repository, filter: str, mode: str, tmp_path: Path
) -> None:
    base = commit(repository, {"app.py": "x = 1\n"})
    commit(repository, LEAK)
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = Repository(tmp_path / "partial")
    repository.git("clone", "-q", f"--filter={filter}", repository.path.as_uri(), str(clone.path))
    result = ci(clone, base, "--mode", mode, tmp_path=tmp_path)
    assert ("production-key", "app.py") in result.found
    assert result.code == (1 if filter == "blob:none" and mode != "history" else 2)


def test_a_base_whose_configuration_was_not_fetched(repository: Repository, tmp_path: Path) -> None:
    commit(repository, {".keyguard.toml": '[keys.prefixes]\nzz_ = "production"\n'})
    base = repository.git("rev-parse", "HEAD")
    blob = repository.git("rev-parse", "HEAD:.keyguard.toml")
    commit(repository, {"app.py": f'key = "zz_{KEY[3:]}"\n'})
    (repository.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert ci(repository, base, tmp_path=tmp_path).code == 2
