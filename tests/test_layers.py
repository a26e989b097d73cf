"""Who may import whom: the architecture, read from the code itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import keyguard

ROOT = Path(keyguard.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))

SHARED = {"model", "settings", "errors", "fingerprint", ""}
ROOT_MODULES = {"errors", "fingerprint", "settings"}
STAGES = {"detect", "context", "rules", "suppress", "report"}
MAY_IMPORT: dict[str, set[str]] = {
    **{stage: SHARED | {stage} for stage in STAGES},
    "suppress": SHARED | {"suppress", "storage"},
    "detect": SHARED | {"detect", "dotenv", "prefilter", "vendors"},
    "context": SHARED | {"context", "dotenv"},
    "dotenv": {"dotenv", "model"},
    "gitformat": SHARED | {"gitformat"},
    "formats": SHARED | {"formats", "gitformat"},
    "encodings": SHARED | {"encodings", "formats"},
    "decode": SHARED | {"decode", "encodings", "formats"},
    "prefilter": SHARED | {"prefilter", "encodings", "formats", "storage", "vendors"},
    "rules": SHARED | {"rules", "vendors"},
    "vendors": {"vendors", "model"},
    "model": {"model"},
    "settings": {"model"},
    "errors": set(),
    "fingerprint": {"model"},
    "parallel": SHARED | {"parallel"},
    "gitrepo": SHARED | {"gitrepo", "gitformat", "parallel", "storage"},
    "sources": SHARED | {"sources", "gitrepo", "gitformat", "parallel", "storage"},
    "config": SHARED | {"config"},
    "storage": {"storage", "model"},
    "http": SHARED | {"http"},
    "rotation": SHARED | {"rotation", "storage"},
    "verify": SHARED | {"verify", "http", "storage"},
    "webhook_test": SHARED | {"webhook_test", "http"},
    "audit": SHARED | {"audit", "gitrepo", "context"},
    "handlers": SHARED | {"handlers"},
    "fleet": SHARED
    | {"fleet", "gitrepo", "gitformat", "parallel", "storage", "sources", "pipeline", "report"}
    | {"detect", "formats", "prefilter"},
    "pipeline": SHARED
    | {
        "pipeline",
        "parallel",
        "decode",
        "dotenv",
        "prefilter",
        "detect",
        "context",
        "rules",
        "suppress",
        "handlers",
    },
}
ONLY_IN = {
    "git": {"gitrepo"},
    "dulwich": {"gitformat"},
    "rich": {"report", "cli"},
    "click": {"cli"},
    "tree_sitter": {"handlers"},
}


ENTRY_POINT = re.compile(r"keyguard(?:\.\w+)+:\w+")
"""What is imported by name, once it is needed."""


def room(module: Path) -> str:
    """The folder or file directly below the package that a module lies in."""
    return module.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are absolute"
            yield node.module or ""
            if node.module == "keyguard":
                yield from (f"keyguard.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and ENTRY_POINT.fullmatch(str(node.value)):
            yield str(node.value).partition(":")[0]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_only_what_its_room_may(module: Path) -> None:
    allowed = MAY_IMPORT.get(room(module))
    for name in imports(module):
        package, _, rest = name.partition(".")
        if package == "keyguard" and allowed is not None:
            ours = rest.partition(".")[0]
            assert ours in allowed or ours.startswith("__"), f"{room(module)} may not use {name}"
        if package in ONLY_IN:
            assert room(module) in ONLY_IN[package], f"{package} is not for {room(module)}"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_is_short_and_says_what_it_is(module: Path) -> None:
    source = module.read_text("utf-8")
    assert len(source.splitlines()) <= 300
    assert ast.get_docstring(ast.parse(source))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_compiles_no_pattern_when_loaded(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    in_functions = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and id(node) not in in_functions:
            assert ast.unparse(node.func) != "re.compile", f"line {node.lineno}: lazy_pattern"
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute):
            assert node.left.attr != "re", f"line {node.lineno}: a match has the compiled pattern"


def test_every_folder_of_the_map_is_there() -> None:
    rooms = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms - {"cli"} == MAY_IMPORT.keys() - ROOT_MODULES


def test_loose_modules_are_few() -> None:
    assert {path.stem for path in ROOT.glob("[!_]*.py")} == ROOT_MODULES
