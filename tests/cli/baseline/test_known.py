"""What is in the baseline is known wherever it is found, and anything else is new."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.baseline.running import NAME, NEW, OLD, USE, baseline
from tests.samples import staging_key
from tests.tools import Repository, keyguard, scan_json


def test_what_is_known_is_suppressed_and_counted(known: Repository) -> None:
    result = scan_json("scan", *USE, cwd=known.path)
    assert result.code == 0
    (finding,) = result.json["findings"]
    assert finding["suppressed"] == {"by": "baseline", "reason": "revoked"}
    assert "1 suppressed" in keyguard("scan", *USE, cwd=known.path).out
    listed = keyguard("scan", *USE, "--verbose", cwd=known.path).out
    assert "Known, by the baseline: revoked" in listed


def test_it_counts_without_the_option(known: Repository) -> None:
    """At the root, from any folder, in what is staged, in the history."""
    (known.path / "sub").mkdir()
    assert keyguard("scan", "..", cwd=known.path / "sub").code == 0
    known.git("add", "--all")
    assert keyguard("staged", cwd=known.path / "sub").code == 0
    known.commit()
    for command in ("history", "audit"):
        assert keyguard(command, cwd=known.path).code == 0
    assert keyguard("scan", "--no-config", cwd=known.path).code == 1


def test_in_another_folder_it_needs_the_option(known: Repository) -> None:
    (known.path / "known").mkdir()
    (known.path / NAME).rename(known.path / "known" / NAME)
    assert keyguard("scan", cwd=known.path).code == 1


def test_a_setting_goes_before_the_file_at_the_root(known: Repository) -> None:
    known.write("other.json", '{"schema": "keyguard-baseline/1", "findings": []}')
    known.write(".keyguard.toml", "baseline = 'other.json'\n")
    assert keyguard("scan", cwd=known.path).code == 1
    assert keyguard("scan", *USE, cwd=known.path).code == 0


def test_the_configuration_can_name_it(known: Repository) -> None:
    known.write(".keyguard.toml", f'baseline = "{NAME}"\n')
    (known.path / "sub").mkdir()
    assert keyguard("scan", "..", cwd=known.path / "sub").code == 0


@pytest.mark.parametrize(
    "content",
    [
        f'\n\n# moved\nkey = "{OLD}"\n',
        f'key = "{OLD}"\nother = "{OLD}"\n',
        f'renamed = ("{OLD}")',
    ],
)
def test_lines_do_not_matter(known: Repository, content: str) -> None:
    known.write("app.py", content)
    assert keyguard("scan", *USE, cwd=known.path).code == 0


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("app.py", f'key = "{NEW}"\n'),
        ("app.py", f'key = "{OLD}"; new = "{NEW}"\n'),
        ("app.py", f'key = "{staging_key("old")}"\n'),
        ("other.py", f'key = "{OLD}"\n'),
        (".env.staging", f"KEY={OLD}\n"),
    ],
)
def test_what_is_new_counts(known: Repository, path: str, content: str) -> None:
    known.write(path, content)
    assert keyguard("scan", *USE, cwd=known.path).code == 1


def test_commits_do_not_matter(repository: Repository) -> None:
    repository.commit_file("app.py", f'key = "{OLD}"\n')
    repository.commit_file("app.py", "key = None\n")
    assert baseline(repository, "create", "--history").code == 0
    assert keyguard("history", *USE, cwd=repository.path).code == 0
    repository.commit_file("app.py", f'\nkey = "{OLD}"\n')
    for command in (["history"], ["audit"], ["commits", "HEAD~1.."]):
        assert keyguard(*command, *USE, cwd=repository.path).code == 0


def test_outside_of_a_repository(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(f'key = "{OLD}"\n')
    assert keyguard("baseline", "create", cwd=tmp_path).code == 0
    assert keyguard("scan", *USE, cwd=tmp_path).code == 0
    assert keyguard("baseline", "update", "--history", cwd=tmp_path).code == 2


def test_what_was_moved_is_still_known(known: Repository) -> None:
    known.commit()
    known.git("mv", "app.py", "moved.py")
    assert keyguard("scan", cwd=known.path).code == 0
    assert "0 removed" in baseline(known, "prune").out
    assert keyguard("scan", cwd=known.path).code == 0
