"""What a commit hook has to load and start before it can say that nothing was found."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples import production_key
from tests.tools import Repository, keyguard

OURS = {
    "", "cli", "cli.console", "cli.options", "cli.output", "cli.progress", "cli.run", "config",
    "config.discovery", "decode", "detect", "detect.detector", "detect.keys.concatenation",
    "encodings", "encodings.certain_digits", "encodings.charsets", "encodings.line_wrap",
    "encodings.table", "errors",
    "formats", "formats.format", "formats.table", "gitformat", "gitformat.types",
    "gitformat.varint", "gitrepo", "gitrepo.discovery",
    "gitrepo.objects", "gitrepo.objects.loose", "gitrepo.objects.lookup",
    "gitrepo.regular_files", "gitrepo.repository", "gitrepo.worktree", "gitrepo.worktree.damage",
    "gitrepo.worktree.index", "gitrepo.worktree.index_format", "gitrepo.worktree.listing",
    "gitrepo.worktree.refs", "gitrepo.worktree.staged_diff", "model", "model.content",
    "model.detection", "model.finding", "model.levels", "model.progress", "model.report",
    "model.source", "model.spans", "pipeline", "pipeline.scan", "pipeline.screen", "prefilter",
    "prefilter.byte_checks", "prefilter.clues", "prefilter.name_spelling", "prefilter.portable",
    "prefilter.select", "prefilter.windows", "report", "report.summary", "report.text",
    "settings", "sources", "sources.path_names",
}  # fmt: skip
"""Parts of keyguard that every run may load."""

THEIRS = {"_bisect", "_locale", "_sha1", "bisect", "copy", "dataclasses", "locale", "mmap", "zlib"}
"""What these may load beyond what click has loaded already."""

COMMANDS = {
    "staged": (
        ["staged"],
        {
            "cli.staged",
            "gitformat.delta",
            "gitformat.pack_entry",
            "gitrepo.objects.pack_dir",
            "gitrepo.objects.pack_file",
            "gitrepo.objects.pack_index",
            "gitrepo.objects.trees",
            "gitrepo.worktree.sibling_files",
            "sources.staged",
        },
    ),
    "scan": (
        ["scan", "new.py"],
        {"cli.scan", "sources.files", "sources.tree"},
    ),
}

LIST_MODULES = """
import sys, click
before = set(sys.modules)
from keyguard.cli import main
sys.argv = ["keyguard", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    print(*sorted(set(sys.modules) - before), sep="\\n")
    sys.exit(end.code)
"""


@pytest.fixture
def hook(repository: Repository) -> Repository:
    """A repository with one small staged file, and its history in a pack."""
    for name in ("a", "b/c", "b/d", "d/e/f"):
        repository.write(name, f"content of {name}\n")
    repository.commit()
    repository.git("gc", "--quiet")
    repository.write("new.py", "print(1)\n")
    repository.git("add", "new.py")
    return repository


@pytest.mark.parametrize("command", COMMANDS)
def test_loads_only_what_it_needs(hook: Repository, command: str) -> None:
    arguments, own = COMMANDS[command]
    finished = subprocess.run(
        [sys.executable, "-c", LIST_MODULES, *arguments, "--quiet"],
        cwd=hook.path,
        capture_output=True,
        check=True,
    )
    loaded = set(finished.stdout.decode().split())
    allowed = {f"keyguard.{name}".removesuffix(".") for name in OURS | own}
    assert "keyguard.pipeline.scan" in loaded
    assert loaded <= allowed | THEIRS


def subfolder(repository: Repository) -> Path:
    return repository.path / "b"


def linked_work_tree(repository: Repository) -> Path:
    folder = repository.path.parent / "linked"
    repository.git("worktree", "add", "--quiet", str(folder))
    linked = Repository(folder)
    linked.write("new.py", "print(1)\n")
    linked.git("add", "new.py")
    return folder


def sha256(repository: Repository) -> Path:
    modern = Repository.create(repository.path.parent / "modern", "--object-format=sha256")
    modern.commit_file("a", "x\n")
    modern.write("new.py", "print(1)\n")
    modern.git("add", "new.py")
    return modern.path


def no_commit_yet(repository: Repository) -> Path:
    young = Repository.create(repository.path.parent / "young")
    young.write("new.py", "print(1)\n")
    young.git("add", "new.py")
    return young.path


@pytest.mark.parametrize(
    "form", [subfolder, linked_work_tree, sha256, no_commit_yet], ids=lambda form: form.__name__
)
def test_needs_no_other_process(
    hook: Repository, form: Callable[[Repository], Path], tmp_path: Path
) -> None:
    folder = form(hook)
    result = keyguard("staged", cwd=folder, env={"PATH": str(tmp_path)}, own_process=True)
    assert (result.code, result.err) == (0, "")
    assert "Read 1 file" in result.out


def test_needs_no_other_process_for_a_finding(hook: Repository, tmp_path: Path) -> None:
    hook.write("new.py", f'key = "{production_key()}"\n')
    without_git = {"PATH": str(tmp_path)}
    assert keyguard("scan", "new.py", cwd=hook.path, env=without_git, own_process=True).code == 1
    hook.git("add", "new.py")
    result = keyguard("staged", cwd=hook.path, env=without_git, own_process=True)
    assert (result.code, result.err) == (1, "")
    assert "production-key" in result.out


def test_needs_no_other_process_for_what_stands_beside_a_finding(
    hook: Repository, tmp_path: Path
) -> None:
    hook.write("web/src/App.jsx", f'const key = "{production_key()}"\n')
    hook.write("web/package.json", '{"dependencies": {"react-dom": "19"}}')
    hook.git("add", "--all")
    (hook.path / "web" / "package.json").unlink()
    result = keyguard("staged", cwd=hook.path, env={"PATH": str(tmp_path)}, own_process=True)
    assert (result.code, result.err) == (1, "")
    assert "key-in-frontend" in result.out


def test_outside_a_repository_nothing_is_asked(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x\n")
    result = keyguard("scan", "file", cwd=tmp_path, env={"PATH": ""}, own_process=True)
    assert (result.code, result.err) == (0, "")
