"""Who may import whom: the architecture, read from the code itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
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
LEANING = re.compile(
    r"(?:The same|Those|They|Them|Their|Its|It|All of (?:it|them)|Each of them|One of these)\b"
)
"""How docstrings begin that speak of something only the one before, or the module's, has named."""


def room(module: Path) -> str:
    """The folder or file directly below the package that a module lies in."""
    return module.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_is_short_says_what_it_is_and_imports_only_what_its_room_may(module: Path) -> None:
    source = module.read_text("utf-8")
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    assert len(source.splitlines()) <= 300
    assert ast.get_docstring(tree)
    assert [*leaning(nodes)] == []
    assert [*compiling(tree, nodes)] == []
    assert [*forbidden(module, nodes)] == []


def leaning(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Docstrings that can't be understood without the one before."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            docstring = ast.get_docstring(node) or ""
            if LEANING.match(docstring):
                yield f"{node.name}: {docstring}"


def compiling(tree: ast.Module, nodes: Iterable[ast.AST]) -> Iterator[str]:
    """What compiles a pattern when it is loaded, or would have to."""
    for node in when_loaded(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            yield f"line {node.lineno}: lazy_pattern"
    for node in nodes:
        left = node.left if isinstance(node, ast.Compare) else None
        if isinstance(left, ast.Attribute) and left.attr == "re":
            yield f"line {left.lineno}: a match has the compiled pattern"


def when_loaded(tree: ast.Module) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
            waiting += ast.iter_child_nodes(node)


def forbidden(module: Path, nodes: Iterable[ast.AST]) -> Iterator[str]:
    """What a module imports and may not."""
    allowed = MAY_IMPORT.get(room(module))
    for name in imports(module, nodes):
        package, _, rest = name.partition(".")
        ours = rest.partition(".")[0]
        is_ours = package == "keyguard" and allowed is not None
        if is_ours and ours not in (allowed or ()) and not ours.startswith("__"):
            yield f"{room(module)} may not use {name}"
        if room(module) not in ONLY_IN.get(package, {room(module)}):
            yield f"{package} is not for {room(module)}"


def imports(module: Path, nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are absolute"
            yield node.module or ""
            if node.module == "keyguard":
                yield from (f"keyguard.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and ENTRY_POINT.fullmatch(str(node.value)):
            yield str(node.value).partition(":")[0]


def test_every_folder_of_the_map_is_there() -> None:
    rooms = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms - {"cli"} == MAY_IMPORT.keys() - ROOT_MODULES


def test_loose_modules_are_few() -> None:
    assert {path.stem for path in ROOT.glob("[!_]*.py")} == ROOT_MODULES
