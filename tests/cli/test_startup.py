"""What a commit hook has to load and start before it can say that nothing was found."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from keyguard.prefilter.select import MANY_FILES
from tests.samples import production_key
from tests.tools import Repository, keyguard

CORE = "keyguard.gitrepo._core"
"""There only where it was built."""
OURS = {
    "", "cli", "cli.console", "cli.options", "cli.output", "cli.progress", "cli.run",
    "cli.without_options", "config", "config.discovery", "decode", "detect",
    "detect.detector", "encodings", "encodings.certain_digits", "encodings.charsets",
    "encodings.line_wrap", "encodings.table", "errors", "formats", "formats.format",
    "formats.packed_data", "formats.records", "formats.table", "formats.unopened", "gitformat",
    "gitformat.types", "gitformat.varint", "gitrepo", "gitrepo.discovery", "gitrepo.objects",
    "gitrepo.objects.lookup", "gitrepo.objects.loose", "gitrepo.regular_files",
    "gitrepo.repository", "gitrepo.worktree", "gitrepo.worktree.index",
    "gitrepo.worktree.index_format", "gitrepo.worktree.listing", "gitrepo.worktree.refs",
    "gitrepo.worktree.staged_diff", "model", "model.content", "model.entry_point", "model.kind",
    "model.levels", "model.name_pattern", "model.patterns", "model.piece", "model.progress",
    "model.record", "model.report", "model.source",
    "pipeline", "pipeline.look", "pipeline.scan", "pipeline.screen", "prefilter",
    "prefilter.byte_checks", "prefilter.clue_kinds", "prefilter.clues", "prefilter.ends",
    "prefilter.handler_clues", "prefilter.name_spelling", "prefilter.portable", "prefilter.select",
    "report", "report.summary", "report.text", "settings", "sources", "sources.path_names",
}  # fmt: skip
"""Parts of keyguard that every run loads. One more is a reason to look for a way without it."""

THEIRS = {
    "__future__", "_bisect", "_collections", "_functools", "_locale", "_operator", "_sha1", "_sre",
    "bisect", "collections", "contextlib", "copyreg", "enum", "errno", "functools", "gc",
    "importlib", "itertools", "keyword", "mmap", "operator", "re", "reprlib", "sre_compile",
    "sre_constants", "sre_parse", "types", "warnings", "zlib",
}  # fmt: skip
"""Packages of the standard library that these may load, in whatever version of Python. Types are
for who checks them: ``typing`` alone takes as long to load as 15 parts of ours."""

COMMANDS = {
    "staged": (
        ["staged"],
        {
            "cli.staged_paths",
            "gitformat.delta",
            "gitformat.pack_entry",
            "gitrepo.objects.pack_dir",
            "gitrepo.objects.pack_file",
            "gitrepo.objects.pack_index",
            "gitrepo.objects.trees",
            "gitrepo.worktree.damage",
            "gitrepo.worktree.sibling_files",
            "sources.staged",
        },
    ),
    "scan": (
        ["scan", "new.py"],
        {"cli.scan_paths", "sources.files", "sources.sifting", "sources.tree"},
    ),
}

LIST_MODULES = """
import sys
before = set(sys.modules)
from keyguard.cli import main
sys.argv = ["keyguard", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    print("loaded", *sorted(set(sys.modules) - before), file=sys.stderr)
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


def loaded_by(arguments: list[str], folder: Path, code: int = 0) -> set[str]:
    """The modules that a run loads which ends with this code."""
    command = [sys.executable, "-c", LIST_MODULES, *arguments]
    finished = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    word, *names = finished.stderr.decode().split()
    assert (word, finished.returncode) == ("loaded", code)
    return set(names)


@pytest.mark.parametrize("command", COMMANDS)
def test_loads_only_what_it_needs(hook: Repository, command: str) -> None:
    arguments, own = COMMANDS[command]
    loaded = loaded_by(arguments, hook.path)
    ours = {name for name in loaded if name.partition(".")[0] == "keyguard"}
    assert ours == {f"keyguard.{name}".removesuffix(".") for name in OURS | own}
    assert {name.partition(".")[0] for name in loaded - ours} <= THEIRS


def test_a_clean_history_loads_only_what_reads_it(hook: Repository) -> None:
    loaded_by(["history"], hook.path)  # to keep what was compiled takes more
    loaded = {name.partition(".")[0] for name in loaded_by(["history"], hook.path)}
    assert loaded.isdisjoint(
        {
            "click",
            "concurrent",
            "dataclasses",
            "datetime",
            "inspect",
            "logging",
            "pathlib",
            "subprocess",
            "tempfile",
        }
    )


def test_asking_for_what_is_encoded_loads_no_decoder(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("What&#39;s =?new?= in %2Fdocs, \\u00e9 and =3D\n")
    loaded = loaded_by(["scan", "page.md"], tmp_path)
    assert "keyguard.prefilter.portable_encoded" in loaded
    assert loaded.isdisjoint({"base64", "dataclasses", "keyguard.encodings.replacement"})


def test_a_tree_without_credentials_is_not_judged(tmp_path: Path) -> None:
    for number in range(MANY_FILES):
        (tmp_path / f"{number}.txt").write_text(f"page {number}\n")
    (tmp_path / "hooks.js").write_text("const WEBHOOK_SECRET = process.env.WEBHOOK_SECRET\n")
    loaded = loaded_by(["scan", "."], tmp_path)
    assert "keyguard.pipeline.screen_windows" in loaded
    assert loaded.isdisjoint(
        {"ast", "dataclasses", "hashlib", "inspect", "keyguard.pipeline.judge"}
    )


def test_a_key_in_a_file_that_sets_no_variable_is_not_looked_for_in_builds(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text(f"{production_key()}\n")
    loaded = loaded_by(["scan", "notes.txt"], tmp_path, code=1)
    assert "keyguard.rules.production_key" in loaded
    assert loaded.isdisjoint({"json", "keyguard.context.shipping", "typing"})


def test_a_program_without_webhook_handlers_loads_no_rules(tmp_path: Path) -> None:
    (tmp_path / "app.js").write_text(
        "// Calls no webhooks.\n"
        "app.get('/health', (req, res) => res.json({ sent: req.headers.authorization }))\n"
    )
    loaded = loaded_by(["scan", "app.js"], tmp_path)
    assert "keyguard.handlers.find" in loaded
    assert loaded.isdisjoint({"keyguard.context.place", "keyguard.rules"})


def test_what_handles_another_vendors_webhooks_is_not_read_as_code(tmp_path: Path) -> None:
    (tmp_path / "app.js").write_text(
        "app.post('/webhook', (req, res) => pay(stripe.key, req.headers.authorization, res))\n"
    )
    loaded = loaded_by(["scan", "app.js"], tmp_path)
    assert "keyguard.handlers.mentions" in loaded
    assert loaded.isdisjoint({"keyguard.handlers.find", "tree_sitter"})


def test_the_version_needs_next_to_nothing(tmp_path: Path) -> None:
    loaded = loaded_by(["--version"], tmp_path)
    assert {name for name in loaded if name.startswith("keyguard.")} - {CORE} == {
        "keyguard.cli",
        "keyguard.cli.console",
        "keyguard.cli.without_options",
        "keyguard.errors",
        "keyguard.gitrepo",
        "keyguard.gitrepo.compiled_core",
        "keyguard.model",
        "keyguard.model.entry_point",
    }


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
