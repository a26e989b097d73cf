"""A fleet that was scanned before: what is read again."""

from __future__ import annotations

from pathlib import Path

from tests.fleet.running import kept, lines
from tests.fleet.scan.scanning import scan
from tests.samples import production_key
from tests.tools import Repository


def test_nothing_is_read_twice(
    repositories: dict[str, Repository], listed: Path, tmp_path: Path
) -> None:
    scan(tmp_path, listed, "--store", "store")
    before = kept(tmp_path / "store")
    written = {each: each.stat().st_mtime_ns for each in (tmp_path / "store").rglob("read.bin")}
    assert len(written) == 3
    assert scan(tmp_path, listed, "--store", "store").code == 1
    assert kept(tmp_path / "store") == before
    for name in ("renamed", "clean"):
        repositories[name].commit("more", **{"new.py": f'key = "{production_key(name)}"\n'})
    assert scan(tmp_path, listed, "--store", "store").code == 1
    after = kept(tmp_path / "store")
    assert {name for name in after if after[name] != before[name]} == {"renamed", "clean"}
    assert len(after["renamed"].findings - before["renamed"].findings) == 1
    changed = {each for each, when in written.items() if each.stat().st_mtime_ns != when}
    assert len(changed) == 2


def test_what_is_gone_from_a_repository_is_told_so(
    repositories: dict[str, Repository], listed: Path, tmp_path: Path
) -> None:
    scan(tmp_path, listed, "--store", "store")
    lonely = repositories["lonely"]
    lonely.git("checkout", "--quiet", "--orphan", "fresh")
    lonely.git("rm", "--quiet", "--force", "x.py")
    lonely.commit("anew", **{"y.py": "print(1)\n"})
    lonely.git("branch", "--quiet", "--delete", "--force", "main")
    scan(tmp_path, listed, "--store", "store")
    assert kept(tmp_path / "store")["lonely"].state == "scanned"


def test_what_failed_is_tried_again(repositories: dict[str, Repository], tmp_path: Path) -> None:
    file = lines(tmp_path, [tmp_path / "later"])
    assert scan(tmp_path, file).code == 2
    repositories["clean"].copy(tmp_path / "later")
    assert scan(tmp_path, file).code == 0
    (tmp_path / "later").rename(tmp_path / "elsewhere")
    assert scan(tmp_path, file).code == 2


def test_a_configuration_counts_for_all_and_a_repository_s_own_does_not(
    repositories: dict[str, Repository], tmp_path: Path
) -> None:
    lonely = repositories["lonely"]
    lonely.commit("look away", **{".keyguard.toml": 'exclude = ["**"]\n'})
    file = lines(tmp_path, [lonely.path])
    assert scan(tmp_path, file, "--store", "one").code == 1
    (tmp_path / "fleet.toml").write_text('exclude = ["**"]\n')
    result = scan(tmp_path, file, "--store", "one", "--config", "fleet.toml")
    assert result.code == 0
    assert "the configuration is not what it was, so everything is read again" in result.err
