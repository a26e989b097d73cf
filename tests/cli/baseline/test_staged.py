"""``staged`` takes the baseline as it is staged."""

from __future__ import annotations

from pathlib import Path

from tests.cli.baseline.running import NAME, NEW, OLD, baseline
from tests.tools import Repository, keyguard


def test_one_that_is_not_staged_does_not_count(repository: Repository) -> None:
    repository.write("app.py", f'key = "{OLD}"\n')
    baseline(repository, "create")
    result = keyguard("staged", cwd=repository.path)
    assert result.code == 1
    assert f"`git add {NAME}`" in result.err
    repository.git("add", NAME)
    again = keyguard("staged", cwd=repository.path)
    assert (again.code, again.err) == (0, "")


def test_nor_do_changes_of_it(known: Repository) -> None:
    known.commit()
    known.write("app.py", f'key = "{OLD}"\nnew = "{NEW}"\n')
    baseline(known, "update")
    (known.path / "sub").mkdir()
    for folder, name in ((known.path, NAME), (known.path / "sub", f"../{NAME}")):
        result = keyguard("staged", cwd=folder)
        assert result.code == 1
        assert f"has changes that are not staged, so they do not count: `git add {name}`" in (
            result.err
        )
    assert keyguard("staged", "-q", cwd=known.path).err == ""


def test_one_from_elsewhere_counts_as_it_is(known: Repository, tmp_path: Path) -> None:
    (known.path / NAME).rename(tmp_path / NAME)
    known.git("add", "app.py")
    result = keyguard("staged", "--baseline", tmp_path / NAME, cwd=known.path)
    assert (result.code, result.err) == (0, "")


def test_one_that_is_nowhere_is_an_error(known: Repository) -> None:
    for name in ("typo.json", "."):
        result = keyguard("staged", "--baseline", name, cwd=known.path)
        assert (result.code, result.out) == (2, "")
        assert f"the baseline {name} can't be read" in result.err
