"""The compiled core under AddressSanitizer and UndefinedBehaviorSanitizer: no read or write that is
out of bounds, on what fuzzing found and on made-up packs, sound and damaged."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = ROOT / "core"
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g", "-O1"]
COMPILER = shutil.which("gcc")
TARGETS = sorted(path.stem for path in (CORE / "fuzz").glob("*.c") if path.stem != "replay")
PRELOAD = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("keyguard.gitrepo._core", {path!r})
sys.modules[spec.name] = importlib.util.module_from_spec(spec)
"""
"""Has every Python take this core for the one that was built with keyguard."""


def _runtime() -> str:
    """The library that has to be loaded before all others; empty if there is none."""
    if COMPILER is None or sys.platform != "linux":
        return ""
    asked = [COMPILER, "-print-file-name=libasan.so"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return os.path.realpath(found) if os.path.isabs(found) else ""


RUNTIME = _runtime()
pytestmark = pytest.mark.skipif(not RUNTIME, reason="no compiler with sanitizers")


def run_compiler(folder: Path, *arguments: str) -> str:
    """Compiles with the sanitizers; what the compiler complains of, empty if it succeeds."""
    assert COMPILER is not None
    command = [
        COMPILER, "-std=c11", "-D_POSIX_C_SOURCE=200809L", "-D_FILE_OFFSET_BITS=64",
        *SANITIZERS, *arguments,
    ]  # fmt: skip
    finished = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return finished.stderr if finished.returncode else ""


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the targets have in common, compiled once."""
    folder = tmp_path_factory.mktemp("parts")
    names = [
        "batch",
        "buffer",
        "candidates",
        "changed",
        "contents",
        "delta",
        "header",
        "headers",
        "inflate",
        "layout",
        "names",
        "oids",
        "pack",
        "refs",
        "sample",
        "tree",
        "walk",
    ]
    sources = [str(CORE / f"{name}.c") for name in names] + [str(CORE / "fuzz" / "replay.c")]
    assert run_compiler(folder, "-c", *sources) == ""
    return list(map(str, folder.glob("*.o")))


@pytest.mark.parametrize("target", TARGETS)
def test_what_fuzzing_found_is_read_within_bounds(
    target: str, parts: list[str], tmp_path: Path
) -> None:
    source = str(CORE / "fuzz" / f"{target}.c")
    complaint = run_compiler(tmp_path, source, *parts, "-lz", "-o", "replay")
    if "zlib.h" in complaint or "cannot find -lz" in complaint:
        pytest.skip("the headers of zlib, which the core and a target need, are not here")
    assert complaint == ""
    corpus = CORE / "fuzz" / "corpus" / target
    finished = subprocess.run(
        [tmp_path / "replay", corpus], capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr[-3000:]


def test_packs_are_read_within_bounds(tmp_path: Path) -> None:
    environment = os.environ | {"CFLAGS": " ".join(SANITIZERS)}
    builder = [sys.executable, str(CORE / "build.py"), str(tmp_path)]
    built = subprocess.run(
        builder, env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()
    (tmp_path / "sitecustomize.py").write_text(PRELOAD.format(path=built))
    environment = os.environ | {
        "LD_PRELOAD": RUNTIME,
        "ASAN_OPTIONS": "detect_leaks=0",  # of Python itself; the targets above look for leaks
        "PYTHONMALLOC": "malloc",  # so that the ends of its bytes are known
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)]),
    }
    environment.pop("KEYGUARD_CORE", None)
    names = ["test_compiled_core.py", "test_tree_refs.py", "test_contents.py", "test_candidates.py"]
    tests = [str(ROOT / "tests" / "gitrepo" / name) for name in names]
    command = [
        sys.executable, "-m", "pytest", "-q", "--numprocesses=0", "--hypothesis-profile=quick",
        "-p", "no:cacheprovider", *tests,
    ]  # fmt: skip
    finished = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stdout[-3000:] + finished.stderr[-3000:]
    assert "skipped" not in finished.stdout
