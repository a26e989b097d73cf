"""Builds the compiled core with the compiler that Python was built with.

    python core/build.py FOLDER

Needs nothing but a compiler and Python's headers, so that the action can run it; on Windows it asks
setuptools where the compiler is. ``CC``, ``CFLAGS`` and ``LDFLAGS`` count as usual.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

SOURCES = sorted(Path(__file__).resolve().parent.glob("*.c"))
LIMITED_API = 0x030A0000
"""Python 3.10: what is built once runs on that and all that came after."""
DEFINITIONS = {
    "Py_LIMITED_API": hex(LIMITED_API),
    "_POSIX_C_SOURCE": "200809L",
    "_FILE_OFFSET_BITS": "64",
}
TAG = "cp310-abi3"


class CoreNotBuiltError(Exception):
    """There is no compiler, no header, or no Python for which it can be built; the text says so."""


def build(folder: Path) -> Path:
    """The extension module, built into ``folder``. Raises ``CoreNotBuiltError``."""
    if sys.implementation.name != "cpython" or sysconfig.get_config_var("Py_GIL_DISABLED"):
        raise CoreNotBuiltError("this Python does not have the limited API")
    with tempfile.TemporaryDirectory() as work:
        if os.name == "nt":
            built = _with_setuptools(Path(work))
        else:
            built = _with_compiler(Path(work, "_core.abi3.so"))
        target = folder / built.name
        content = built.read_bytes()
    beside = target.with_name(f".{target.name}.{os.getpid()}")  # who runs the old one keeps it
    beside.write_bytes(content)
    beside.chmod(0o755)
    beside.replace(target)
    return target


def _with_compiler(target: Path) -> Path:
    linker = shlex.split(sysconfig.get_config_var("LDSHARED") or "cc -shared")
    if "CC" in os.environ:
        linker[:1] = shlex.split(os.environ["CC"])
    flags = [
        *shlex.split(sysconfig.get_config_var("CFLAGS") or ""),
        *shlex.split(sysconfig.get_config_var("CCSHARED") or "-fPIC"),
        "-std=c11",
        "-O3",
        "-fvisibility=hidden",
        *(f"-D{name}={value}" for name, value in DEFINITIONS.items()),
        *(f"-I{folder}" for folder in _include_folders()),
        *shlex.split(os.environ.get("ARCHFLAGS", "")),
        *shlex.split(os.environ.get("CFLAGS", "")),
    ]
    last = shlex.split(os.environ.get("LDFLAGS", ""))
    command = [*linker, *flags, *map(str, SOURCES), *last, "-o", str(target)]
    try:
        finished = subprocess.run(
            command, cwd=target.parent, capture_output=True, text=True, errors="replace"
        )
    except OSError as error:
        raise CoreNotBuiltError(f"there is no compiler ({linker[0]}: {error.strerror})") from error
    if finished.returncode != 0:
        raise CoreNotBuiltError(f"the compiler failed: {finished.stderr.strip()[-2000:]}")
    return target


def _include_folders() -> list[str]:
    paths = sysconfig.get_paths()
    return list(dict.fromkeys((paths["include"], paths["platinclude"])))


def _with_setuptools(work: Path) -> Path:
    try:
        from setuptools import Distribution, Extension
        from setuptools.command.build_ext import build_ext
    except ImportError as error:
        raise CoreNotBuiltError("setuptools is missing, which finds the compiler") from error
    module = Extension(
        "_core",
        [str(source) for source in SOURCES],
        define_macros=list(DEFINITIONS.items()),
        extra_compile_args=["/std:c11", "/O2"],
        py_limited_api=True,
    )
    command = build_ext(Distribution({"ext_modules": [module]}))
    command.build_lib, command.build_temp = str(work), str(work / "objects")
    command.ensure_finalized()
    try:
        command.run()
    except Exception as error:  # each compiler and each linker has its own
        raise CoreNotBuiltError(str(error)) from error
    return next(work.glob("_core*.pyd"))


if __name__ == "__main__":
    try:
        print(build(Path(sys.argv[1])))
    except CoreNotBuiltError as reason:
        sys.exit(f"The compiled core was not built: {reason}")
