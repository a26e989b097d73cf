"""``baseline prune``: what is no longer found goes, and an audit tells of it."""

from __future__ import annotations

from tests.cli.baseline.running import NAME, NEW, OLD, baseline, entries
from tests.tools import Repository, keyguard, scan_json


def test_removes_what_is_gone(known: Repository) -> None:
    known.write("other.py", f'key = "{NEW}"\n')
    baseline(known, "update")
    known.write("app.py", "key = None\n")
    assert "1 removed, 1 known" in baseline(known, "prune").out
    assert [item["path"] for item in entries(known)] == ["other.py"]


def test_does_not_add(known: Repository) -> None:
    known.write("other.py", f'key = "{NEW}"\n')
    assert "0 removed, 1 known" in baseline(known, "prune").out


def test_keeps_what_is_allowed_by_now(known: Repository) -> None:
    known.write("app.py", f'key = "{OLD}"  # keyguard: allow\n')
    baseline(known, "prune")
    assert len(entries(known)) == 1


def test_keeps_what_is_less_sure_by_now(repository: Repository) -> None:
    short = OLD[:-1]
    repository.write("app.py", f'connexease_key = "{short}"\n')
    baseline(repository, "create", "--reason", "revoked")
    repository.write("app.py", f'"""Connexease\'s client."""\n\n\nkey = "{short}"\n')
    assert scan_json("scan", cwd=repository.path).found == set()
    baseline(repository, "prune")
    assert len(entries(repository)) == 1


def test_refuses_where_not_everything_was_read(known: Repository) -> None:
    known.write("app.py", "x" * 200)
    known.write(".keyguard.toml", "max-file-size = 100\n")
    before = (known.path / NAME).read_bytes()
    result = baseline(known, "prune")
    assert result.code == 2
    assert "app.py" in result.err
    assert (known.path / NAME).read_bytes() == before


def test_remembers_that_it_is_about_the_history(repository: Repository) -> None:
    repository.commit_file("app.py", f'key = "{OLD}"\n')
    repository.commit_file("app.py", "key = None\n")
    baseline(repository, "create", "--history")
    assert "0 removed, 1 known" in baseline(repository, "prune").out


def test_an_audit_tells_what_is_no_longer_found(known: Repository) -> None:
    known.write("b.py", f'key = "{NEW}"\n')
    baseline(known, "update")
    assert "baseline prune" not in keyguard("audit", cwd=known.path).err
    known.write("app.py", "key = None\n")
    known.git("add", "--all")
    known.git("gc", "--quiet", "--prune=now")  # the index had it, and objects stay
    told = keyguard("audit", cwd=known.path).err
    assert "1 of " in told
    assert "app.py; `keyguard baseline prune`" in told
    assert keyguard("audit", "-q", cwd=known.path).err == ""
